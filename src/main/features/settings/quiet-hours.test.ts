import { expect, test } from 'vitest'
import { isQuiet } from './quiet-hours.ts'

// Catches: a night that ends at midnight, and quiet hours that are off by a minute.
test.each<[string, string, string, boolean]>([
  ['22:00', '06:00', '21:59', false],
  ['22:00', '06:00', '22:00', true],
  ['22:00', '06:00', '23:59', true],
  ['22:00', '06:00', '00:00', true],
  ['22:00', '06:00', '05:59', true],
  ['22:00', '06:00', '06:00', false],
  ['13:00', '14:30', '12:59', false],
  ['13:00', '14:30', '14:29', true],
  ['13:00', '14:30', '14:30', false],
  ['08:00', '08:00', '08:00', false],
])('from %s to %s, at %s: %s', (from, to, at, quiet) => {
  const [hours = 0, minutes = 0] = at.split(':').map(Number)
  expect(isQuiet({ from, to }, new Date(2026, 2, 1, hours, minutes))).toBe(quiet)
})

test('without quiet hours it is never quiet', () => {
  expect(isQuiet(null, new Date())).toBe(false)
})
