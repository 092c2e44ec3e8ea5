import { describe, expect, test } from 'vitest'
import { ageAt, contextOf, routeOf } from './cds-context.ts'
import { drugsOf, hasMedications, HookCall, patientFactsOf } from './cds-request.ts'

const order = (id: string, text: string | null, more: object = {}) => ({
  resource: {
    resourceType: 'MedicationRequest',
    id,
    status: 'draft',
    ...(text === null ? {} : { medicationCodeableConcept: { text } }),
    ...more,
  },
})
const bundle = (...entry: object[]) => ({ resourceType: 'Bundle', type: 'collection', entry })

function call(more: { hook?: string; selections?: string[]; drafts: object; prefetch?: object }) {
  return HookCall.parse({
    hook: more.hook ?? 'order-sign',
    hookInstance: '7c1e0f0e-8ff4-4b8e-9f8b-2f3f6f2f1a10',
    context: {
      userId: 'Practitioner/1',
      patientId: 'P1',
      draftOrders: more.drafts,
      ...(more.selections && { selections: more.selections }),
    },
    ...(more.prefetch && { prefetch: more.prefetch }),
  })
}

describe('the drugs of a call', () => {
  // Catches: an order whose drug is only referenced (contained, or beside it in the bundle) and so is never checked.
  test('are found in the text, the coding, a contained and a neighbouring Medication', () => {
    const drafts = bundle(
      order('1', 'Coumadin 5 mg tablet'),
      order('2', null, { medicationCodeableConcept: { coding: [{ code: '1' }, { display: 'aspirin' }] } }),
      order('3', null, {
        medicationReference: { reference: '#m' },
        contained: [{ resourceType: 'Medication', id: 'm', code: { text: 'digoxin' } }],
      }),
      order('4', null, { medicationReference: { reference: 'urn:uuid:5' } }),
      { fullUrl: 'urn:uuid:5', resource: { resourceType: 'Medication', code: { text: 'lithium' } } },
      order('6', null, { medicationReference: { reference: 'Medication/9', display: 'phenytoin' } }),
    )
    const texts = drugsOf(call({ drafts })).map(({ text }) => text)
    expect(texts).toEqual(['Coumadin 5 mg tablet', 'aspirin', 'digoxin', 'lithium', 'phenytoin'])
  })

  // Catches: an order that cannot be read and vanishes, so that the rest reads as complete.
  test('an order that names no drug is still there, as one that cannot be checked', () => {
    const drafts = bundle(order('1', null, { medicationCodeableConcept: { coding: [{ code: '855332' }] } }))
    expect(drugsOf(call({ drafts }))).toEqual([{ text: '(drug without a name)', route: null, acting: true }])
  })

  // Catches: order-select that warns about what was chosen earlier, and order-sign that leaves drafts out.
  test('only what is selected is acted on; signing acts on every draft; what is taken already never', () => {
    const drafts = bundle(order('1', 'warfarin'), order('2', 'aspirin'))
    const prefetch = { medications: bundle(order('9', 'digoxin', { status: 'active' })) }
    const acting = (hook: string) =>
      drugsOf(call({ hook, selections: ['MedicationRequest/2'], drafts, prefetch }))
        .filter((drug) => drug.acting)
        .map(({ text }) => text)
    expect(acting('order-select')).toEqual(['aspirin'])
    expect(acting('order-sign')).toEqual(['warfarin', 'aspirin'])
  })

  // Catches: a drug that was stopped years ago and warns for ever.
  test('what has ended is not taken any more', () => {
    const prefetch = {
      medications: bundle(
        order('8', 'amiodarone', { status: 'stopped' }),
        order('9', 'digoxin', { status: 'active' }),
      ),
    }
    expect(drugsOf(call({ drafts: bundle(), prefetch })).map(({ text }) => text)).toEqual(['digoxin'])
  })

  // Catches: a record that sent no list of medications being read as a patient who takes nothing.
  test('no list is not an empty list', () => {
    expect(hasMedications(call({ drafts: bundle() }))).toBe(false)
    expect(hasMedications(call({ drafts: bundle(), prefetch: { medications: null } }))).toBe(false)
    expect(hasMedications(call({ drafts: bundle(), prefetch: { medications: bundle() } }))).toBe(true)
  })
})

describe('what is known of the patient', () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  const observation = (code: string, value: number, unit: string) =>
    bundle({
      resource: {
        resourceType: 'Observation',
        code: { coding: [{ system: 'http://loinc.org', code }] },
        valueQuantity: { value, code: unit },
      },
    })

  // Catches: a value in another unit taken for one in ours, and silence taken for normal.
  test('values count only in a unit that is understood; the rest stays unknown', () => {
    const facts = (prefetch: object) => contextOf(patientFactsOf(call({ drafts: bundle(), prefetch })), now)
    expect(
      facts({
        patient: { resourceType: 'Patient', birthDate: '1950-06-01' },
        egfr: observation('98979-8', 28, 'mL/min/{1.73_m2}'),
        potassium: observation('2823-3', 5.4, 'mmol/L'),
        qtc: observation('8636-3', 480, 'ms'),
        allergies: bundle({ resource: { resourceType: 'AllergyIntolerance', code: { text: 'penicillin' } } }),
      }),
    ).toEqual({
      ageYears: 76,
      pregnant: null,
      egfr: 28,
      childPugh: null,
      potassium: 5.4,
      qtc: 480,
      allergies: ['penicillin'],
    })
    expect(
      facts({ egfr: observation('98979-8', 0.4, 'mL/s'), potassium: observation('2823-3', 54, 'mg/dL') }),
    ).toEqual({
      ageYears: null,
      pregnant: null,
      egfr: null,
      childPugh: null,
      potassium: null,
      qtc: null,
      allergies: null,
    })
  })

  test.each([
    ['1950-06-01', 76],
    ['1950-12-01', 75],
    ['2026-11-22', 0],
    ['1990', 36],
    ['2030-01-01', null],
    ['01.06.1950', null],
    ['1800-01-01', null],
  ])('born %s: %s', (birthDate, years) => {
    expect(ageAt(birthDate, now)).toBe(years)
  })

  test.each([
    ['Intravenous route', 'intravenous'],
    ['IV', 'intravenous'],
    ['by mouth', 'oral'],
    ['Topical', 'topical'],
    ['sublingual', null],
    [null, null],
  ])('route %s: %s', (words, route) => {
    expect(routeOf(words)).toBe(route)
  })
})
