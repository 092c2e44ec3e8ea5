import { describe, expect, test } from 'vitest'
import { clockOf, nextWarning, standingOf, warningsDue } from './engine-clocks.ts'

const at = (text: string): number => Date.parse(text)
const utc = (): number => 0

describe('deadlines', () => {
  test.each([
    ['expedited', '2026-11-20T16:00:00Z', true, '2026-11-23T16:00:00Z'],
    ['standard', '2026-11-20T16:00:00Z', false, '2026-11-27T16:00:00Z'],
    ['standard over the new year', '2026-12-29T08:00:00Z', false, '2027-01-05T08:00:00Z'],
  ])('%s runs through weekends and holidays', (_name, from, urgent, to) => {
    expect(clockOf(at(from), urgent, utc).deadlineAt).toBe(at(to))
  })

  test('a warning that would fall on a weekend comes on Friday at 14:00', () => {
    // Submitted on a Monday; 24 h before the standard deadline is Sunday, 48 h before is Saturday.
    const clock = clockOf(at('2026-11-16T09:00:00Z'), false, utc)
    expect(clock.escalateAt).toEqual([at('2026-11-20T14:00:00Z')])
    const inNewYork = clockOf(at('2026-11-16T09:00:00Z'), false, () => -300)
    expect(inNewYork.escalateAt).toEqual([at('2026-11-20T19:00:00Z')])
  })

  test('a warning never comes before the request', () => {
    // Friday evening, expedited: 24 h before the deadline is Sunday evening, and Friday 14:00 has passed.
    const clock = clockOf(at('2026-11-20T20:00:00Z'), true, utc)
    expect(clock.escalateAt).toEqual([at('2026-11-22T20:00:00Z'), at('2026-11-23T14:00:00Z')])
  })
})

describe('standing', () => {
  const clock = clockOf(at('2026-11-17T12:00:00Z'), true, utc)
  test.each([
    ['2026-11-17T13:00:00Z', 'in-time', 0, '2026-11-19T12:00:00Z'],
    ['2026-11-19T12:00:00Z', 'escalated', 1, '2026-11-20T06:00:00Z'],
    ['2026-11-20T11:59:59Z', 'escalated', 2, '2026-11-20T12:00:00Z'],
    ['2026-11-20T12:00:00Z', 'overdue', 3, null],
  ])('at %s it is %s', (now, standing, due, next) => {
    expect(standingOf(clock, null, at(now))).toBe(standing)
    expect(warningsDue(clock, at(now))).toBe(due)
    expect(nextWarning(clock, at(now))).toBe(next === null ? null : at(next))
  })

  test('what is decided is closed, however late', () => {
    expect(standingOf(clock, at('2026-11-25T00:00:00Z'), at('2026-11-26T00:00:00Z'))).toBe('closed')
  })
})
