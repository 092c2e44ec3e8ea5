import { expect, test } from 'vitest'
import { isTold, kindsOf, MOST_IN_WARD, type Told, TOLD_MS, wantedOf } from './owed-alert.ts'

const told: Told = { unit: 'icu', score: 0.9, run: 'risk:1', at: 1_000 }
const now = 2_000

// Catches: a worse patient, or one who moved, of whom nobody is told; and the same patient called for ever.
test('a patient has been told of while ward, score and time say nothing new', () => {
  const same = { patientId: 'P', unit: 'icu', score: 0.9 }
  expect(isTold(told, same, now)).toBe(true)
  expect(isTold(told, { ...same, score: 0.85 }, now)).toBe(true)
  expect(isTold(told, { ...same, unit: null }, now)).toBe(true)
  expect(isTold(told, { ...same, score: 0.900001 }, now)).toBe(false)
  expect(isTold(told, { ...same, unit: 'ward 7' }, now)).toBe(false)
  expect(isTold({ ...told, unit: null }, same, now)).toBe(false)
  expect(isTold(told, same, told.at + TOLD_MS)).toBe(false)
  expect(isTold(undefined, same, now)).toBe(false)
})

// Catches: the most urgent left out for others, a ward whose last alert says nothing of the rest, and patients who count
// as told of although nobody was.
test('of each ward the highest scores have alerts, the last one speaks for the rest', () => {
  const high = Array.from({ length: 5 }, (_, at) => ({
    patientId: `P${at}`,
    unit: 'icu',
    score: 0.81 + at / 100,
  }))
  const [ward = ''] = wantedOf(high).keys()
  expect(wantedOf([...high, { patientId: 'Q', unit: '__proto__', score: 0.9 }]).get(ward)).toBe(5)
  const kinds = (own: number, before: number) =>
    kindsOf(high, { [ward]: [own, before] }).map(({ high: { patientId }, kind }) => [patientId, kind])
  expect(kinds(3, MOST_IN_WARD - 3)).toEqual([
    ['P4', 'own'],
    ['P3', 'own'],
    ['P2', 'last'],
    ['P1', 'listed'],
    ['P0', 'listed'],
  ])
  // The run, not the ward, has had its most: nobody speaks for the rest.
  expect(kinds(2, 0).map(([, kind]) => kind)).toEqual(['own', 'own', null, null, null])
  expect(kindsOf(high, {}).map(({ kind }) => kind)).toEqual([null, null, null, null, null])
})
