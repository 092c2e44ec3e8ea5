import { expect, test } from 'vitest'
import type { FurtherScore } from '@shared/features/population/board.ts'
import type { KnownFlag, KnownPatient, KnownValue } from './further-known.ts'
import { furtherScoresOf } from './further-scores.ts'
import { createFurtherScores, type ClinicalRecord, type FurtherSource } from './further-source.ts'
import { laceComorbidity } from './further-stay.ts'

const HOUR = 3_600_000
const now = Date.UTC(2026, 10, 22, 12)

function known(
  values: Readonly<Record<string, readonly (readonly [hoursAgo: number, value: number])[]>>,
  conditions: Readonly<Record<string, KnownFlag>> | KnownFlag,
  rest: Partial<KnownPatient> = {},
): KnownPatient {
  const readings = new Map<string, readonly KnownValue[]>(
    Object.entries(values).map(([metric, points]) => [
      metric,
      points.map(([hours, value]) => ({ at: now - hours * HOUR, value })),
    ]),
  )
  return {
    now,
    ageYears: null,
    sex: null,
    race: null,
    readings,
    has: (name) => {
      if (conditions === null || typeof conditions === 'boolean') return conditions
      const found = conditions[name]
      return found === undefined ? false : found
    },
    takes: () => null,
    ...rest,
  }
}

function score(patient: KnownPatient, name: string): FurtherScore {
  const found = furtherScoresOf(patient).find((each) => each.name === name)
  if (found === undefined) throw new Error(`${name} is not shown`)
  return found
}

const nothing = known({}, null)

// A score that is left out, or that reads as low, because nobody measured anything.
test('of nobody anything is known: every score is there, incomplete, with what is missing', () => {
  const all = furtherScoresOf(nothing)
  expect(all.map(({ name }) => name)).toEqual([
    'news2',
    'sepsisScreen',
    'cha2ds2Vasc',
    'charlsonAgeAdjusted',
    'kdigoCkd',
    'ascvd',
    'lace',
    'hospital',
    'braden',
    'morse',
  ])
  for (const { result, source: citation } of all) {
    expect(citation.length).toBeGreaterThan(20)
    if (result.kind !== 'incomplete') throw new Error('nothing is known, and the score claims otherwise')
    expect(result.lowest).toBeLessThan(result.highest)
    expect(result.missing.length).toBeGreaterThan(0)
  }
})

const vitals = {
  respiratory_rate: [
    [3, 16],
    [0.2, 22],
  ],
  oxygen_saturation: [
    [3, 97],
    [0.2, 97],
  ],
  oxygen: [
    [3, 0],
    [0.2, 0],
  ],
  systolic: [
    [3, 120],
    [0.2, 120],
  ],
  heart_rate: [
    [3, 75],
    [0.2, 120],
  ],
  glasgow: [
    [3, 15],
    [0.2, 15],
  ],
  temperature: [
    [3, 37],
    [0.2, 37],
  ],
} as const

// RCP 2017, chart 1: respiratory rate 22 gives 2, pulse 120 gives 2.
test('NEWS2 with its trend and the ages of its inputs', () => {
  const found = score(known(vitals, null, { ageYears: 70 }), 'news2')
  expect(found.result).toMatchObject({ kind: 'scored', value: 4, band: 'low' })
  expect(found.inputs.at(-1)?.input).toBe('rising, 1.43 points per hour over 2 sets')
  expect(found.inputs[0]).toEqual({ label: 'respiratory rate', input: '22', points: 2, at: now - 0.2 * HOUR })
})

test('NEWS2 without consciousness is at least what is known, and readings of yesterday do not count', () => {
  const { glasgow: _left, ...rest } = vitals
  expect(score(known(rest, null), 'news2').result).toMatchObject({
    kind: 'incomplete',
    lowest: 4,
    highest: 7,
    missing: ['consciousness'],
  })
  expect(score(known({ respiratory_rate: [[30, 30]] }, null), 'news2').result).toMatchObject({
    lowest: 0,
    highest: 20,
  })
})

test('outside of what a score is made for it is refused', () => {
  const refused = (patient: KnownPatient, name: string) => score(patient, name).result.kind === 'refused'
  expect(refused(known(vitals, false, { ageYears: 12 }), 'news2')).toBe(true)
  expect(refused(known({}, false, { ageYears: 70, sex: 'male' }), 'cha2ds2Vasc')).toBe(true)
  expect(refused(known({}, { 'myocardial-infarction': true }), 'ascvd')).toBe(true)
  expect(refused(known({}, false, { ageYears: 30 }), 'ascvd')).toBe(true)
  expect(refused(known({ total_cholesterol: [[1, 5.2]] }, false, { ageYears: 60 }), 'ascvd')).toBe(true)
})

// Lip 2010: heart failure 1, hypertension 1, age 75 2, diabetes 1, stroke 2, female 1.
test('CHA₂DS₂-VASc counts conditions, and stays open while the rhythm is not known', () => {
  const conditions = {
    'atrial fibrillation': true,
    'heart-failure': true,
    hypertension: true,
    diabetes: true,
    cerebrovascular: true,
  }
  const patient = { ageYears: 78, sex: 'female' } as const
  expect(score(known({}, conditions, patient), 'cha2ds2Vasc').result).toMatchObject({
    kind: 'scored',
    value: 8,
  })
  const open = known({}, { ...conditions, 'atrial fibrillation': null }, patient)
  expect(score(open, 'cha2ds2Vasc').result).toMatchObject({
    kind: 'incomplete',
    lowest: 8,
    highest: 8,
    missing: ['whether there is atrial fibrillation'],
  })
})

// Charlson 1987 and 1994: infarction 1, diabetes with organ damage 2, metastatic tumour 6, age 70-79 3.
test('Charlson takes the graver of two grades', () => {
  const conditions = {
    'myocardial-infarction': true,
    diabetes: true,
    'diabetes-complicated': true,
    tumour: true,
    metastatic: true,
  }
  expect(score(known({}, conditions, { ageYears: 72 }), 'charlsonAgeAdjusted').result).toMatchObject({
    value: 12,
  })
})

// Inker 2021: creatinine 2.0 mg/dL (176.8 µmol/L), man of 60: 37 mL/min/1.73 m² (G3b); with A2 very high.
test('the kidney’s stage is estimated from creatinine when no newer eGFR is there', () => {
  const patient = { ageYears: 60, sex: 'male' } as const
  const values = { creatinine: [[2, 176.8]], albumin_creatinine_ratio: [[50, 120]] } as const
  const found = score(known(values, null, patient), 'kdigoCkd')
  expect(found.result).toMatchObject({ kind: 'scored', value: 3, band: 'very-high' })
  expect(found.inputs).toMatchObject([{ label: 'GFR and albuminuria (G3b A2)', at: now - 50 * HOUR }])
  const newer = known({ ...values, egfr: [[1, 95]] }, null, patient)
  expect(score(newer, 'kdigoCkd').inputs[0]?.label).toContain('G1')
})

// Goff 2014, appendix 7: white or African American man of 55 gives 5.4 and 6.1 %.
test('the pooled cohort equations stay open without race, between the published values', () => {
  const values = {
    total_cholesterol: [[1, 213]],
    hdl_cholesterol: [[1, 50]],
    systolic: [[1, 120]],
    smoker: [[1, 0]],
  } as const
  const found = score(known(values, false, { ageYears: 55, sex: 'male', takes: () => false }), 'ascvd')
  expect(found.result).toMatchObject({
    kind: 'incomplete',
    lowest: 5.4,
    highest: 6.1,
    missing: ['race as the equations use it'],
  })
  const rest = { ageYears: 55, sex: 'male', takes: () => false } as const
  for (const [race, value] of [
    ['white', 5.4],
    ['african-american', 6.1],
  ] as const)
    expect(score(known(values, false, { ...rest, race }), 'ascvd').result).toMatchObject({
      kind: 'scored',
      value,
    })
})

// van Walraven 2010: infarction 1, heart failure 2, dementia 3, any tumour 2.
test.each([
  [{ 'myocardial-infarction': true, 'heart-failure': true }, 3],
  [{ dementia: true, tumour: true }, 5],
  [{ metastatic: true, 'severe-liver': true }, 10],
  [{ diabetes: true, 'diabetes-complicated': true }, 2],
  [{}, 0],
  [{ aids: null }, null],
] as const)('LACE’s own comorbidity index of %j is %s', (conditions, index) => {
  expect(laceComorbidity(known({}, conditions))).toBe(index)
})

const enrolment = {
  patientId: 'p1',
  name: null,
  birthDate: '1950-11-23',
  sex: 'female' as const,
  unit: null,
  conditions: ['Atrial fibrillation'],
}

function sourceWith(rest: Partial<FurtherSource>): FurtherSource {
  return {
    now: () => now,
    series: () => Promise.resolve({ points: [] }),
    enrolment: () => Promise.resolve(enrolment),
    record: () => Promise.resolve(null),
    names: (entry, condition) => entry.toLowerCase() === condition,
    ...rest,
  }
}

const itself: ClinicalRecord = {
  ageYears: 40,
  sex: 'male',
  race: null,
  values: [{ metric: 'sodium', value: 130, at: now - HOUR }],
  has: () => false,
  takes: () => false,
}

test('roster and record are put together: the roster’s birth date, its conditions, the record’s negatives', async () => {
  const { scores, remarks } = await createFurtherScores(
    sourceWith({ record: () => Promise.resolve(itself) }),
  )('p1')
  expect(remarks).toEqual([])
  // Born on 23 November 1950, so 75 on 22 November 2026: age 2 points, woman 1.
  expect(scores.find(({ name }) => name === 'cha2ds2Vasc')?.result).toMatchObject({
    kind: 'scored',
    value: 3,
  })
  // Race is the roster's before the record's.
  const both = sourceWith({
    enrolment: () => Promise.resolve({ ...enrolment, race: 'white' }),
    record: () => Promise.resolve({ ...itself, race: 'african-american' }),
  })
  const equations = (await createFurtherScores(both)('p1')).scores.find(({ name }) => name === 'ascvd')
  expect(equations?.result).not.toMatchObject({
    missing: expect.arrayContaining(['race as the equations use it']),
  })
  expect(scores.find(({ name }) => name === 'hospital')?.inputs).toContainEqual({
    label: 'Sodium at discharge below 135 mmol/L',
    input: '130 mmol/L',
    points: 1,
    at: now - HOUR,
  })
})

test('what a roster does not name is not known, not absent', async () => {
  const { scores } = await createFurtherScores(sourceWith({}))('p1')
  expect(scores.find(({ name }) => name === 'cha2ds2Vasc')?.result).toMatchObject({ kind: 'incomplete' })
})

test('what cannot be read is a remark and never an error', async () => {
  const broken = () => Promise.reject(new Error('no hub'))
  const { scores, remarks } = await createFurtherScores(
    sourceWith({ series: broken, enrolment: broken, record: broken }),
  )('p1')
  expect(scores).toHaveLength(10)
  expect(remarks).toHaveLength(3)
})
