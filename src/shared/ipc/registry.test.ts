import { expect, test } from 'vitest'
import { nothingKnown } from '@shared/features/interactions/model.ts'
import { recordOf } from './registry.ts'

const drugs = [{ text: 'warfarin', chosen: null, route: null }]

// Catches: a check of a patient's drugs that leaves no entry because look-ups for nobody leave none.
test('a check of drugs is on record when it is for a patient', () => {
  const check = { drugs, context: nothingKnown, patientId: 'P1' }
  expect(recordOf('interactions.check', check)).toMatchObject({ level: 'read', subject: { patient: 'P1' } })
  expect(recordOf('interactions.check', { ...check, patientId: null })).toBeNull()
})
