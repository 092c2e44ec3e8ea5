import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CareRecord, OutreachNote } from '@shared/features/population/model.ts'
import {
  assigned,
  contacted,
  isOverdue,
  MOST_NOTES,
  planned,
  snoozed,
  snoozedUntil,
  untouched,
  wokenByCrossing,
} from './engine-care.ts'

const NOW = Date.UTC(2026, 10, 22, 23, 30)
const note = (id: string, at: number): OutreachNote => ({
  id,
  at,
  by: 'ann',
  kind: 'call',
  reached: true,
  text: '',
})
const asleep: CareRecord = snoozed(untouched('P1'), {
  until: NOW + 1,
  reason: 'abroad',
  by: 'ann',
  at: NOW - 10,
})

// Catches: a change that writes a new revision although nothing has changed, which makes others' clicks fail.
test('what changes nothing gives the same record', () => {
  const record = assigned(untouched('P1'), 'ann', NOW)
  expect(assigned(record, 'ann', NOW + 5)).toBe(record)
  expect(snoozed(record, null)).toBe(record)
  expect(planned(record, null)).toBe(record)
  expect(wokenByCrossing(record, NOW)).toBe(record)
  const told = contacted(record, note('n', NOW))
  expect(contacted(told, note('n', NOW + 9))).toBe(told)
})

// Catches: a revision that stays the same over a change, so that two different records bear one.
test('every change has the next revision', () => {
  const steps = [
    assigned(untouched('P1'), 'ann', NOW),
    snoozed(untouched('P1'), asleep.snooze),
    planned(untouched('P1'), '2026-12-01'),
    contacted(untouched('P1'), note('n', NOW)),
    wokenByCrossing({ ...asleep, rev: 0 }, NOW),
  ]
  expect(steps.map(({ rev }) => rev)).toEqual([1, 1, 1, 1, 1])
})

describe('times', () => {
  // Catches: one who is kept from the list a moment too long, or taken from it by the crossing that led to the snooze.
  test.each([
    [NOW, NOW + 1],
    [NOW + 1, null],
    [NOW + 2, null],
  ])('of a snooze until NOW + 1, at %d', (now, until) => {
    expect(snoozedUntil(asleep, now)).toBe(until)
  })

  test('of a crossing: only one that comes after the snooze ends it', () => {
    expect(wokenByCrossing(asleep, NOW - 11)).toBe(asleep)
    expect(wokenByCrossing(asleep, NOW - 10)).toBe(asleep)
    expect(wokenByCrossing(asleep, NOW - 9).snooze).toBeNull()
  })

  // Catches: a contact that is overdue on its own day.
  test.each([
    ['2026-11-21', true],
    ['2026-11-22', false],
    ['2026-11-23', false],
    [null, false],
  ])('of the next contact on %s', (date, overdue) => {
    expect(isOverdue(planned(untouched('P1'), date), NOW)).toBe(overdue)
  })

  // Catches: an hour of assignment that outlives the assignment.
  test('of an assignment end with it', () => {
    const record = assigned(assigned(untouched('P1'), 'ann', NOW), null, NOW + 1)
    expect(record).toMatchObject({ rev: 2, manager: null, assignedAt: null })
  })
})

// Catches: notes that depend on the order in which stations were heard, that are lost, or that grow beyond the limit.
test('notes come out the same in whatever order they come in, and none is uncounted', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 260 })
  fc.assert(
    fc.property(ids, fc.integer({ min: 1, max: 50 }), (order, spread) => {
      const all = order.map((id) => note(`n${id}`, NOW + (id % spread)))
      const forward = all.reduce(contacted, untouched('P1'))
      const backward = all.toReversed().reduce(contacted, untouched('P1'))
      expect(backward.outreach).toEqual(forward.outreach)
      expect(forward.outreach.length + forward.olderNotes).toBe(all.length)
      expect(forward.outreach.length).toBe(Math.min(all.length, MOST_NOTES))
      const dropped = all.filter(({ id }) => !forward.outreach.some((kept) => kept.id === id))
      const oldestKept = forward.outreach.at(-1)?.at ?? 0
      for (const each of dropped) expect(each.at).toBeLessThanOrEqual(oldestKept)
    }),
  )
})
