import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type HistoryEntry, PatientRecord } from '@shared/features/clinical-risk/model.ts'
import { drugNames, smallJudge } from '@test/support/clinical-risk-judge.ts'
import { assess } from './engine.ts'
import { Assessment } from '@shared/features/clinical-risk/model.ts'

const now = Date.UTC(2026, 10, 22)

/** Independent second form: one line per disease with weight, family and whether a past one surely counts. */
const diseases: readonly (readonly [text: string, weight: number, family: string, past: boolean])[] = [
  ['myocardial infarction', 1, 'mi', true],
  ['heart failure', 1, 'hf', true],
  ['aortic aneurysm', 1, 'pvd', true],
  ['stroke', 1, 'cvd', true],
  ['dementia', 1, 'dementia', true],
  ['COPD', 1, 'lung', true],
  ['asthma', 1, 'lung', true],
  ['lupus', 1, 'ctd', true],
  ['gastric ulcer', 1, 'pud', true],
  ['fatty liver', 1, 'liver', false],
  ['hepatic encephalopathy', 3, 'liver', false],
  ['type 2 diabetes', 1, 'dm', true],
  ['diabetic neuropathy', 2, 'dm', true],
  ['paraplegia', 2, 'plegia', false],
  ['ESRD', 2, 'renal', true],
  ['melanoma', 2, 'tumour', false],
  ['liver metastases', 6, 'tumour', true],
  ['CLL', 2, 'leukaemia', false],
  ['multiple myeloma', 2, 'lymphoma', false],
  ['AIDS', 6, 'aids', true],
  ['hypertension', 0, 'other', true],
  ['gout', 0, 'other', true],
]

const historyItem = fc.record({
  text: fc.constantFrom(...diseases.map(([text]) => text), 'unheard-of disease'),
  code: fc.constant(null),
  standing: fc.constantFrom('present' as const, 'past' as const),
  from: fc.constant({ kind: 'history' as const }),
})
const drug = fc.constantFrom(...drugNames, 'warfarin 5 mg', 'ibuprofen 400 mg', 'zzq')
const allergy = fc.constantFrom('penicillin', 'ibuprofen', 'peanut', 'blue dye', 'NKDA')

const records: fc.Arbitrary<PatientRecord> = fc.record({
  patientId: fc.constant('p1'),
  ageYears: fc.option(fc.integer({ min: 0, max: 130 })),
  sex: fc.constantFrom('male' as const, 'female' as const, null),
  unit: fc.constant(null),
  history: fc.option(fc.array(historyItem, { maxLength: 8 })),
  medications: fc.option(fc.array(drug, { maxLength: 12 })),
  allergies: fc.option(fc.array(allergy, { maxLength: 3 })),
  vitals: fc.constant([]),
  laboratory: fc.constant([]),
  quality: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
})

const run = (record: PatientRecord) => assess(record, smallJudge, now)

/** Age and history once more: points counted by steps and tables of this file, mortality by the published formula. */
function second({ ageYears, history }: PatientRecord) {
  const age = (years: number) => [50, 60, 70, 80].filter((step) => years >= step).length / 4
  const mortality = (points: number) => 1 - Math.pow(0.983, Math.exp(points * 0.9))
  const points = (counts: (past: boolean, standing: string) => boolean) => {
    const families: Record<string, number> = {}
    for (const { text, standing } of history ?? []) {
      const [, weight = 0, family = '', past = true] = diseases.find(([name]) => name === text) ?? []
      if (counts(past, standing)) families[family] = Math.max(families[family] ?? 0, weight)
    }
    return Object.values(families).reduce((sum, weight) => sum + weight, 0)
  }
  const open = history === null || history.some(({ text }) => text === 'unheard-of disease')
  return {
    age: ageYears === null ? [0, 1] : [age(ageYears), age(ageYears)],
    history: [
      mortality(history === null ? 0 : points((past, standing) => past || standing === 'present')),
      open ? 1 : mortality(points(() => true)),
    ],
  }
}

// A weight, an edge or a rounding that changes in one place only.
test('age, history, mean and standing as in the second form', () => {
  fc.assert(
    fc.property(records, (record) => {
      const found = run(record)
      const other = second(record)
      const { age, medication, history } = found.parts
      expect([age.low, age.high]).toEqual(other.age)
      expect(history.low).toBeCloseTo(other.history[0] ?? Number.NaN, 5)
      expect(history.high).toBeCloseTo(other.history[1] ?? Number.NaN, 5)
      const low = (age.low + medication.low + history.low) / 3
      const high = (age.high + medication.high + history.high) / 3
      expect([found.low, found.high]).toEqual([Number(low.toFixed(6)), Number(high.toFixed(6))])
      const standing =
        found.low > 0.8 ? 'high' : found.low > 0.7 ? 'review' : found.high > 0.7 ? 'possible' : 'lower'
      expect(found.standing).toBe(standing)
      expect(found.requiresPhysicianReview).toBe(found.standing !== 'lower')
    }),
    { numRuns: 400 },
  )
})

test('every assessment keeps to its contract, and low never exceeds high', () => {
  fc.assert(
    fc.property(records, (record) => {
      const found = run(record)
      expect(Assessment.safeParse(found).success).toBe(true)
      for (const { low, high } of [found, ...Object.values(found.parts)]) {
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(high)
      }
    }),
  )
})

test('one more disease never lowers the risk', () => {
  fc.assert(
    fc.property(records, historyItem, (record, more) => {
      fc.pre(record.history !== null)
      const before = run(record)
      const after = run({ ...record, history: [...(record.history ?? []), more] })
      expect(after.low).toBeGreaterThanOrEqual(before.low)
      expect(after.high).toBeGreaterThanOrEqual(before.high)
    }),
  )
})

test('one more drug never lowers the risk', () => {
  fc.assert(
    fc.property(records, drug, (record, more) => {
      fc.pre(record.medications !== null)
      const before = run(record)
      const after = run({ ...record, medications: [...(record.medications ?? []), more] })
      expect(after.low).toBeGreaterThanOrEqual(before.low)
      expect(after.high).toBeGreaterThanOrEqual(before.high)
    }),
  )
})

const orders = { possible: 1, lower: 0, review: 2, high: 3 } as const
const inputs: readonly (keyof PatientRecord)[] = [
  'ageYears',
  'sex',
  'history',
  'medications',
  'allergies',
  'quality',
]

// The bug this exists for: what nobody wrote down counts as normal, and an ill patient falls off the list.
test('what is missing never lowers the highest possible risk, and never turns possible or review into lower', () => {
  fc.assert(
    fc.property(records, fc.subarray([...inputs]), (record, gone) => {
      const whole = run(record)
      const less = PatientRecord.parse({ ...record, ...Object.fromEntries(gone.map((name) => [name, null])) })
      const partial = run(less)
      expect(partial.high).toBeGreaterThanOrEqual(whole.high)
      expect(partial.low).toBeLessThanOrEqual(whole.low)
      if (whole.standing !== 'lower') expect(orders[partial.standing]).toBeGreaterThan(0)
      expect(partial.confidence).toBeLessThanOrEqual(gone.includes('quality') ? 1 : whole.confidence + 1e-9)
    }),
    { numRuns: 400 },
  )
})

function shuffled<Value>(values: readonly Value[], seed: number): Value[] {
  return values
    .map((value, at) => ({ value, by: Math.sin(seed + at * 12.9898) }))
    .sort((a, b) => a.by - b.by)
    .map(({ value }) => value)
}

test('the order of drugs, allergies and history does not matter', () => {
  fc.assert(
    fc.property(records, fc.integer(), (record, seed) => {
      const order = <Value>(list: readonly Value[] | null) => (list === null ? null : shuffled(list, seed))
      const other: PatientRecord = {
        ...record,
        history: order<HistoryEntry>(record.history),
        medications: order(record.medications),
        allergies: order(record.allergies),
      }
      const plain = ({ low, high, standing, confidence, missing }: Assessment) => ({
        low,
        high,
        standing,
        confidence,
        missing,
      })
      expect(plain(run(other))).toEqual(plain(run(record)))
    }),
  )
})
