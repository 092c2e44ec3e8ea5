import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { estimatedMeanPressure, parseBloodPressure } from './blood-pressure.ts'
import { news2 } from './news2.ts'
import { news2ObservationsOf, parseVitalsCache } from './vitals-cache.ts'

describe('blood pressure text', () => {
  test.each([
    ['120/80', { systolic: 120, diastolic: 80 }],
    [' 92 / 48 mmHg', { systolic: 92, diastolic: 48 }],
    ['120/80 mm[Hg]', { systolic: 120, diastolic: 80 }],
  ])('%j is read', (text, expected) => {
    expect(parseBloodPressure(text)).toEqual(expected)
  })

  // A swapped or broken pair shown as a reading would be a wrong blood pressure.
  test.each(['80/120', '120', '120/', '/80', '120/80/60', 'a/b', '-120/80', ''])(
    '%j is no blood pressure',
    (text) => {
      expect(parseBloodPressure(text)).toBeNull()
    },
  )

  test('the mean of 120/80 is estimated as 93', () => {
    expect(estimatedMeanPressure({ systolic: 120, diastolic: 80 })).toBe(93)
  })
})

describe('parseVitalsCache', () => {
  test("reads the seed's example", () => {
    expect(parseVitalsCache('{"hr":78,"bp":"120/80"}')).toEqual({
      kind: 'vitals',
      vitals: {
        readings: { heart_rate: 78, blood_pressure_systolic: 120, blood_pressure_diastolic: 80 },
        oxygen: null,
        consciousness: null,
        unread: [],
      },
    })
  })

  test('a full set scores a complete NEWS2', () => {
    const text = '{"hr":118,"bp":"92/48","rr":26,"spo2":"91","temp":38.9,"o2":4,"avpu":"C"}'
    const cache = parseVitalsCache(text)
    if (cache.kind !== 'vitals') throw new Error('the cache is well formed')
    // 26: 3, 91: 3, oxygen: 2, 92: 2, 118: 2, C: 3, 38.9: 1.
    expect(news2(news2ObservationsOf(cache.vitals), 1)).toMatchObject({ kind: 'complete', score: 16 })
  })

  // An initial letter is not a state: "asleep" is not alert, "unknown" is not unresponsive.
  test.each([
    ['{"avpu":"asleep"}', 'avpu'],
    ['{"avpu":"unknown"}', 'avpu'],
    ['{"temp":98.6}', 'temp'],
    ['{"bp":"80/120"}', 'bp'],
    ['{"hr":"fast"}', 'hr'],
    ['{"hr":""}', 'hr'],
    ['{"hr":true}', 'hr'],
    ['{"o2":"maybe"}', 'o2'],
    ['{"mood":7}', 'mood'],
    ['{"potassium":7}', 'potassium'],
  ])('%s names its field as unread and shows no value', (text, field) => {
    expect(parseVitalsCache(text)).toMatchObject({
      vitals: { readings: {}, oxygen: null, consciousness: null, unread: [field] },
    })
  })

  test('one bad field does not take the good ones with it', () => {
    expect(parseVitalsCache('{"hr":78,"temp":"hot"}')).toMatchObject({
      vitals: { readings: { heart_rate: 78 }, unread: ['temp'] },
    })
  })

  test.each([
    ['{"hr":78', 'not-json'],
    ['', 'not-json'],
    ['[1,2]', 'not-an-object'],
    ['null', 'not-an-object'],
    ['78', 'not-an-object'],
  ])('%j is unreadable: %s', (text, reason) => {
    expect(parseVitalsCache(text)).toEqual({ kind: 'unreadable', reason })
  })

  test('whatever JSON arrives, it answers and never throws', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(['vitals', 'unreadable']).toContain(parseVitalsCache(text).kind)
      }),
    )
  })
})
