import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { HistoryEntry, PatientRecord } from '@shared/features/clinical-risk/model.ts'
import { smallJudge } from '@test/support/clinical-risk-judge.ts'
import { adviceRules, assess } from './engine.ts'

const now = Date.UTC(2026, 10, 22)
const DAY = 86_400_000

const entry = (text: string, rest: Partial<HistoryEntry> = {}): HistoryEntry => ({
  text,
  code: null,
  standing: 'present',
  from: { kind: 'history' },
  ...rest,
})

const person: PatientRecord = {
  patientId: 'p1',
  ageYears: 45,
  sex: 'female',
  unit: null,
  history: [],
  medications: [],
  allergies: [],
  vitals: [{ name: 'systolic', value: 120, at: now }],
  laboratory: [],
  quality: 0.99,
}

const assessed = (rest: Partial<PatientRecord>) => assess({ ...person, ...rest }, smallJudge, now)

const lab = (name: string, value: number, daysAgo: number | null) => ({
  name,
  value,
  unit: '',
  at: daysAgo === null ? null : now - daysAgo * DAY,
})

/** Each rule once applied, once not, once without what it needs. */
test.each<readonly [string, Partial<PatientRecord>, boolean | 'cannot tell']>([
  ['allergy-conflict', { medications: ['amoxicillin'], allergies: ['penicillin'] }, true],
  ['contraindicated-pair', { medications: ['warfarin', 'apixaban'] }, true],
  ['major-interaction', { medications: ['warfarin', 'ibuprofen'] }, true],
  ['major-interaction', { medications: ['warfarin', 'metformin'] }, false],
  ['duplicate-therapy', { medications: ['metformin 1', 'metformin 2'] }, true],
  ['open-interaction', { medications: ['diazepam', 'oxycodone'] }, true],
  ['medication-review', { medications: Array.from({ length: 10 }, (_, at) => `metformin ${at} mg`) }, true],
  ['medication-review', { medications: Array.from({ length: 9 }, (_, at) => `metformin ${at} mg`) }, false],
  ['benzodiazepine-65', { ageYears: 65, medications: ['diazepam'] }, true],
  ['benzodiazepine-65', { ageYears: 64, medications: ['diazepam'] }, false],
  ['benzodiazepine-65', { ageYears: null, medications: ['diazepam'] }, 'cannot tell'],
  ['falls-drugs', { ageYears: 80, medications: ['sertraline'], history: [entry('hip fracture')] }, true],
  ['falls-drugs', { ageYears: 80, medications: ['sertraline'], history: null }, 'cannot tell'],
  ['three-cns-drugs', { ageYears: 80, medications: ['diazepam', 'sertraline', 'oxycodone'] }, true],
  ['sedating-antihistamine', { ageYears: 80, medications: ['diphenhydramine'] }, true],
  ['nsaid-kidney', { medications: ['ibuprofen'], history: [entry('CKD')] }, true],
  ['nsaid-kidney', { medications: ['ibuprofen'], laboratory: [lab('egfr', 25, 3)] }, true],
  ['nsaid-kidney', { medications: ['ibuprofen gel'], history: [entry('CKD')] }, false],
  ['nsaid-kidney', { medications: ['ibuprofen'], history: null }, 'cannot tell'],
  ['triple-whammy', { medications: ['ibuprofen', 'lisinopril', 'furosemide'] }, true],
  ['triple-whammy', { medications: ['ibuprofen', 'lisinopril', 'zzq'] }, 'cannot tell'],
  ['nsaid-heart-failure', { medications: ['naproxen'], history: [entry('HFrEF')] }, true],
  ['glitazone-heart-failure', { medications: ['pioglitazone'], history: [entry('heart failure')] }, true],
  ['nsaid-without-ppi', { ageYears: 70, medications: ['naproxen'] }, true],
  ['nsaid-without-ppi', { ageYears: 70, medications: ['naproxen', 'omeprazole'] }, false],
  ['metformin-egfr', { medications: ['metformin'], laboratory: [lab('egfr', 29, 3)] }, true],
  ['metformin-egfr', { medications: ['metformin'], laboratory: [lab('egfr', 30, 3)] }, false],
  ['metformin-egfr', { medications: ['metformin'] }, 'cannot tell'],
  ['potassium-raas', { medications: ['lisinopril'], laboratory: [lab('potassium', 5.6, 1)] }, true],
  ['digoxin-potassium', { medications: ['digoxin'], laboratory: [lab('potassium', 3.4, 1)] }, true],
  ['doac-kidney-check', { medications: ['apixaban'], laboratory: [lab('creatinine', 90, 400)] }, true],
  ['doac-kidney-check', { medications: ['apixaban'], laboratory: [lab('creatinine', 90, 300)] }, false],
  ['beta-blocker-asthma', { medications: ['propranolol'], history: [entry('asthma')] }, true],
  [
    'anticoagulation-af',
    { ageYears: 80, history: [entry('atrial fibrillation'), entry('hypertension')] },
    true,
  ],
  [
    'anticoagulation-af',
    { ageYears: 80, medications: ['apixaban'], history: [entry('atrial fibrillation')] },
    false,
  ],
  ['anticoagulation-af', { ageYears: null, history: [entry('atrial fibrillation')] }, 'cannot tell'],
  ['hba1c-due', { history: [entry('diabetes')], laboratory: [lab('hba1c', 7, 400)] }, true],
  ['hba1c-due', { history: [entry('diabetes')], laboratory: [lab('hba1c', 7, 100)] }, false],
  ['hba1c-due', { history: [entry('diabetes')] }, 'cannot tell'],
  ['hba1c-due', { history: [entry('diabetes')], laboratory: [lab('hba1c', 7, null)] }, 'cannot tell'],
  ['hba1c-high', { history: [entry('diabetes')], laboratory: [lab('hba1c', 9.1, 100)] }, true],
  ['albuminuria-due', { history: [entry('diabetes')], laboratory: [lab('hba1c', 7, 100)] }, true],
  ['statin-diabetes', { history: [entry('diabetes')] }, true],
  ['statin-diabetes', { history: [entry('diabetes')], medications: ['simvastatin'] }, false],
  ['statin-diabetes', { history: [entry('diabetes')], medications: null }, 'cannot tell'],
  ['statin-secondary', { history: [entry('heart attack')] }, true],
  [
    'statin-primary',
    {
      ageYears: 74,
      sex: 'male',
      history: [entry('hypertension'), entry('smoker')],
      medications: ['amlodipine'],
      vitals: [{ name: 'systolic', value: 170, at: now }],
      laboratory: [lab('total_cholesterol', 260, 9), lab('hdl_cholesterol', 35, 9)],
    },
    true,
  ],
  ['statin-primary', { ageYears: 55, laboratory: [lab('total_cholesterol', 213, 9)] }, 'cannot tell'],
  ['severe-hypertension', { vitals: [{ name: 'systolic', value: 181, at: now }] }, true],
  ['severe-hypertension', { vitals: [{ name: 'systolic', value: 180, at: now }] }, false],
  // Three weeks old: nobody is to be called for it today.
  ['severe-hypertension', { vitals: [{ name: 'systolic', value: 190, at: now - 21 * DAY }] }, false],
  [
    'potassium-raas',
    { medications: ['lisinopril'], laboratory: [lab('potassium', 6.2, 400)] },
    'cannot tell',
  ],
  [
    'anticoagulation-af',
    { ageYears: 80, history: [entry('I48.0', { code: 'I48.0' }), entry('I10', { code: 'I10' })] },
    true,
  ],
  [
    'anticoagulation-af',
    { ageYears: 50, sex: 'male', history: [entry('AF'), entry('portal hypertension'), entry('diabetes')] },
    false,
  ],
  [
    'anticoagulation-af',
    { ageYears: 50, sex: 'male', history: [entry('AF'), entry('hypertension'), entry('diabetes')] },
    true,
  ],
  ['bone-protection', { ageYears: 70, history: [entry('hip fracture')] }, true],
  ['vaccine-pneumococcal', { ageYears: 50 }, true],
  ['vaccine-pneumococcal', { ageYears: 30, history: [entry('COPD')] }, true],
  ['vaccine-pneumococcal', { ageYears: 30 }, false],
  ['vaccine-rsv', { ageYears: 75 }, true],
  ['vaccine-influenza', { ageYears: 65 }, true],
  ['egfr-low', { laboratory: [lab('egfr', 20, 3)] }, true],
])('%s: %j', (id, rest, expected) => {
  const found = assessed(rest).recommendations
  expect(found.some((each) => each.id === id)).toBe(expected === true)
  expect(found.some((each) => each.id === `cannot-tell:${id}`)).toBe(expected === 'cannot tell')
  for (const each of found) {
    expect(each.source.length).toBeGreaterThan(20)
    expect(each.because).toMatch(/\S\.$/)
  }
})

test('at least twenty rules, each with its own name, inputs and source', () => {
  expect(adviceRules.length).toBeGreaterThanOrEqual(20)
  expect(new Set(adviceRules.map(({ id }) => id)).size).toBe(adviceRules.length)
  for (const { inputs, source } of adviceRules) {
    expect(inputs.length).toBeGreaterThan(0)
    expect(source.length).toBeGreaterThan(20)
  }
})

const doc = readFileSync(new URL('../../../../docs/clinical-sources.md', import.meta.url), 'utf8')

// A source corrected in one place only leaves the hospital's review with the wrong paper.
test('docs/clinical-sources.md lists every rule that has a literature of its own', () => {
  const section = doc.split('\n## ').find((part) => part.startsWith('Clinical risk\n')) ?? ''
  const rows = section
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells.length === 4 && cells[1]?.startsWith('`'))
  const own = adviceRules.filter(({ source }) => !source.startsWith('Local interaction knowledge'))
  expect(rows.map((cells) => [cells[1]?.replaceAll('`', ''), cells[2]])).toEqual(
    own.map(({ id, source }) => [id, source]),
  )
})
