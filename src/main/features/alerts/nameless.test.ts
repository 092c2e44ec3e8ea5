import { expect, test } from 'vitest'
import { namelessSnapshot } from './nameless.ts'
import { nurse, raisedAlert, sampleCard, T0 } from '@test/support/alert-samples.ts'

const secrets = [
  'P-77',
  'Canary',
  'MRN-1',
  '1950',
  'female',
  'penicillin',
  'DNR',
  'sepsis',
  'free text',
  'told-to',
  'EHR',
]

// Catches: a field of the patient, or a text in which somebody wrote a name, on a screen that everybody passes by.
test('a wall display gets bed and finding and nothing that tells who it is', () => {
  const card = sampleCard({
    patientId: 'P-77',
    name: 'Canary, Carla',
    mrn: 'MRN-1',
    birthDate: '1950-01-01',
    sex: 'female',
    bed: 'ICU 04',
    allergies: ['penicillin'],
    codeStatus: 'DNR',
    conditions: ['sepsis'],
  })
  const alert = {
    ...raisedAlert({ card, source: 'EHR' }),
    notes: [{ by: nurse, at: T0, text: 'free text' }],
    readBack: { by: nurse, toldTo: 'told-to', repeatedBy: 'told-to', at: T0 },
    timeline: [{ kind: 'noted' as const, at: T0, actor: nurse, text: 'free text' }],
  }
  const shown = namelessSnapshot({ revision: 1, items: [alert, alert], missed: null, followed: ['P-77'] })
  const text = JSON.stringify(shown)
  for (const secret of secrets) expect(text).not.toContain(secret)
  expect(text).toContain('ICU 04')
  expect(shown.items[0]?.patient.patientId).toBe(shown.items[1]?.patient.patientId)
})
