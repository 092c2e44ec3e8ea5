import { expect, test } from 'vitest'
import { readPublisherTime } from './publisher-time.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const limits = { aheadMinutes: 5, ancientMinutes: 60 }

// Catches: a time without a zone read as local time, which shifts every alert by hours; precision or zones refused.
test.each([
  ['2026-03-01T11:59:00', '2026-03-01T11:59:00Z'],
  ['2026-03-01T11:59:00.315396', '2026-03-01T11:59:00.315Z'],
  ['2026-03-01T11:59:00.3', '2026-03-01T11:59:00.300Z'],
  ['2026-03-01 11:59:00', '2026-03-01T11:59:00Z'],
  ['2026-03-01T11:59', '2026-03-01T11:59:00Z'],
  ['2026-03-01T11:59:00Z', '2026-03-01T11:59:00Z'],
  ['2026-03-01T12:59:00+01:00', '2026-03-01T11:59:00Z'],
  ['2026-03-01T17:29:00+0530', '2026-03-01T11:59:00Z'],
  ['2026-03-01T06:59:00.123456-05:00', '2026-03-01T11:59:00.123Z'],
  ['  2026-03-01T11:59:00  ', '2026-03-01T11:59:00Z'],
])('%j means %s', (text, meant) => {
  expect(readPublisherTime(text, NOW, limits)).toEqual({
    at: Date.parse(meant),
    doubt: null,
    unreadable: false,
  })
})

// Catches: limits that are off by one, or a clock a little ahead being doubted.
test.each([
  ['2026-03-01T12:05:00', null],
  ['2026-03-01T12:05:00.001', 'time-ahead'],
  ['2026-03-01T11:00:00', null],
  ['2026-03-01T10:59:59.999', 'time-ancient'],
] as const)('%s at noon: %s', (text, doubt) => {
  const time = readPublisherTime(text, NOW, limits)
  expect(time.doubt).toBe(doubt)
  if (doubt !== null) expect(time.at).toBe(NOW)
})

// Catches: dates that do not exist, and other formats, read as some date.
test.each([
  '2026-02-30T25:00:00',
  '2026-13-01T00:00:00',
  '01.03.2026 11:59',
  'now',
  '20260301T115900',
  1_772_366_340,
  true,
  {},
])('%j cannot be read, which is said', (value) => {
  expect(readPublisherTime(value, NOW, limits)).toEqual({ at: NOW, doubt: 'time-missing', unreadable: true })
})

test.each([undefined, null, ''])(
  '%j is a missing time, which is not the same as an unreadable one',
  (value) => {
    expect(readPublisherTime(value, NOW, limits)).toEqual({
      at: NOW,
      doubt: 'time-missing',
      unreadable: false,
    })
  },
)
