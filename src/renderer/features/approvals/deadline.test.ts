import { expect, test } from 'vitest'
import { deadlineView, timeLeft, undoSeconds, undoShare } from './deadline.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

test('a week reads in days, a day in hours, an hour in minutes (bug: "167 h 59" that nobody can read)', () => {
  expect(timeLeft(7 * DAY, 1)).toBe('6 d 23 h')
  expect(timeLeft(2 * DAY, 0)).toBe('2 d 00 h')
  expect(timeLeft(2 * DAY - 1, 0)).toBe('47 h 59')
  expect(timeLeft(252_000, 0)).toBe('4:12')
})

test('a deadline that has passed says for how long (bug: a countdown that stands at 0:00)', () => {
  const row = { createdAt: 0, deadlineAt: HOUR }
  expect(deadlineView(row, HOUR)).toEqual({ text: '0:01 over', tone: 'over' })
  expect(deadlineView(row, HOUR + 90_000)).toEqual({ text: '1:30 over', tone: 'over' })
})

test('near is the last hour, or the last fifth of a longer time (bug: seven days that turn red in the last minute)', () => {
  const week = { createdAt: 0, deadlineAt: 7 * DAY }
  expect(deadlineView(week, 5 * DAY).tone).toBe('calm')
  expect(deadlineView(week, 5.7 * DAY).tone).toBe('near')
  const short = { createdAt: 0, deadlineAt: 2 * HOUR }
  expect(deadlineView(short, HOUR - 1).tone).toBe('calm')
  expect(deadlineView(short, HOUR + 1).tone).toBe('near')
})

test('ten seconds count down to zero and never below (bug: an undo offered after it is final)', () => {
  const proposal = { at: 1_000, finalAt: 11_000 }
  expect(undoSeconds(proposal.finalAt, 1_000)).toBe(10)
  expect(undoSeconds(proposal.finalAt, 10_999)).toBe(1)
  expect(undoSeconds(proposal.finalAt, 12_000)).toBe(0)
  expect(undoShare(proposal, 6_000)).toBeCloseTo(0.5)
  expect(undoShare(proposal, 20_000)).toBe(0)
  expect(undoShare({ at: 5, finalAt: 5 }, 5)).toBe(0)
})
