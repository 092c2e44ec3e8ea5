import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bandOf } from '@shared/features/population/bands.ts'
import { type Contribution, type RiskMetric, riskMetrics } from '@shared/features/population/model.ts'
import { impossible, pointsOf, scoreOf, singleChange, type Step, takeReading, yesterdayOf } from './engine.ts'
import type { PatientState, Reading } from './ports.ts'

const NOW = Date.UTC(2026, 10, 22, 15)
const DAY = 86_400_000

function reading(metric: string, value: number, at = NOW): Reading {
  return { patientId: 'P1', metric, value, at, id: '00000000' }
}

function take(readings: readonly Reading[], now = NOW): { state: PatientState | null; steps: Step[] } {
  let state: PatientState | null = null
  const steps: Step[] = []
  for (const each of readings) {
    const step = takeReading(state, each, now)
    if (step === null) continue
    state = step.next
    steps.push(step)
  }
  return { state, steps }
}

/** The seed's printed Python, line by line: `_update_risk_score` with `current` as it stands. */
function seedScore(current: number, metric: RiskMetric, value: number): number {
  const adjustment = {
    a1c: value > 5.7 ? (value - 5.7) * 10 : 0,
    bmi: value > 25 ? (value - 25) * 2 : 0,
    blood_pressure: value > 120 ? (value - 120) * 0.5 : 0,
  }[metric]
  return Math.max(0, Math.min(100, current + adjustment))
}

const value: Readonly<Record<RiskMetric, fc.Arbitrary<number>>> = {
  a1c: fc.integer({ min: 20, max: 200 }).map((tenths) => tenths / 10),
  bmi: fc.integer({ min: 80, max: 1_500 }).map((tenths) => tenths / 10),
  blood_pressure: fc.integer({ min: 40, max: 300 }),
}
const anyReading = fc
  .constantFrom(...riskMetrics)
  .chain((metric) =>
    fc
      .tuple(value[metric], fc.integer({ min: NOW - 5, max: NOW }))
      .map(([measured, at]) => reading(metric, measured, at)),
  )

describe('points', () => {
  // Catches: a slope or a limit that is not the seed's (use case 5, risk_adjustments).
  test.each([
    ['a1c', 5.7, 0],
    ['a1c', 5.6, 0],
    ['a1c', 9.4, 37],
    ['a1c', 12.4, 67],
    ['bmi', 25, 0],
    ['bmi', 31, 12],
    ['blood_pressure', 120, 0],
    ['blood_pressure', 121, 0.5],
    ['blood_pressure', 190, 35],
  ] as const)('%s %d gives %d', (metric, measured, points) => {
    expect(pointsOf(metric, measured)).toBeCloseTo(points, 9)
  })

  // Catches: a first reading scored otherwise than by the seed's Python.
  test('first readings score as the seed does, one metric after the other', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...riskMetrics]),
        fc.tuple(value.a1c, value.bmi, value.blood_pressure),
        (order, values) => {
          const readings = order.map((metric) => reading(metric, values[riskMetrics.indexOf(metric)] ?? 0))
          const seed = order.reduce(
            (current, metric) => seedScore(current, metric, values[riskMetrics.indexOf(metric)] ?? 0),
            0,
          )
          expect(take(readings).state?.score ?? 0).toBeCloseTo(seed, 9)
        },
      ),
    )
  })

  // Catches: drift. The vector is what the seed's Python, run as printed, left on a hub: 9.4 and then 12.4 give
  // 37 + 67, which it clamps to 100; one contribution per metric gives 67.
  test('a second reading of a metric replaces the first', () => {
    const vector = [
      { member: '9.4:3722e588', score: 1795299717.8314056 },
      { member: '12.4:d0ac30da', score: 1795299717.9584777 },
    ]
    const readings = vector.map(({ member, score }) =>
      reading('a1c', Number(member.split(':')[0]), Math.round(score * 1_000)),
    )
    expect(take(readings.slice(0, 1)).state?.score).toBeCloseTo(seedScore(0, 'a1c', 9.4), 9)
    expect(seedScore(seedScore(0, 'a1c', 9.4), 'a1c', 12.4)).toBe(100)
    expect(take(readings).state?.score).toBeCloseTo(67, 9)
  })

  // Catches: a score that depends on the order in which readings arrive, also when two have the same time.
  test('any order of the same readings gives the same score', () => {
    fc.assert(
      fc.property(
        fc
          .array(anyReading, { minLength: 1, maxLength: 12 })
          .chain((readings) =>
            fc.tuple(
              fc.constant(readings),
              fc.shuffledSubarray(readings, { minLength: readings.length, maxLength: readings.length }),
            ),
          ),
        ([readings, shuffled]) => {
          const [one, other] = [take(readings).state, take(shuffled).state]
          expect(other?.score).toBe(one?.score)
          expect(other?.contributions).toEqual(one?.contributions)
        },
      ),
    )
  })

  // Catches: a repetition that counts, or calls again.
  test('a reading that is taken twice changes nothing the second time', () => {
    const { state } = take([reading('a1c', 14)])
    expect(takeReading(state, reading('a1c', 14), NOW + 1)).toBeNull()
    expect(takeReading(state, reading('a1c', 13, NOW - 1), NOW + 1)).toBeNull()
    expect(takeReading(state, reading('glucose', 300), NOW + 1)).toBeNull()
  })
})

describe('the threshold', () => {
  const pressure = (score: number, minute: number): Reading =>
    reading('blood_pressure', 120 + score * 2, NOW + minute * 60_000)

  // Catches: 75 taken as above 75, a patient who hovers announced again and again, and one who left not announced anew.
  test('is announced once; again only after 70 or less', () => {
    const scores = [75, 75.5, 76, 74, 80, 70.5, 90, 70, 60, 76]
    const { steps } = take(scores.map(pressure))
    expect(steps.map(({ crossing }) => crossing?.kind ?? null)).toEqual([
      null,
      'entered',
      null,
      null,
      null,
      null,
      null,
      'left',
      null,
      'entered',
    ])
    expect(steps.map(({ next }) => next.highSince !== null)).toEqual(scores.map((score) => score > 75))
  })

  // Catches: a score above 100, or the band of 75 itself.
  test('the score ends at 100', () => {
    const { state } = take([reading('a1c', 14), reading('bmi', 50), reading('blood_pressure', 200)])
    expect(state?.score).toBe(100)
    expect(bandOf(75)).toBe('raised')
    expect(bandOf(75.01)).toBe('high')
  })

  // Catches: "since yesterday" counted from the last change instead of from where yesterday ended.
  test('yesterday ends with the score that stood at midnight UTC', () => {
    const first = takeReading(null, reading('a1c', 9.7, NOW - DAY), NOW - DAY)?.next ?? null
    expect(first && yesterdayOf(first, NOW - DAY)).toBeNull()
    expect(first && yesterdayOf(first, NOW)).toBeCloseTo(40, 9)
    const second = takeReading(first, reading('a1c', 8.7, NOW), NOW)?.next ?? null
    const third = takeReading(second, reading('a1c', 7.7, NOW + 1), NOW + 1)?.next ?? null
    expect(third && yesterdayOf(third, NOW + 2)).toBeCloseTo(40, 9)
    expect(third && yesterdayOf(third, NOW + DAY)).toBeCloseTo(20, 9)
  })
})

describe('impossible readings', () => {
  // Catches: a unit mixed up or a wrong clock that raises or hides a risk.
  test.each([
    ['a1c', 64, 'mmol/mol'],
    ['a1c', 21, 'mmol/mol'],
    ['a1c', 1.9, 'possible'],
    ['a1c', 201, 'possible'],
    ['bmi', 7.9, 'possible'],
    ['bmi', 151, 'possible'],
    ['blood_pressure', 39, 'possible'],
    ['blood_pressure', 301, 'possible'],
    ['a1c', Number.NaN, 'not a number'],
    ['glucose', Number.POSITIVE_INFINITY, 'not a number'],
  ] as const)('%s %d: %s', (metric, measured, word) => {
    expect(impossible(reading(metric, measured), NOW)).toContain(word)
  })

  test.each([
    ['a1c', 2],
    ['a1c', 20],
    ['bmi', 8],
    ['blood_pressure', 40],
    ['glucose', 99_999],
  ] as const)('%s %d can be', (metric, measured) => {
    expect(impossible(reading(metric, measured), NOW)).toBeNull()
  })

  test.each([
    [NOW + 5 * 60_000, null],
    [NOW + 5 * 60_000 + 1, 'future'],
    [Date.UTC(1899, 11, 31), '1900'],
    [Number.NaN, '1900'],
  ])('a reading at %d', (at, word) => {
    const fault = impossible(reading('a1c', 7, at), NOW)
    if (word === null) expect(fault).toBeNull()
    else expect(fault).toContain(word)
  })

  // Hoelzel et al. 2004: 53 mmol/mol is 7.0 %, 64 mmol/mol is 8.0 %.
  test('says what the value in mmol/mol would be in %', () => {
    expect(impossible(reading('a1c', 53), NOW)).toContain('7.0 %')
    expect(impossible(reading('a1c', 64), NOW)).toContain('8.0 %')
  })
})

describe('the single change', () => {
  const made = (values: Partial<Record<RiskMetric, number>>): Contribution[] =>
    riskMetrics.flatMap((metric) => {
      const measured = values[metric]
      return measured === undefined
        ? []
        : [{ metric, value: measured, at: NOW, points: pointsOf(metric, measured) }]
    })

  test.each([
    // 37 + 12 + 35 = 84, and 75 is not high: pressure by 18 of 190, HbA1c by 0.9 of 9.4, or BMI by 4.5 of 31.
    [{ a1c: 9.4, bmi: 31, blood_pressure: 190 }, 'blood_pressure', 172],
    [{ a1c: 9.6, bmi: 31, blood_pressure: 186 }, 'a1c', 8.7],
    [{ blood_pressure: 280 }, 'blood_pressure', 270],
    [{ bmi: 40 }, 'bmi', 37.4],
    // 8.2 would come to 24.999…, told as 25: not low.
    [{ a1c: 9 }, 'a1c', 8.1],
  ] as const)('of %j is %s to %d', (values, metric, to) => {
    expect(singleChange(made(values))).toMatchObject({ metric, to })
  })

  test('is none in the lowest band, and none where no metric alone is enough', () => {
    expect(singleChange(made({ a1c: 6 }))).toBeNull()
    expect(singleChange(made({ a1c: 15, bmi: 70, blood_pressure: 300 }))).toBeNull()
  })

  // Catches: advice that does not do what it says, through rounding or through a clamped total.
  test('does what it says', () => {
    fc.assert(
      fc.property(fc.tuple(value.a1c, value.bmi, value.blood_pressure), ([a1c, bmi, pressure]) => {
        const contributions = made({ a1c, bmi, blood_pressure: pressure })
        const change = singleChange(contributions)
        if (change === null) return
        expect(change.to).toBeLessThan(change.from)
        const then = made({ a1c, bmi, blood_pressure: pressure, [change.metric]: change.to })
        expect(scoreOf(then)).toBe(change.scoreThen)
        expect(bandOf(change.scoreThen)).not.toBe(bandOf(scoreOf(contributions)))
        expect(change.scoreThen).toBeLessThan(scoreOf(contributions))
      }),
    )
  })
})
