import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PatientRecord } from '@shared/features/clinical-risk/model.ts'
import { readRow } from './record-read.ts'

const now = Date.UTC(2026, 10, 22)

function record(row: unknown): PatientRecord {
  const found = readRow(row, now)
  if (found.kind !== 'read') throw new Error(`not read: ${JSON.stringify(found)}`)
  return found.record
}

// The seed's columns, as CSV gives them: every cell is text.
test('a row of CSV', () => {
  const found = readRow(
    {
      patient_id: 'p-1',
      age: '71',
      gender: 'F',
      medical_history: 'Type 2 diabetes (E11.9); I50.9 Heart failure | no stroke',
      current_medications: 'metformin 500 mg; lisinopril 10 mg',
      allergies: 'NKDA',
      vital_signs: 'heart_rate=88; bp=142/91; temp=98.6 F; spo2=96',
      lab_results: 'a1c=7.9 %; creatinine=1.2 mg/dL',
      data_quality_score: '0.97',
      unit: 'icu',
      notes: 'Denies COPD.',
    },
    now,
  )
  expect(found).toEqual({
    kind: 'read',
    notes: 'Denies COPD.',
    remarks: [],
    record: {
      patientId: 'p-1',
      ageYears: 71,
      sex: 'female',
      unit: 'icu',
      history: [
        { text: 'Type 2 diabetes', code: 'E11.9', standing: 'present', from: { kind: 'history' } },
        { text: 'Heart failure', code: 'I50.9', standing: 'present', from: { kind: 'history' } },
        { text: 'no stroke', code: null, standing: 'present', from: { kind: 'history' } },
      ],
      medications: ['metformin 500 mg', 'lisinopril 10 mg'],
      allergies: [],
      vitals: [
        { name: 'heart_rate', value: 88, at: null },
        { name: 'systolic', value: 142, at: null },
        { name: 'diastolic', value: 91, at: null },
        { name: 'temperature', value: 37, at: null },
        { name: 'oxygen_saturation', value: 96, at: null },
      ],
      laboratory: [
        { name: 'hba1c', value: 7.9, unit: '%', at: null },
        { name: 'creatinine', value: 106.0824, unit: 'umol/L', at: null },
      ],
      quality: 0.97,
    },
  })
})

test('a row of JSON, with lists and objects', () => {
  expect(
    record({
      patientId: 17,
      birth_date: '1950-11-23',
      sex: 'male',
      conditions: [{ code: '44054006', display: 'Diabetes', status: 'resolved' }, 'COPD'],
      medications: ['aspirin'],
      allergies: null,
      vitals: { systolic: 130, heart_rate: { value: 70, at: '2026-11-21T10:00:00Z' } },
      labs: [{ name: 'hba1c', value: 53, unit: 'mmol/mol', date: '2026-01-01' }],
    }),
  ).toMatchObject({
    patientId: '17',
    ageYears: 75,
    history: [{ text: 'Diabetes', code: '44054006', standing: 'past' }, { text: 'COPD' }],
    allergies: null,
    vitals: [
      { name: 'systolic', value: 130 },
      { name: 'heart_rate', value: 70, at: Date.UTC(2026, 10, 21, 10) },
    ],
    // Hoelzel 2004: 0.09148 × 53 + 2.152
    laboratory: [{ name: 'hba1c', value: 7.00044, at: Date.UTC(2026, 0, 1) }],
  })
})

// "Not known" that becomes an empty list reads as "takes nothing".
test.each([
  ['', null],
  ['unknown', null],
  ['NULL', null],
  [undefined, null],
  ['none', []],
  ['[]', []],
  ['["warfarin"]', ['warfarin']],
  ['warfarin', ['warfarin']],
  [['warfarin'], ['warfarin']],
])('a medication cell of %j is %j', (cell, expected) => {
  expect(record({ patient_id: 'p', current_medications: cell }).medications).toEqual(expected)
})

test.each([
  ['no id', { age: 5 }, /no patient id/],
  ['a row that is no object', 'text', /no object/],
  ['an age below 0', { patient_id: 'p', age: -1 }, /below 0/],
  ['an age above 130', { patient_id: 'p', age: 131 }, /above 130/],
  ['a year of birth as age', { patient_id: 'p', age: 1950 }, /looks like a year of birth/],
  ['an age in words', { patient_id: 'p', age: 'old' }, /no number/],
  ['a birth date of the future', { patient_id: 'p', birth_date: '2026-11-23' }, /in the future/],
  ['a birth date long ago', { patient_id: 'p', birth_date: '1850-01-01' }, /above 130/],
  ['the 31st of February', { patient_id: 'p', birth_date: '1950-02-31' }, /no date/],
  ['a birth date of another form', { patient_id: 'p', birth_date: '23.11.1950' }, /no date/],
  [
    'age and birth date that contradict',
    { patient_id: 'p', age: 30, birth_date: '1950-01-01' },
    /contradict/,
  ],
  ['quality in per cent', { patient_id: 'p', data_quality_score: 97 }, /per cent/],
  ['quality below 0', { patient_id: 'p', data_quality_score: -0.1 }, /between 0 and 1/],
  ['HbA1c in mmol/mol without a unit', { patient_id: 'p', labs: 'a1c=53' }, /HbA1c .* looks like mmol\/mol/],
  [
    'creatinine in mg/dL without a unit',
    { patient_id: 'p', labs: 'creatinine=1.1' },
    /Creatinine .* looks like mg\/dL/,
  ],
  [
    'temperature in °F without a unit',
    { patient_id: 'p', vitals: 'temp=98.6' },
    /Temperature .* looks like °F/,
  ],
  ['a unit of something else', { patient_id: 'p', labs: 'potassium=4 mmHg' }, /unit that is not known/],
  ['a heart rate of 900', { patient_id: 'p', vitals: { heart_rate: 900 } }, /Heart rate .* outside/],
  [
    'a laboratory date in the future',
    { patient_id: 'p', labs: [{ name: 'hba1c', value: 7, unit: '%', at: '2027-01-01' }] },
    /future/,
  ],
  ['vital signs in words', { patient_id: 'p', vitals: 'fine' }, /name=value/],
  ['a value in words', { patient_id: 'p', vitals: 'pulse=fast' }, /no number/],
  ['a broken JSON list', { patient_id: 'p', medications: '["warfarin"' }, /JSON list and is none/],
  [
    'too many drugs',
    { patient_id: 'p', medications: Array.from({ length: 201 }, (_, at) => `d${at}`) },
    /more than 200/,
  ],
  ['a drug that is too long', { patient_id: 'p', medications: ['x'.repeat(201)] }, /longer than 200/],
  ['an id that is too long', { patient_id: 'x'.repeat(129) }, /longer than 128/],
])('rejected: %s', (_name, row, reason) => {
  const found = readRow(row, now)
  if (found.kind !== 'rejected') throw new Error('the row went through')
  expect(found.reason).toMatch(reason)
  // A sentence for people and logs: the value itself is not in it.
  expect(found.reason).toMatch(/^[A-Z].*\.$/)
})

test('any row gives a record that keeps to its contract, or a reason', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.double(),
    fc.constantFrom(null, 'none', '71', '1950-01-01', 'a=1; b=2', '120/80', '[1,2]', '{"a":1}'),
    fc.array(fc.oneof(fc.string(), fc.object())),
    fc.object(),
  )
  const row = fc.record(
    {
      patient_id: fc.oneof(fc.constant('p'), cell),
      age: cell,
      birth_date: cell,
      gender: cell,
      medical_history: cell,
      current_medications: cell,
      allergies: cell,
      vital_signs: cell,
      lab_results: cell,
      data_quality_score: cell,
      unit: cell,
      notes: cell,
    },
    { requiredKeys: ['patient_id'] },
  )
  fc.assert(
    fc.property(row, (each) => {
      const found = readRow(each, now)
      if (found.kind === 'read') expect(PatientRecord.safeParse(found.record).error).toBeUndefined()
      else expect(found).toMatchObject({ kind: 'rejected', reason: expect.stringMatching(/\.$/) })
    }),
    { numRuns: 500 },
  )
})
