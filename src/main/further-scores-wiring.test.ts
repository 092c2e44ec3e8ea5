import { expect, test } from 'vitest'
import type { HistoryEntry, PatientRecord } from '@shared/features/clinical-risk/model.ts'
import { smallJudge } from '@test/support/clinical-risk-judge.ts'
import { readRecord } from './features/clinical-risk/engine-count.ts'
import { factsOf } from './features/clinical-risk/engine-facts.ts'
import { clinicalRecordOf, namesCondition } from './further-scores-wiring.ts'

const now = Date.UTC(2026, 10, 22)

const withHistory = (entry: Partial<HistoryEntry>): PatientRecord => ({
  patientId: 'p1',
  ageYears: 60,
  sex: 'male',
  unit: null,
  history: [{ text: '', code: null, standing: 'present', from: { kind: 'history' }, ...entry }],
  medications: [],
  allergies: [],
  vitals: [],
  laboratory: [],
  quality: null,
})

/** By the recommendations of clinical risk, and by the scores of the population's why card. */
const smokes = (entry: Partial<HistoryEntry>) => {
  const record = withHistory(entry)
  const facts = factsOf(record, readRecord(record, smallJudge), now)
  return [
    facts.says('smoker', 'smoking', 'tobacco use', 'nicotine dependence'),
    clinicalRecordOf(record, smallJudge, now).has('smoker'),
  ]
}

// Catches: an ex-smoker whose ten-year risk is that of a smoker; the pooled cohort equations ask who smokes now.
test.each<Partial<HistoryEntry>>([
  { text: 'ex-smoker' },
  { text: 'Ex-smoker (finding)' },
  { text: 'non-smoker' },
  { text: 'Non smoker' },
  { text: 'never smoker' },
  { text: 'former smoker' },
  { text: 'history of smoking' },
  { text: 'stopped smoking in 2010' },
  { text: 'quit smoking' },
  { text: 'passive smoking' },
  { text: 'smoker', standing: 'past' },
  { text: 'Nicotine dependence, cigarettes, in remission', code: 'F17.211' },
  { text: 'Nicotine dependence, chewing tobacco, uncomplicated', code: 'F17.220' },
  { text: 'F17.201', code: 'F17.201' },
  { text: 'F17.221', code: 'F17.221' },
  { text: 'Personal history of nicotine dependence', code: 'Z87.891' },
])('%j does not smoke', (entry) => {
  expect(smokes(entry)).not.toContain(true)
})

test.each<Partial<HistoryEntry>>([
  { text: 'smoker' },
  { text: 'Heavy smoker, 30 pack years' },
  { text: 'current smoking' },
  { text: 'Nicotine dependence, cigarettes, uncomplicated', code: 'F17.210' },
  { text: 'F17.210', code: 'F17.210' },
  { text: 'F17.2', code: 'F17.2' },
  { text: 'Z72.0', code: 'Z72.0' },
])('%j smokes', (entry) => {
  expect(smokes(entry)).toContain(true)
})

// Catches: hypertension of the portal vein that counts as high blood pressure because the roster says it.
test('an entry of a roster is read as one of a record is', () => {
  expect(namesCondition('portal hypertension', 'hypertension')).toBe(false)
  expect(namesCondition('essential hypertension', 'hypertension')).toBe(true)
  expect(namesCondition('suspected atrial fibrillation', 'atrial fibrillation')).toBe(false)
  expect(namesCondition('heart failure', 'heart-failure')).toBe(true)
  expect(namesCondition('no heart failure', 'heart-failure')).toBe(false)
  expect(namesCondition('ex-smoker', 'smoker')).toBe(false)
  expect(namesCondition('smoker', 'smoker')).toBe(true)
})
