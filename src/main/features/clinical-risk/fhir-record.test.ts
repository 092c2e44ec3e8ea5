import { expect, test } from 'vitest'
import { smallJudge } from '@test/support/clinical-risk-judge.ts'
import * as like from '@test/support/synthea-like.ts'
import { assess } from './engine.ts'
import { readBundle, readPatient } from './fhir-record.ts'
import type { RecordReading } from './record-read.ts'
import { mortalityOf } from './engine-tables.ts'

const now = Date.UTC(2026, 10, 22)
const at = Date.parse('2026-05-01T08:00:00-05:00')

function read(reading: RecordReading | undefined) {
  if (reading?.kind !== 'read') throw new Error(`not read: ${JSON.stringify(reading)}`)
  return reading
}
const of = (...resources: object[]) => read(readPatient([like.patient, ...resources], now))

test('a bundle in the manner of Synthea, as it is', () => {
  const readings = readBundle(like.syntheaBundle, now)
  expect(readings).toHaveLength(1)
  const { record, notes, remarks } = read(readings[0])
  expect(remarks).toEqual([])
  expect(notes).toBe('Chief complaint. Patient has COPD.')
  expect(record).toEqual({
    patientId: like.syntheaId,
    ageYears: 78,
    sex: 'male',
    unit: null,
    history: [
      {
        text: 'Diabetes mellitus type 2 (disorder)',
        code: '44054006',
        standing: 'present',
        from: { kind: 'history' },
      },
      { text: 'Viral sinusitis (disorder)', code: '444814009', standing: 'past', from: { kind: 'history' } },
      {
        text: 'Malignant neoplasm of breast (disorder)',
        code: '254837009',
        standing: 'past',
        from: { kind: 'history' },
      },
      {
        text: 'Myocardial infarction (disorder)',
        code: '22298006',
        standing: 'past',
        from: { kind: 'history' },
      },
      {
        text: 'Full-time employment (finding)',
        code: '160903007',
        standing: 'present',
        from: { kind: 'history' },
      },
    ],
    medications: ['Metformin hydrochloride 500 MG Oral Tablet', 'lisinopril 10 MG Oral Tablet'],
    allergies: ['Allergy to penicillin'],
    vitals: [
      { name: 'height', value: 171.2, at },
      { name: 'diastolic', value: 82, at },
      { name: 'systolic', value: 131, at },
    ],
    laboratory: [
      { name: 'hba1c', value: 7.1, unit: '%', at },
      { name: 'creatinine', value: 97.2422, unit: 'umol/L', at },
    ],
    quality: null,
  })
})

// Age 78: 0.75. Diabetes 1 and a past infarction 1 for certain, a past tumour 2 perhaps.
test('that patient assessed', () => {
  const { record } = read(readBundle(like.syntheaBundle, now)[0])
  const { parts, missing } = assess(record, smallJudge, now)
  expect(parts.age).toMatchObject({ low: 0.75, high: 0.75 })
  expect([parts.history.low, parts.history.high]).toEqual([mortalityOf(2), mortalityOf(4)])
  expect(parts.medication).toMatchObject({ low: 0, high: 0 })
  expect(missing).toEqual(['when diseases of the past ended', 'data quality score'])
})

// The absence of a resource says nothing; "takes nothing" must not be read from silence.
test('what the bundle never has is not known, what it has only of the past is empty', () => {
  expect(of().record).toMatchObject({ history: null, medications: null, allergies: null, vitals: [] })
  expect(of(like.medication('Amoxicillin', 'stopped')).record.medications).toEqual([])
  expect(of(like.allergy('716186003', 'No known allergy (situation)')).record.allergies).toEqual([])
})

test.each([
  ['a Condition', { resourceType: 'Condition', code: 'text' }, 'history'],
  ['a Condition without a code', { resourceType: 'Condition' }, 'history'],
  ['a MedicationRequest', { resourceType: 'MedicationRequest', status: 7 }, 'medications'],
  [
    'one of an unresolved Medication',
    {
      resourceType: 'MedicationRequest',
      status: 'active',
      medicationReference: { reference: 'Medication/9' },
    },
    'medications',
  ],
  ['an AllergyIntolerance', { resourceType: 'AllergyIntolerance', code: 3 }, 'allergies'],
] as const)('%s that cannot be read keeps its list open', (_name, resource, list) => {
  const { record } = of(resource, like.medication('metformin', 'active'))
  expect(record[list]?.length).toBeGreaterThan(0)
  const { parts } = assess(
    { ...record, history: record.history ?? [], allergies: record.allergies ?? [] },
    smallJudge,
    now,
  )
  const part = list === 'history' ? parts.history : parts.medication
  expect(part.high).toBe(1)
})

test('refuted conditions and allergies, and drugs that are on hold, are none', () => {
  const refuted = { verificationStatus: { coding: [{ code: 'refuted' }] } }
  const { record } = of(
    { ...like.condition('44054006', 'Diabetes', 'active'), ...refuted },
    { ...like.allergy('91936005', 'Allergy to penicillin'), ...refuted },
    like.medication('warfarin', 'on-hold'),
  )
  expect(record).toMatchObject({ history: [], allergies: [], medications: [] })
})

test('a medication that is referred to, in the bundle or contained', () => {
  const use = (reference: string, rest: object = {}) => ({
    resourceType: 'MedicationStatement',
    status: 'active',
    medicationReference: { reference },
    ...rest,
  })
  const { record } = of(
    { resourceType: 'Medication', id: 'm1', code: { text: 'warfarin 5 mg' } },
    use('urn:uuid:m1'),
    use('#inside', { contained: [{ resourceType: 'Medication', id: 'inside', code: { text: 'digoxin' } }] }),
  )
  expect(record.medications).toEqual(['warfarin 5 mg', 'digoxin'])
})

test('an impossible or unreadable observation is left out and said, the rest stays', () => {
  const { record, remarks } = of(
    like.observation('8867-4', 'Heart rate', 900, '/min', '2026-05-01T08:00:00Z'),
    like.observation('2160-0', 'Creatinine', 1.1, 'furlongs', '2026-05-01T08:00:00Z'),
    like.observation('6298-4', 'Potassium', 4.2, 'mmol/L', '2031-05-01T08:00:00Z'),
    { resourceType: 'Observation', valueQuantity: 'much' },
    like.observation('2947-0', 'Sodium', 140, 'mmol/L', '2026-05-01T08:00:00Z'),
  )
  expect(record.laboratory).toMatchObject([{ name: 'sodium', value: 140 }])
  expect(record.vitals).toEqual([])
  expect(remarks).toHaveLength(4)
  for (const remark of remarks) expect(remark).not.toMatch(/900|1\.1|4\.2|2031/)
})

test('an observation that was entered in error does not count', () => {
  const wrong = {
    ...like.observation('2947-0', 'Sodium', 140, 'mmol/L', '2026-05-01'),
    status: 'entered-in-error',
  }
  expect(of(wrong).record.laboratory).toEqual([])
})

test('who smokes by the last word on it is a smoker', () => {
  const old = like.smoking('449868002', 'Smokes tobacco daily (finding)', '2010-01-01')
  const later = like.smoking('8517006', 'Ex-smoker (finding)', '2020-01-01')
  const diabetes = like.condition('44054006', 'Diabetes', 'active')
  expect(of(diabetes, old).record.history?.map(({ text }) => text)).toContain('smoker')
  expect(of(diabetes, old, later).record.history?.map(({ text }) => text)).not.toContain('smoker')
})

test('of many values of one analyte the newest are kept', () => {
  const many = Array.from({ length: 40 }, (_, year) =>
    like.observation('4548-4', 'HbA1c', 6 + year / 100, '%', `${1985 + year}-01-01`),
  )
  const kept = of(...many).record.laboratory
  expect(kept).toHaveLength(5)
  expect(kept.at(-1)).toMatchObject({ value: 6.39, at: Date.UTC(2024, 0, 1) })
})

test('who has died is no patient to be alerted about', () => {
  const dead = { ...like.patient, deceasedDateTime: '2020-01-01T00:00:00Z' }
  expect(readPatient([dead], now)).toEqual({ kind: 'deceased', patientId: like.syntheaId })
})

test.each([
  ['no bundle', { resourceType: 'List' }, /no FHIR bundle/],
  ['a bundle without a Patient', like.bundleOf([]), /no Patient/],
  ['a Patient without id', like.bundleOf([{ resourceType: 'Patient' }]), /no usable id/],
  [
    'a birth date of the future',
    like.bundleOf([{ ...like.patient, birthDate: '2031-01-01' }]),
    /in the future/,
  ],
])('rejected: %s', (_name, bundle, reason) => {
  expect(readBundle(bundle, now)).toEqual([{ kind: 'rejected', reason: expect.stringMatching(reason) }])
})

test('a bundle of two patients gives each his own', () => {
  const other = { ...like.patient, id: 'other' }
  const theirs = {
    ...like.condition('44054006', 'Diabetes', 'active'),
    subject: { reference: 'Patient/other' },
  }
  const readings = readBundle(
    like.bundleOf([like.patient, other, theirs, like.medication('metformin', 'active')]),
    now,
  ).map(read)
  expect(
    readings.map(({ record }) => [record.patientId, record.history?.length ?? null, record.medications]),
  ).toEqual([
    [like.syntheaId, null, ['metformin']],
    ['other', 1, null],
  ])
})

// Another patient's disease must not become this one's, and must not vanish without a word.
test('resources of somebody who is not in the bundle are left out and said', () => {
  const theirs = {
    ...like.condition('22298006', 'Myocardial infarction', 'active'),
    subject: { reference: 'Patient/somebody-else' },
  }
  const found = read(readBundle(like.bundleOf([like.patient, theirs]), now)[0])
  expect(found.record.history).toBeNull()
  expect(found.remarks).toEqual(['1 resource of the bundle names no patient of it and was left out.'])
})

test('a bundle may name the patient by the entry’s address instead of his id', () => {
  const bundle = like.bundleOf([
    like.patient,
    { ...like.condition('44054006', 'Diabetes', 'active'), subject: { reference: 'urn:uuid:0' } },
  ])
  expect(read(readBundle(bundle, now)[0]).record.history).toHaveLength(1)
})

// Partial dates are allowed in FHIR: half a date gives an age, not an error.
test.each([
  ['1950', 76],
  ['1950-12', 75],
  ['1950-01', 76],
])('a birth date of %s', (birthDate, age) => {
  expect(read(readPatient([{ ...like.patient, birthDate }], now)).record.ageYears).toBe(age)
})
