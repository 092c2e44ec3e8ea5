import { describe, expect, test } from 'vitest'
import {
  news2,
  type News2Observations,
  type News2Parameter,
  type OxygenSupply,
  type Spo2Scale,
} from './news2.ts'

/**
 * A second formulation of RCP 2017 chart 1, written from the chart and not from the code: one digit of points per
 * whole value, counted from zero (temperature: per tenth of a degree, counted from 30.0 °C). A wrong band edge, a
 * swapped scale or a mistyped point in news2-chart.ts disagrees with it.
 */
function strip(...runs: readonly (readonly [points: string, count: number])[]): string {
  return runs.map(([points, count]) => points.repeat(count)).join('')
}
const respiration = strip(['3', 9], ['1', 3], ['0', 9], ['2', 4], ['3', 36])
const scale1 = strip(['3', 92], ['2', 2], ['1', 2], ['0', 5])
const scale2Air = strip(['3', 84], ['2', 2], ['1', 2], ['0', 13])
const scale2Oxygen = strip(['3', 84], ['2', 2], ['1', 2], ['0', 5], ['1', 2], ['2', 2], ['3', 4])
const systolic = strip(['3', 91], ['2', 10], ['1', 10], ['0', 109], ['3', 61])
const pulse = strip(['3', 41], ['1', 10], ['0', 40], ['1', 20], ['2', 20], ['3', 120])
const temperature = strip(['3', 51], ['1', 10], ['0', 20], ['1', 10], ['2', 40])
const saturation = {
  1: { air: scale1, oxygen: scale1 },
  2: { air: scale2Air, oxygen: scale2Oxygen },
} as const
const riskOfScore = strip(['L', 5], ['M', 2], ['H', 14])

const scales = [1, 2] as const
const supplies = ['air', 'oxygen'] as const
const levels = ['A', 'C', 'V', 'P', 'U'] as const

function at(points: string, index: number): number {
  return Number(points.charAt(index))
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

const healthy = {
  respiratoryRate: 16,
  oxygenSaturation: 98,
  oxygen: 'air',
  systolic: 125,
  pulse: 70,
  consciousness: 'A',
  temperature: 37,
} as const satisfies News2Observations

function pointsFor(
  parameter: News2Parameter,
  change: News2Observations,
  scale: Spo2Scale,
): number | undefined {
  return news2({ ...healthy, ...change }, scale).parts[parameter]
}

describe('every value of every parameter', () => {
  test('respiration rate 0 to 60', () => {
    const found = range(0, 60).map((respiratoryRate) => pointsFor('respiratoryRate', { respiratoryRate }, 1))
    expect(found.join('')).toBe(respiration)
  })

  test.each(scales.flatMap((scale) => supplies.map((oxygen) => [scale, oxygen] as const)))(
    'SpO2 50 to 100 on scale %d, %s',
    (scale, oxygen) => {
      const found = range(50, 100).map((oxygenSaturation) =>
        pointsFor('oxygenSaturation', { oxygenSaturation, oxygen }, scale),
      )
      expect(found.join('')).toBe(saturation[scale][oxygen].slice(50))
    },
  )

  test('systolic pressure 20 to 280', () => {
    const found = range(20, 280).map((value) => pointsFor('systolic', { systolic: value }, 1))
    expect(found.join('')).toBe(systolic.slice(20))
  })

  test('pulse 10 to 250', () => {
    const found = range(10, 250).map((value) => pointsFor('pulse', { pulse: value }, 1))
    expect(found.join('')).toBe(pulse.slice(10))
  })

  test('temperature 30.0 to 43.0 in tenths', () => {
    const found = range(300, 430).map((tenths) => pointsFor('temperature', { temperature: tenths / 10 }, 1))
    expect(found.join('')).toBe(temperature)
  })

  test('consciousness and oxygen', () => {
    expect(levels.map((consciousness) => pointsFor('consciousness', { consciousness }, 1))).toEqual([
      0, 3, 3, 3, 3,
    ])
    expect(supplies.map((oxygen) => pointsFor('oxygen', { oxygen }, 1))).toEqual([0, 2])
  })
})

interface Expected {
  readonly score: number
  readonly red: boolean
}

function second(
  scale: Spo2Scale,
  oxygen: OxygenSupply,
  [rr, spo2, sbp, hr, level, temp]: readonly [number, number, number, number, string, number],
): Expected {
  const points = [
    at(respiration, rr),
    at(saturation[scale][oxygen], spo2),
    oxygen === 'oxygen' ? 2 : 0,
    at(systolic, sbp),
    at(pulse, hr),
    level === 'A' ? 0 : 3,
    at(temperature, Math.round(temp * 10) - 300),
  ]
  return { score: points.reduce((sum, value) => sum + value, 0), red: points.includes(3) }
}

const riskLetter = { low: 'L', 'low-medium': 'L', medium: 'M', high: 'H' } as const

test('the whole product of the bands agrees with the second formulation: score, red score, risk, review', () => {
  const wrong: string[] = []
  let combinations = 0
  for (const scale of scales)
    for (const oxygen of supplies)
      for (const rr of [8, 10, 20, 21, 25])
        for (const spo2 of [83, 84, 86, 88, 91, 92, 93, 94, 95, 96, 97])
          for (const sbp of [90, 91, 110, 219, 220])
            for (const hr of [40, 41, 90, 91, 130, 131])
              for (const level of levels)
                for (const temp of [35, 36, 36.1, 38.1, 39.1]) {
                  combinations += 1
                  const expected = second(scale, oxygen, [rr, spo2, sbp, hr, level, temp])
                  const found = news2(
                    {
                      respiratoryRate: rr,
                      oxygenSaturation: spo2,
                      oxygen,
                      systolic: sbp,
                      pulse: hr,
                      consciousness: level,
                      temperature: temp,
                    },
                    scale,
                  )
                  const review =
                    expected.score >= 7
                      ? 'continuous'
                      : expected.score >= 5 || expected.red
                        ? 60
                        : expected.score >= 1
                          ? 360
                          : 720
                  const agrees =
                    found.kind === 'complete' &&
                    found.score === expected.score &&
                    found.redScore.length > 0 === expected.red &&
                    riskLetter[found.risk] === riskOfScore.charAt(expected.score) &&
                    (found.risk === 'low-medium') === (expected.score < 5 && expected.red) &&
                    (found.response.review.kind === 'continuous'
                      ? review === 'continuous'
                      : found.response.review.latestMinutes === review)
                  if (!agrees)
                    wrong.push(JSON.stringify({ scale, oxygen, rr, spo2, sbp, hr, level, temp, found }))
                }
  expect(combinations).toBe(165_000)
  expect(wrong.slice(0, 3)).toEqual([])
})

describe('missing observations', () => {
  const parameters = Object.keys(healthy)
  const ill = {
    respiratoryRate: 26,
    oxygenSaturation: 90,
    oxygen: 'oxygen',
    systolic: 88,
    pulse: 135,
    consciousness: 'V',
    temperature: 39.4,
  } as const satisfies News2Observations
  const most: Readonly<Record<string, number>> = { oxygen: 2 }

  // A missing parameter that counts as zero makes a dying patient score low: the bug this whole union exists for.
  test('every subset of missing parameters is named exactly and bounds the true score', () => {
    for (const scale of scales) {
      for (const full of [healthy, ill]) {
        const truth = news2(full, scale)
        if (truth.kind !== 'complete') throw new Error('a full set must be complete')
        for (let mask = 1; mask < 128; mask += 1) {
          const gone = parameters.filter((_, index) => (mask & (1 << index)) !== 0)
          const kept = Object.fromEntries(Object.entries(full).filter(([name]) => !gone.includes(name)))
          const found = news2(kept, scale)
          if (found.kind !== 'partial')
            throw new Error(`${gone.join()} is missing and the result claims to be complete`)
          const unscorable =
            scale === 2 &&
            gone.includes('oxygen') &&
            !gone.includes('oxygenSaturation') &&
            full.oxygenSaturation > 92
          expect(found.missing.map(({ parameter }): string => parameter).sort()).toEqual(
            (unscorable ? [...gone, 'oxygenSaturation'] : gone).sort(),
          )
          expect(found.missing.filter(({ reason }) => reason === 'needs-oxygen')).toHaveLength(
            unscorable ? 1 : 0,
          )
          expect(found.scoreAtLeast).toBeLessThanOrEqual(truth.score)
          expect(found.scoreAtMost).toBeGreaterThanOrEqual(truth.score)
          const open = found.missing.reduce((sum, { parameter }) => sum + (most[parameter] ?? 3), 0)
          expect(found.scoreAtMost - found.scoreAtLeast).toBe(open)
          for (const { parameter } of found.missing) expect(parameter in found.parts).toBe(false)
          expect(found.riskAtLeast === null).toBe(found.missing.length === 7)
        }
      }
    }
  })
})
