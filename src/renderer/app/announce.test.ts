import { expect, test } from 'vitest'
import { announcement } from './announce.ts'
import { testAlert } from '@renderer/features/alerts/test-alert.ts'

test('one alert is named in full (bug: "1 new alert" without whose)', () => {
  expect(announcement([testAlert(1)])).toContain('ICU 04')
})

test('many alerts are one sentence (bug: a flood keeps the screen reader talking)', () => {
  expect(announcement([testAlert(1), testAlert(2, { severity: 'info' })])).toBe(
    '2 new alerts, 1 of high priority.',
  )
  expect(announcement([testAlert(1, { severity: 'info' }), testAlert(2, { severity: 'info' })])).toBe(
    '2 new alerts.',
  )
  expect(announcement([])).toBeNull()
})
