import { expect, test } from 'vitest'
import { readDay } from './day-input.ts'

// Catches: "to 22 November" that leaves that day out.
test('a day alone begins at midnight and ends with its last millisecond', () => {
  expect(readDay('2026-11-22', false)).toEqual({ kind: 'at', at: new Date(2026, 10, 22).getTime() })
  expect(readDay(' 2026-11-22 ', true)).toEqual({ kind: 'at', at: new Date(2026, 10, 23).getTime() - 1 })
})

test('a day and time is that minute', () => {
  const at = new Date(2026, 10, 22, 14, 30).getTime()
  expect(readDay('2026-11-22 14:30', false)).toEqual({ kind: 'at', at })
  expect(readDay('2026-11-22T14:30', true)).toEqual({ kind: 'at', at: at + 59_999 })
})

// Catches: a mistyped day read as no limit, or moved to another day without a word.
test.each(['22.11.2026', '2026-02-30', '2026-13-01', '2026-11-22 24:10', 'yesterday'])(
  '%j is not a day',
  (text) => {
    expect(readDay(text, false)).toEqual({ kind: 'bad' })
  },
)

test('nothing is no limit', () => {
  expect(readDay('  ', true)).toEqual({ kind: 'open' })
})
