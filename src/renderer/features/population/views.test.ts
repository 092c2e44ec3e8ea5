import fc from 'fast-check'
import { expect, test } from 'vitest'
import { heldRows, isSameButRank, nextOffset, rowsAtOnce } from './board-rows.ts'
import { dayAfter, isDay, momentOf, numberOf } from './day-input.ts'
import { barWords, changeOf, contactOf, crossingWords, segmentsOf, whoLine } from './describe.ts'
import { rowOf } from './test-board.ts'

const part = (metric: 'a1c' | 'bmi' | 'blood_pressure', points: number) => ({
  metric,
  points,
  value: 1,
  at: 1,
})

// Catches: a bar that is longer than its score, and pieces whose order depends on which reading came first.
test('the pieces of a bar stand in one order and end at 100', () => {
  const segments = segmentsOf([part('blood_pressure', 40), part('a1c', 37), part('bmi', 50)])
  expect(segments).toEqual([
    { metric: 'a1c', from: 0, width: 37 },
    { metric: 'bmi', from: 37, width: 50 },
    { metric: 'blood_pressure', from: 87, width: 13 },
  ])
  expect(segmentsOf([part('a1c', 0)])).toEqual([])
})

// Catches: a score with a missing metric that reads as the whole truth.
test('what is missing is said in the words of the bar', () => {
  expect(barWords(rowOf(60))).toBe('at least 40 of HbA1c 40 points BMI, Systolic pressure not known')
  expect(barWords(rowOf(60, { missing: [] }))).not.toContain('at least')
})

test('a change has its direction and its size (bug: "none yesterday" that reads as no change)', () => {
  expect(changeOf({ score: 80, yesterday: 75.8 })).toMatchObject({ kind: 'rose', sign: '▲ 4.2' })
  expect(changeOf({ score: 70, yesterday: 75 })).toMatchObject({ kind: 'fell', sign: '▼ 5' })
  expect(changeOf({ score: 70.01, yesterday: 70 }).kind).toBe('same')
  expect(changeOf({ score: 70, yesterday: null }).kind).toBe('none')
})

test('a contact is late from the day after (bug: late on the day itself, by the hour of the day)', () => {
  const late = new Date(2026, 10, 22, 23, 59).getTime()
  const early = new Date(2026, 10, 22, 0, 1).getTime()
  for (const now of [late, early]) {
    expect(contactOf('2026-11-22', now)).toMatchObject({ late: false, text: 'contact today' })
    expect(contactOf('2026-11-21', now)).toMatchObject({ late: true, text: 'contact 1 d late' })
    expect(contactOf('2026-11-23', now)?.late).toBe(false)
  }
  expect(contactOf(null, late)).toBeNull()
})

test('age, unit and conditions that are not known are said to be unknown', () => {
  expect(whoLine(rowOf(1))).toBe('age not known · unit not known')
  expect(whoLine(rowOf(1, { ageYears: 61, unit: '4b', conditions: ['CKD', 'COPD'] }))).toBe(
    '61 y · 4b · CKD, COPD',
  )
})

test('crossings are named alone and counted together (bug: a flood that keeps a reader talking)', () => {
  const one = { patientId: 'P-1', kind: 'entered', score: 81.25 } as const
  expect(crossingWords([], String)).toBe('')
  expect(crossingWords([one], () => 'Okafor')).toBe('Okafor has passed 75: 81.3.')
  expect(crossingWords([one, { ...one, kind: 'left' }], String)).toBe(
    '1 patient passed 75, 1 patient came down again.',
  )
})

// Catches: rows asked for again and again at the ends of the list, or never in its middle.
test('rows are asked for when the view nears the end of what is here', () => {
  const here = { offset: 0, count: 120, matching: 1_000 }
  expect(nextOffset({ first: 0, last: 20 }, here)).toBeNull()
  expect(nextOffset({ first: 90, last: 110 }, here)).toBe(69)
  expect(nextOffset({ first: 980, last: 999 }, { ...here, offset: 880 })).toBeNull()
  expect(nextOffset({ first: 0, last: 2 }, { offset: 0, count: 3, matching: 3 })).toBeNull()
  expect(nextOffset({ first: 0, last: 0 }, { offset: 0, count: 0, matching: 0 })).toBeNull()
  expect(nextOffset({ first: 0, last: 9 }, { offset: 500, count: 0, matching: 10 })).toBe(0)
})

// Catches: a tall screen whose lower rows never come, or one for which rows are asked for without end.
test('after one question there is enough for any screen and any place', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 120 }),
      fc.integer({ min: 0, max: 3_000 }),
      fc.integer({ min: 1, max: 3_000 }),
      (height, top, matching) => {
        const first = Math.max(0, Math.min(top, matching - height))
        const inView = { first, last: Math.min(matching, first + height) - 1 }
        const here = { offset: 0, count: Math.min(matching, 60), matching }
        const next = nextOffset(inView, here) ?? 0
        const count = Math.min(rowsAtOnce(inView.first, inView.last), matching - next)
        const asked = nextOffset(inView, here) === null ? here : { offset: next, count, matching }
        expect(asked.offset).toBeLessThanOrEqual(inView.first)
        expect(asked.offset + asked.count).toBeGreaterThan(inView.last)
        expect(nextOffset(inView, asked)).toBeNull()
      },
    ),
  )
})

// Catches: a row that is not drawn again although something of it has changed.
test('rows are the same apart from their rank, or are not', () => {
  const row = rowOf(4)
  expect(isSameButRank(row, { ...row, rank: 7 })).toBe(true)
  expect(isSameButRank(row, { ...row, score: 12 })).toBe(false)
  expect(isSameButRank(row, { ...row, care: { ...row.care, rev: 1 } })).toBe(false)
})

test('a row that left stays as it was while held (bug: a hole under the pointer)', () => {
  const shown = [rowOf(1), rowOf(2), rowOf(3)]
  const { rows, waiting } = heldRows(shown, [rowOf(1), rowOf(3)], new Set(), true)
  expect(rows.map(({ patientId }) => patientId)).toEqual(['P-1', 'P-2', 'P-3'])
  expect(waiting).toBe(1)
})

test('days, moments and numbers are read as typed (bug: 31 February, and a comma that makes 74 of 7,4)', () => {
  expect(dayAfter(new Date(2026, 11, 31, 23).getTime(), 1)).toBe('2027-01-01')
  expect(isDay('2026-02-31')).toBe(false)
  expect(isDay('2026-02-28')).toBe(true)
  expect(momentOf('2026-11-22 10:30')).toBe(new Date(2026, 10, 22, 10, 30).getTime())
  expect(momentOf('2026-11-22 25:00')).toBeNull()
  expect(momentOf('yesterday')).toBeNull()
  expect(numberOf('7,4')).toBe(7.4)
  expect(numberOf('7.4 %')).toBeNull()
  expect(numberOf('')).toBeNull()
})
