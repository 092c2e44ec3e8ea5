import { describe, expect, test } from 'vitest'
import { draftOf, readDraft, readLimit } from './policy-draft.ts'
import { defaultAlertPolicy } from '@shared/features/alerts/policy.ts'

const draft = draftOf(defaultAlertPolicy)

test('an untouched draft is the policy it came from (bug: saving changes what nobody edited)', () => {
  const policy = {
    ...defaultAlertPolicy,
    unitThresholds: { potassium: { criticalHigh: 6.2, warningLow: null } },
    patientThresholds: { P1: { creatinine: { criticalHigh: null } } },
  }
  expect(readDraft(draftOf(policy), policy)).toEqual({ ok: true, policy })
})

describe('limits as typed', () => {
  test('empty is the default, off is none (bug: an empty field read as zero)', () => {
    expect([readLimit(' '), readLimit('off'), readLimit('6,2'), readLimit('0')]).toEqual([
      undefined,
      null,
      6.2,
      0,
    ])
  })
  test('nonsense is refused with the finding’s name (bug: NaN saved as a limit)', () => {
    const reading = readDraft({ ...draft, unit: { potassium: { criticalHigh: '6..2' } } }, defaultAlertPolicy)
    expect(reading).toEqual({
      ok: false,
      problems: ['Potassium, critical high: a number, “off”, or nothing.'],
    })
  })
  test('a critical limit inside the warning limit is refused (bug: warnings that outrank criticals)', () => {
    const reading = readDraft({ ...draft, unit: { potassium: { criticalHigh: '4' } } }, defaultAlertPolicy)
    expect(reading.ok).toBe(false)
  })
  test('a patient’s problem names the patient (bug: a problem nobody can find)', () => {
    const reading = readDraft(
      { ...draft, patients: { P7: { potassium: { criticalHigh: 'x' } } } },
      defaultAlertPolicy,
    )
    expect(reading).toMatchObject({ ok: false, problems: [expect.stringContaining('Patient P7')] })
  })
})

test('times outside their range are refused (bug: escalation after 0 s)', () => {
  const chain = [{ role: 'physician' as const, after: '5' }]
  expect(readDraft({ ...draft, chain }, defaultAlertPolicy)).toMatchObject({ ok: false })
  const times = { ...draft.times, bundleMinutes: '1.5' }
  expect(readDraft({ ...draft, times }, defaultAlertPolicy)).toMatchObject({ ok: false })
})
