import { expect, test } from 'vitest'
import { ShownLately } from './shown-lately.ts'

const by = (user: string, patientId: string | null = null) => ({
  inquirer: { user, role: 'pharmacist', session: 's', serial: 1 },
  patientId,
})

// Catches: a list of seven drugs, typed one by one, that counts its first warning six times.
test('a warning counts once while its list is worked on', () => {
  let now = 0
  const lately = new ShownLately(() => now)
  expect(lately.isNew(by('mara'), 'rule:a')).toBe(true)
  for (let minute = 1; minute <= 60; minute += 1) {
    now = minute * 60_000
    expect(lately.isNew(by('mara'), 'rule:a')).toBe(false)
  }
  now += 31 * 60_000
  expect(lately.isNew(by('mara'), 'rule:a')).toBe(true)
})

// Catches: the warning of another person, patient or rule that is not counted.
test('another person, patient or rule is another showing', () => {
  const lately = new ShownLately(() => 0)
  expect(lately.isNew(by('mara', 'P1'), 'rule:a')).toBe(true)
  expect(lately.isNew(by('mara', 'P2'), 'rule:a')).toBe(true)
  expect(lately.isNew(by('tom', 'P1'), 'rule:a')).toBe(true)
  expect(lately.isNew(by('mara', 'P1'), 'rule:b')).toBe(true)
})
