import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KEPT_NOTES, type PriorAuthRecord, type PriorAuthRequest } from '@shared/features/prior-auth/model.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import { fact, lumbarMri, meeting } from '@test/support/prior-auth-requests.ts'
import { clockOf } from './engine-clocks.ts'
import { evaluate } from './engine.ts'
import { readRequestBundle } from './fhir-read.ts'
import { Bundle, ClaimResponse } from './fhir-schemas.ts'
import { writeRequestBundle, writeResponseBundle } from './fhir-write.ts'
import { shippedPolicies } from './policies-shipped.ts'

const book = shippedPolicies()
const now = Date.parse('2026-11-22T12:00:00Z')
const id = 'auth_approval:0a1b2c3d'

/** What a bundle cannot carry is what it is not for: the source of a fact. */
const carried = (request: PriorAuthRequest): PriorAuthRequest => ({
  ...request,
  facts: request.facts.map((each) => ({ ...each, source: 'fhir', quotation: null })),
  claim: { identifier: request.claim?.identifier ?? id, sequence: request.claim?.sequence ?? 1 },
})

describe('a request bundle', () => {
  test('written and read again is the same request, for every policy and plan', () => {
    for (const policy of book.policies) {
      for (const plan of policy.plans) {
        const request = meeting(policy, plan)
        const { items, remarks } = readRequestBundle(writeRequestBundle(request, id, now), book)
        expect(remarks).toEqual([])
        expect(items.map((item) => item.request)).toEqual([carried(request)])
      }
    }
  })

  test('keeps unknown what is unknown, and text as it is', () => {
    fc.assert(
      fc.property(
        fc.record({
          estimatedCost: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
          quantity: fc.option(fc.integer({ min: 1, max: 100 })),
          usedBefore: fc.option(fc.integer({ min: 0, max: 100 })),
          ageYears: fc.option(fc.integer({ min: 0, max: 120 })),
          urgent: fc.boolean(),
          notes: fc.string({ unit: 'grapheme', maxLength: 300 }),
        }),
        (more) => {
          const request = lumbarMri({ ...more, facts: [fact('red-flag', false, { on: '2026-11-01' })] })
          const [item] = readRequestBundle(writeRequestBundle(request, id, now), book).items
          // JSON has no negative zero.
          expect(item?.request).toEqual({ ...carried(request), estimatedCost: zeroed(request.estimatedCost) })
        },
      ),
    )
  })

  const bundle = (change: (claim: Record<string, unknown>) => void): string => {
    const parsed = Bundle.parse(JSON.parse(writeRequestBundle(lumbarMri(), id, now)))
    const claim = parsed.entry.find(({ resource }) => resource.resourceType === 'Claim')?.resource ?? {}
    change(claim)
    return JSON.stringify(parsed)
  }

  test.each<[string, string, RegExp]>([
    ['no JSON', 'certainly not', /no JSON/],
    ['another resource', '{"resourceType":"Patient"}', /Bundle\.\w+ does not have the structure/],
    ['a claim for payment', bundle((claim) => (claim['use'] = 'claim')), /not for preauthorization/],
    ['a cancelled claim', bundle((claim) => (claim['status'] = 'cancelled')), /cancelled/],
    ['a claim without insurance', bundle((claim) => (claim['insurance'] = [])), /Claim\.insurance/],
    [
      'an item numbered 0',
      bundle((claim) => (claim['item'] = [{ sequence: 0, productOrService: {} }])),
      /Claim\.item\[0\]\.sequence/,
    ],
    ['a claim without items', bundle((claim) => delete claim['item']), /no item/],
    [
      'a patient elsewhere',
      bundle((claim) => (claim['patient'] = { reference: 'Patient/other' })),
      /does not hold the patient/,
    ],
    [
      'a diagnosis that is code and reference',
      bundle(
        (claim) =>
          (claim['diagnosis'] = [
            {
              sequence: 1,
              diagnosisCodeableConcept: { text: 'a' },
              diagnosisReference: { reference: 'Condition/a' },
            },
          ]),
      ),
      /Claim\.diagnosis\[0\]/,
    ],
  ])('%s is refused with the place and without patient data', (_name, text, expected) => {
    let message = ''
    try {
      readRequestBundle(text, book)
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error
      message = error.message
    }
    expect(message).toMatch(expected)
    expect(message).not.toContain('P1001')
  })

  test('a cost in another currency is not taken for dollars', () => {
    const text = bundle((claim) => {
      claim['item'] = [
        {
          sequence: 1,
          productOrService: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '72148' }] },
          net: { value: 900, currency: 'EUR' },
        },
      ]
    })
    const { items, remarks } = readRequestBundle(text, book)
    expect(items[0]?.request.estimatedCost).toBeNull()
    expect(remarks.join(' ')).toContain('not in US dollars')
  })

  test('several items become several requests, each with its own diagnoses', () => {
    const item = (sequence: number, code: string, diagnosis: number): unknown => ({
      sequence,
      diagnosisSequence: [diagnosis],
      productOrService: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code }] },
    })
    const text = bundle((claim) => {
      claim['item'] = [item(1, '72148', 1), item(2, '95810', 2)]
      claim['diagnosis'] = ['M54.50', 'G47.33'].map((code, index) => ({
        sequence: index + 1,
        diagnosisCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code }] },
      }))
    })
    const requests = readRequestBundle(text, book).items.map(({ request }) => request)
    expect(requests.map(({ procedure, diagnoses }) => [procedure, ...diagnoses])).toEqual([
      ['72148', 'M54.50'],
      ['95810', 'G47.33'],
    ])
  })
})

function zeroed(value: number | null): number | null {
  return value === null ? null : value + 0
}

function recordOf(status: PriorAuthRecord['status'], more: Partial<PriorAuthRecord> = {}): PriorAuthRecord {
  const request = lumbarMri({ claim: { identifier: 'C-7', sequence: 3 } })
  return {
    id,
    rev: 1,
    status,
    request,
    notesCut: request.notes.length > KEPT_NOTES,
    notesReadBy: null,
    evaluation: evaluate(request, book, now),
    clock: clockOf(now, false, () => 0),
    decidedAt: status === 'pending_review' ? null : now,
    reason: null,
    reference: null,
    fromCache: false,
    origin: null,
    askedBy: null,
    decidedBy: null,
    barred: null,
    firstUrgent: null,
    escalated: 0,
    ...more,
  }
}

describe('a response bundle', () => {
  test.each<[PriorAuthRecord['status'], Partial<PriorAuthRecord>, string, string]>([
    ['auto_approved', { reference: 'PA-1' }, 'A1', 'complete'],
    ['approved', { reference: 'PA-2' }, 'A1', 'complete'],
    ['denied', { reason: 'No conservative care is documented.' }, 'A3', 'complete'],
    ['pending_review', {}, 'A4', 'queued'],
    ['information_asked', { reason: 'Since when?' }, 'A4', 'queued'],
    ['expired', {}, 'A4', 'queued'],
  ])('says of %s what happened', (status, more, code, outcome) => {
    const bundle = Bundle.parse(JSON.parse(writeResponseBundle(recordOf(status, more), now)))
    expect(bundle.type).toBe('collection')
    expect(bundle.timestamp).toBeDefined()
    const [first, ...others] = bundle.entry
    const response = ClaimResponse.parse(first?.resource)
    const [item] = response.item ?? []
    const said = item?.adjudication[0]?.extension?.[0]?.extension?.find(({ url }) =>
      url.endsWith('reviewActionCode'),
    )
    expect(said?.valueCodeableConcept?.coding?.[0]?.code).toBe(code)
    expect(response.outcome).toBe(outcome)
    expect(response.preAuthRef).toBe(more.reference ?? undefined)
    expect(response.processNote?.[0]?.text).toBe(more.reason ?? undefined)
    expect(item?.itemSequence).toBe(3)
    // Every reference resolves within the bundle.
    for (const { reference } of [response.patient, response.insurer])
      expect(others.some(({ resource }) => `${resource.resourceType}/${resource.id}` === reference)).toBe(
        true,
      )
  })
})
