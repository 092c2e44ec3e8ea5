import { describe, expect, test } from 'vitest'
import {
  ageInYears,
  formatAge,
  formatClockMillis,
  formatCountdown,
  formatMoment,
  formatProofAge,
} from './time-format.ts'

const now = new Date(2026, 10, 22, 10, 42, 7, 208).getTime()

describe('ages', () => {
  test('an age below an hour is minutes and seconds (bug: rounding 59.9 s up to 01:00)', () => {
    expect(formatAge(now - 41_000, now)).toBe('00:41')
    expect(formatAge(now - 59_999, now)).toBe('00:59')
    expect(formatAge(now - 888_000, now)).toBe('14:48')
  })
  test('an instant ahead of the clock shows zero (bug: negative ages read as countdowns)', () => {
    expect(formatAge(now + 90_000, now)).toBe('00:00')
  })
  test('hours and days change the form (bug: 61 minutes shown as 61:00 or 01:00)', () => {
    expect(formatAge(now - 3_900_000, now)).toBe('1 h 05')
    expect(formatAge(now - 51 * 3_600_000, now)).toBe('2 d 03 h')
  })
})

describe('countdowns', () => {
  test('the last second still counts down (bug: 0:00 shown while time is left)', () => {
    expect(formatCountdown(now + 79_000, now)).toBe('1:19')
    expect(formatCountdown(now + 1, now)).toBe('0:01')
    expect(formatCountdown(now + 120_900, now), 'two minutes never read 2:01').toBe('2:00')
  })
  test('a deadline that has come is no countdown (bug: "escalates in 0:00" for ever)', () => {
    expect(formatCountdown(now, now)).toBeNull()
    expect(formatCountdown(now - 5_000, now)).toBeNull()
  })
  test('long countdowns name hours (bug: 65 minutes shown as 65:00)', () => {
    expect(formatCountdown(now + 3_900_000, now)).toBe('1 h 05')
  })
})

test('proof of life has tenths while young (bug: 1.96 s rounded to 2.0 s, the alarm limit)', () => {
  expect(formatProofAge(412)).toBe('0.4 s')
  expect(formatProofAge(1_960)).toBe('1.9 s')
  expect(formatProofAge(-20)).toBe('0.0 s')
  expect(formatProofAge(12_400)).toBe('12 s')
  expect(formatProofAge(200_000)).toBe('3 min')
})

test('another day is named (bug: yesterday 10:42 looks like today)', () => {
  expect(formatMoment(now, now)).toBe('10:42')
  expect(formatMoment(now - 86_400_000, now)).toBe('21 Nov 10:42')
  expect(formatMoment(now - 400 * 86_400_000, now)).toContain('2025')
})

test('milliseconds are padded (bug: .8 for .008)', () => {
  expect(formatClockMillis(now - 200)).toBe('10:42:07.008')
})

test('age in years counts completed birthdays (bug: one year too many before the birthday)', () => {
  expect(ageInYears('1958-11-23', now)).toBe(67)
  expect(ageInYears('1958-11-22', now)).toBe(68)
  expect(ageInYears('not a date', now)).toBeNull()
  expect(ageInYears('2030-01-01', now)).toBeNull()
})
