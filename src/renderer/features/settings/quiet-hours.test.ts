import { expect, test } from 'vitest'
import { readClockTime } from './quiet-hours.ts'

test('times are read as people type them (bug: "7:05" refused)', () => {
  expect(['7:05', '0705', '22.00', ' 06:30 '].map(readClockTime)).toEqual([
    '07:05',
    '07:05',
    '22:00',
    '06:30',
  ])
})

test('what is no time of day is refused (bug: quiet hours from 24:00 or 7:60)', () => {
  expect(['24:00', '7:60', '', 'night', '1:2:3'].map(readClockTime)).toEqual([null, null, null, null, null])
})
