import { expect, test } from 'vitest'
import type { Severity } from './features/clinical-risk/ports.ts'
import { createMedicationJudge } from './medication-judge.ts'
import { shippedKnowledge } from './features/interactions/knowledge-shipped.ts'

const judge = createMedicationJudge(shippedKnowledge())

function product(text: string): string {
  const answer = judge.drug(text)
  if (answer.kind !== 'known') throw new Error(`${text} is ${answer.kind}`)
  return answer.product
}

const rank = (severity: Severity | null): number =>
  severity === null ? 0 : 4 - ['contraindicated', 'major', 'moderate', 'minor'].indexOf(severity)

// A brand that is not resolved, or a code that is lost, would leave a class rule without its drug.
test.each([
  ['Coumadin 5 mg', ['warfarin'], 'B01AA03'],
  ['ibuprofen 400 mg', ['ibuprofen'], 'M01AE01'],
  ['amoxicillin/clavulanate 500 mg', ['amoxicillin', 'clavulanate'], 'J01CR02'],
  ['NDA020503 200 ACTUAT Albuterol 0.09 MG/ACTUAT Metered Dose Inhaler', ['albuterol'], 'R03AC02'],
  [
    '120 ACTUAT Budesonide 0.16 MG/ACTUAT / formoterol 0.0045 MG/ACTUAT Metered Dose Inhaler',
    ['budesonide', 'formoterol'],
    'R03AK07',
  ],
  ['heparin sodium, porcine 1000 UNT/ML Injectable Solution', ['heparin'], 'B01AB01'],
  ['Hydrochlorothiazide 25 MG Oral Tablet', ['hydrochlorothiazide'], 'C03AA03'],
])('recognises %s', (text, ingredients, code) => {
  const answer = judge.drug(text)
  expect(answer).toMatchObject({ kind: 'known', ingredients: expect.arrayContaining(ingredients) })
  expect(answer.kind === 'known' ? answer.atc : []).toContain(code)
})

test('a text that is no drug is unknown, and one that fits several is ambiguous', () => {
  expect(judge.drug('zzqxv 10 mg')).toEqual({ kind: 'unknown' })
  expect(judge.drug('warfarin, ibuprofen')).toEqual({ kind: 'ambiguous' })
})

// Severities by the shipped knowledge; each line is a rule that a reader can find there.
test.each<readonly [string, string, string, Severity | null, Severity | null]>([
  ['warfarin 5 mg', 'ibuprofen 400 mg oral', 'interaction', 'major', 'major'],
  ['omeprazole 20 mg', 'pantoprazole 40 mg', 'duplicate', 'moderate', 'moderate'],
  ['aspirin 81 mg tablet', 'aspirin 325 mg tablet', 'duplicate', 'moderate', 'moderate'],
  ['apixaban 5 mg', 'rivaroxaban 20 mg', 'duplicate', 'contraindicated', 'contraindicated'],
])('%s with %s', (a, b, kind, low, high) => {
  expect(judge.pair(product(a), product(b))).toMatchObject({ kind, low, high })
})

test('nothing known is said as nothing, without a guess', () => {
  expect(judge.pair(product('metformin'), product('acetaminophen'))).toMatchObject({
    kind: null,
    low: null,
    high: null,
  })
})

// Naproxen with aspirin is moderate, and major from 65 years: without the age neither may be left out.
test('what hangs on the patient is an interval, with the fact named', () => {
  const answer = judge.pair(product('naproxen 500 mg oral'), product('aspirin 81 mg oral'))
  expect(rank(answer.high)).toBeGreaterThan(rank(answer.low))
  expect(answer.missing).toContain('age')
})

test('a dose that the text says is used, one that it does not say is left open', () => {
  const said = judge.pair(product('simvastatin 10 mg nightly'), product('amlodipine 5 mg daily'))
  const high = judge.pair(product('simvastatin 80 mg nightly'), product('amlodipine 5 mg daily'))
  const open = judge.pair(product('simvastatin'), product('amlodipine 5 mg daily'))
  expect(rank(said.high)).toBeLessThan(rank(high.low))
  expect([rank(open.low), rank(open.high)]).toEqual([rank(said.low), rank(high.high)])
})

test('order and station do not matter', () => {
  const names = [
    'warfarin 5 mg',
    'ibuprofen 400 mg',
    'simvastatin 80 mg nightly',
    'clarithromycin',
    'digoxin',
  ]
  const elsewhere = createMedicationJudge(shippedKnowledge())
  for (const a of names)
    for (const b of names) {
      const answer = judge.pair(product(a), product(b))
      expect(judge.pair(product(b), product(a))).toEqual(answer)
      // The other judge has seen neither text, only the keys, as when tables come from another station.
      expect(elsewhere.pair(product(a), product(b))).toEqual(answer)
    }
})

test.each([
  ['Penicillin (rash)', 'known'],
  ['NKDA', 'nothing'],
  ['blue dye number seven', 'unknown'],
])('the allergy "%s" is %s', (text, kind) => {
  expect(judge.allergy(text)).toBe(kind)
})

test('an allergy to the drug itself is contraindicated, to nothing of it null', () => {
  expect(judge.against('penicillin', product('amoxicillin 500 mg'))).toMatchObject({
    severity: 'contraindicated',
  })
  expect(judge.against('penicillin', product('metformin'))).toBeNull()
})
