import { expect, test } from 'vitest'
import type { HistoryEntry, PatientRecord } from '@shared/features/clinical-risk/model.ts'
import { smallJudge } from '@test/support/clinical-risk-judge.ts'
import { assess, versionOf } from './engine.ts'
import { historyTable, mortalityOf } from './engine-tables.ts'

const now = Date.UTC(2026, 10, 22)

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

// Charlson 1994: 0 points below 50, then one for each decade, at most 4 from 80.
test.each([
  [0, 0],
  [49.9, 0],
  [50, 0.25],
  [59, 0.25],
  [60, 0.5],
  [69, 0.5],
  [70, 0.75],
  [79.5, 0.75],
  [80, 1],
  [130, 1],
])('age %d gives %d', (ageYears, risk) => {
  expect(assessed({ ageYears }).parts.age).toMatchObject({ low: risk, high: risk })
})

// Published: 10-year survival of the index 0 to 6 is 98, 96, 90, 77, 53, 21 and 2 % (Charlson 1994).
test.each([
  [0, 98],
  [1, 96],
  [2, 90],
  [3, 77],
  [4, 53],
  [5, 21],
  [6, 2],
])('%d Charlson points leave %d %% alive after ten years', (points, survival) => {
  expect(Math.round(100 * (1 - mortalityOf(points)))).toBe(survival)
  expect(historyTable[points]?.risk).toBe(mortalityOf(points))
})

// Charlson 1987: of one disease in two grades only the graver counts.
test.each([
  ['metastases beside the tumour', ['breast cancer', 'bone metastases'], 6],
  ['both grades of diabetes', ['diabetes', 'diabetic retinopathy'], 2],
  ['both grades of liver disease', ['hepatitis C', 'portal hypertension'], 3],
  ['one disease named twice', ['COPD', 'asthma'], 1],
  ['five diseases', ['MI', 'heart failure', 'stroke', 'dementia', 'leukemia'], 6],
] as const)('%s', (_name, texts, points) => {
  const { history } = assessed({ history: texts.map((text) => entry(text)) }).parts
  expect([history.low, history.high]).toEqual([mortalityOf(points), mortalityOf(points)])
})

// House table: contraindicated 1, major 0.75, moderate 0.4, minor 0.15; from five drugs 0.1, from ten 0.2 more.
test.each<readonly [string, readonly string[], readonly string[] | null, number, number]>([
  ['nothing taken', [], [], 0, 0],
  ['nothing taken and allergies not known', [], null, 0, 0],
  ['one drug', ['metformin'], [], 0, 0],
  ['a major interaction', ['warfarin', 'ibuprofen'], [], 0.75, 0.75],
  ['a contraindicated one', ['warfarin', 'apixaban'], [], 1, 1],
  ['one drug in two strengths', ['metformin 500 mg', 'metformin 1000 mg'], [], 0.4, 0.4],
  ['one text twice is one entry', ['Metformin 500 mg', 'metformin 500 mg '], [], 0, 0],
  ['an interaction that hangs on the kidney', ['simvastatin', 'amlodipine'], [], 0.15, 0.4],
  ['five drugs', ['metformin', 'lisinopril', 'omeprazole', 'digoxin', 'sertraline'], [], 0.1, 0.1],
  ['an unknown drug', ['warfarin', 'ibuprofen', 'zzq'], [], 0.75, 1],
  ['allergies not known', ['metformin'], null, 0, 1],
  ['an allergy that is not understood', ['metformin'], ['blue dye'], 0, 1],
  ['an allergy to food', ['metformin'], ['Peanut allergy', 'House dust mite'], 0, 0],
  ['an allergy to a drug of the list', ['amoxicillin'], ['penicillin'], 1, 1],
])('medication: %s', (_name, medications, allergies, low, high) => {
  const { medication } = assessed({
    medications: [...medications],
    allergies: allergies === null ? null : [...allergies],
  }).parts
  expect([medication.low, medication.high]).toEqual([low, high])
})

const ill = { ageYears: 85, history: [entry('heart failure'), entry('CKD'), entry('leukemia')] }

test.each([
  // 1 + 0.786 + 1 over 3
  ['high', { ...ill, medications: ['warfarin', 'apixaban'] }, true],
  // 1 + 0.786 + 0.4 over 3
  ['review', { ...ill, medications: ['ibuprofen', 'lisinopril'] }, true],
  ['possible', { ...ill, medications: null }, true],
  ['possible', { ...ill, ageYears: null, medications: ['warfarin', 'apixaban'] }, true],
  ['lower', { ...ill, medications: [] }, false],
  ['lower', {}, false],
] as const)('%s', (standing, rest, review) => {
  const { medications, ...others } = { medications: undefined, ...rest }
  const result = assessed({
    ...others,
    ...(medications === undefined ? {} : { medications: medications === null ? null : [...medications] }),
  })
  expect([result.standing, result.requiresPhysicianReview]).toEqual([standing, review])
})

// Exactly 0.8 and 0.7 are not above them: binary fractions of (1 + 1 + 0.4) / 3 must not lift them.
test('the thresholds themselves belong to the lower side', () => {
  const most = [entry('metastatic cancer'), entry('AIDS'), entry('leukemia'), entry('lymphoma')]
  const result = assessed({ ageYears: 85, history: most, medications: ['ibuprofen', 'lisinopril'] })
  expect(result.low).toBe(0.8)
  expect(result.standing).toBe('review')
})

test('confidence is the share of inputs known, times the quality', () => {
  expect(assessed({}).confidence).toBe(0.99)
  expect(assessed({ allergies: null }).confidence).toBe(0.7425)
  expect(assessed({ medications: ['metformin', 'zzq'], quality: 1 }).confidence).toBe(0.875)
  // Without a score of its own: three of four inputs, and five of the six fields are there.
  expect(assessed({ history: null, quality: null }).confidence).toBe(0.625)
})

test('what is missing is listed in words', () => {
  expect(
    assessed({ ageYears: null, history: null, medications: ['zzq', 'yyq'], allergies: null }).missing,
  ).toEqual(['age', 'medical history', '2 drugs that are not recognised', 'allergies'])
})

// Catches: a record of unknown quality that reads like one above 0.95, and a quality that is said to lift a score.
test('a quality that the source does not give is missing, and is no reason for a review', () => {
  const { missing, recommendations } = assessed({ ...ill, medications: null, quality: null })
  expect(missing).toEqual(['medication list', 'data quality score'])
  expect(recommendations.find(({ id }) => id === 'complete-record')?.because).toBe(
    'What is missing could lift the risk above 0.7: medication list.',
  )
})

test('a history that only notes tell is not complete', () => {
  const told = entry('COPD', { from: { kind: 'note', quotation: 'Has COPD.', by: 'rules' } })
  const { history } = assessed({ history: [told] }).parts
  expect([history.low, history.high]).toEqual([mortalityOf(1), 1])
  expect(history.basis[0]?.input).toContain('Has COPD.')
})

test('a suspected disease counts nothing at least and its weight at most', () => {
  const { history } = assessed({
    history: [entry('Suspected lung cancer (situation)'), entry('possible TIA')],
  }).parts
  expect([history.low, history.high]).toEqual([mortalityOf(0), mortalityOf(3)])
})

test('a tumour of the past may count or not, an infarction of the past counts', () => {
  const past = (text: string) => assessed({ history: [entry(text, { standing: 'past' })] }).parts.history
  expect([past('breast cancer').low, past('breast cancer').high]).toEqual([mortalityOf(0), mortalityOf(2)])
  expect([past('heart attack').low, past('heart attack').high]).toEqual([mortalityOf(1), mortalityOf(1)])
})

test('the most urgent recommendation comes first, and the result says by which version', () => {
  const result = assessed({ ...ill, medications: ['warfarin', 'apixaban'] })
  expect(result.recommendations[0]).toMatchObject({ id: 'high-risk', urgency: 'now' })
  expect(result.version).toBe(versionOf(smallJudge))
  expect(result.version).toContain('small knowledge of tests')
})
