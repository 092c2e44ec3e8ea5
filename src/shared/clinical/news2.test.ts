import { describe, expect, test } from 'vitest'
import { news2, type News2Observations } from './news2.ts'

const well = {
  respiratoryRate: 14,
  oxygenSaturation: 98,
  oxygen: 'air',
  systolic: 128,
  pulse: 72,
  consciousness: 'A',
  temperature: 36.8,
} as const satisfies News2Observations

describe('named patients', () => {
  test('a well patient scores 0: routine, at least every 12 hours', () => {
    expect(news2(well, 1)).toMatchObject({
      score: 0,
      risk: 'low',
      redScore: [],
      response: { level: 'routine', review: { kind: 'within', latestMinutes: 720 } },
    })
  })

  test('a mild fever with a pulse of 95 scores 2: at least every 4 to 6 hours', () => {
    expect(news2({ ...well, pulse: 95, temperature: 38.4 }, 1)).toMatchObject({
      score: 2,
      risk: 'low',
      response: { level: 'ward-assessment', review: { soonestMinutes: 240, latestMinutes: 360 } },
    })
  })

  // New confusion alone is 3 points in one parameter: hourly although the sum is low.
  test('new confusion alone is a red score: at least hourly', () => {
    expect(news2({ ...well, consciousness: 'C' }, 1)).toMatchObject({
      score: 3,
      risk: 'low-medium',
      redScore: ['consciousness'],
      response: { level: 'urgent-ward-review', review: { kind: 'within', latestMinutes: 60 } },
    })
  })

  test('five points without a red score are the urgent response: at least hourly', () => {
    expect(news2({ ...well, respiratoryRate: 22, pulse: 115, temperature: 38.5 }, 1)).toMatchObject({
      score: 5,
      risk: 'medium',
      response: { level: 'urgent-response', review: { kind: 'within', latestMinutes: 60 } },
    })
  })

  test('a septic patient scores 7 or more: continuous monitoring, emergency response', () => {
    const septic = {
      ...well,
      respiratoryRate: 25,
      oxygenSaturation: 93,
      systolic: 98,
      pulse: 118,
      temperature: 38.9,
    }
    expect(news2(septic, 1)).toMatchObject({
      score: 10,
      risk: 'high',
      response: { level: 'emergency-response', review: { kind: 'continuous' } },
    })
  })

  // Wrong scale: the commonest error with NEWS2, and both directions of it are harmful.
  test('the same 89 % on air scores 3 on scale 1 and 0 on scale 2', () => {
    const copd = { ...well, oxygenSaturation: 89 }
    expect(news2(copd, 1)).toMatchObject({ score: 3 })
    expect(news2(copd, 2)).toMatchObject({ score: 0 })
  })

  test('too much oxygen for a CO2 retainer: 98 % scores 3 on scale 2 with oxygen, 0 on air', () => {
    expect(news2({ ...well, oxygen: 'oxygen' }, 2)).toMatchObject({
      score: 5,
      redScore: ['oxygenSaturation'],
    })
    expect(news2(well, 2)).toMatchObject({ score: 0 })
  })
})

describe('partial observations', () => {
  test('no observations at all score nothing: no band, no response, seven missing', () => {
    expect(news2({}, 1)).toMatchObject({
      kind: 'partial',
      scoreAtLeast: 0,
      scoreAtMost: 20,
      riskAtLeast: null,
      responseAtLeast: null,
      parts: {},
    })
  })

  test('seven points already known are an emergency whatever is missing', () => {
    const seen = { respiratoryRate: 28, systolic: 85, pulse: 112 }
    expect(news2(seen, 1)).toMatchObject({
      kind: 'partial',
      scoreAtLeast: 8,
      riskAtLeast: 'high',
      responseAtLeast: { level: 'emergency-response' },
    })
  })

  test('on scale 2 an SpO2 of 95 % waits for air or oxygen, 90 % does not', () => {
    const { oxygen: _unknown, ...without } = well
    expect(news2({ ...without, oxygenSaturation: 95 }, 2)).toMatchObject({
      kind: 'partial',
      missing: [
        { parameter: 'oxygenSaturation', reason: 'needs-oxygen' },
        { parameter: 'oxygen', reason: 'not-recorded' },
      ],
    })
    expect(news2({ ...without, oxygenSaturation: 90 }, 2)).toMatchObject({
      missing: [{ parameter: 'oxygen', reason: 'not-recorded' }],
    })
  })

  test.each([
    ['temperature', 98.6],
    ['pulse', NaN],
    ['respiratoryRate', Infinity],
    ['oxygenSaturation', 120],
    ['systolic', -5],
  ])('%s of %d is not plausible and is not scored', (parameter, value) => {
    expect(news2({ ...well, [parameter]: value }, 1)).toMatchObject({
      kind: 'partial',
      missing: [{ parameter, reason: 'not-plausible' }],
    })
  })
})

// Scoring 35.04 as 35.1 (or 91.4 as 92) moves a patient out of the band the nurse would chart.
test('values are rounded to the chart first', () => {
  expect(news2({ ...well, temperature: 35.04 }, 1)).toMatchObject({ score: 3 })
  expect(news2({ ...well, temperature: 35.06 }, 1)).toMatchObject({ score: 1 })
  expect(news2({ ...well, oxygenSaturation: 91.4 }, 1)).toMatchObject({ score: 3 })
})
