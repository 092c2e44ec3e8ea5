import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { PriorAuthRecord } from '@shared/features/prior-auth/model.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import { lumbarMri } from '@test/support/prior-auth-requests.ts'
import { clockOf } from './engine-clocks.ts'
import { evaluate } from './engine.ts'
import { readRequestBundle } from './fhir-read.ts'
import { Bundle, Claim, ClaimResponse } from './fhir-schemas.ts'
import { writeRequestBundle, writeResponseBundle } from './fhir-write.ts'
import { shippedPolicies } from './policies-shipped.ts'

const book = shippedPolicies()
const now = Date.parse('2026-11-22T12:00:00Z')
const id = 'auth_approval:0a1b2c3d'
const denied = 'auth_approval:0badcafe'
const pas = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition'
const certificationType = `${pas}/extension-certificationType`
const denialNumber = `${pas}/extension-administrationReferenceNumber`
const prior = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship', code: 'prior' }],
}

const Items = z.array(z.record(z.string(), z.unknown()))

interface Changeable {
  readonly claim: Record<string, unknown>
  readonly item: Record<string, unknown>
  readonly entries: unknown[]
}

/** A first request's bundle, changed by the test. */
function bundle(change: (parts: Changeable) => void): string {
  const parsed = Bundle.parse(JSON.parse(writeRequestBundle(lumbarMri(), id, now)))
  const claim = parsed.entry.find(({ resource }) => resource.resourceType === 'Claim')?.resource
  if (claim === undefined) throw new Error('the bundle has a claim')
  const items = Items.parse(claim['item'])
  claim['item'] = items
  change({ claim, item: items[0] ?? {}, entries: parsed.entry })
  return JSON.stringify(parsed)
}

function ofType(code: string): unknown {
  const coding = [{ system: 'https://codesystem.x12.org/005010/1322', code }]
  return { url: certificationType, valueCodeableConcept: { coding } }
}

function refusal(text: string): string {
  try {
    readRequestBundle(text, book)
    return 'taken'
  } catch (error) {
    if (error instanceof RequestFailure) return error.message
    throw error
  }
}

describe('the request bundle of an appeal', () => {
  // Catches: an appeal that is read, or sent, as a first request.
  test.each([true, false])('written and read again is the same appeal (urgent: %s)', (urgent) => {
    const request = lumbarMri({ appealOf: denied, urgent })
    const text = writeRequestBundle(request, id, now)
    const [item] = readRequestBundle(text, book).items
    expect(item?.appeal).toEqual({ kind: 'number', id: denied })
    expect(item?.request).toMatchObject({ appealOf: denied, urgent, procedure: '72148' })
    const claim = Claim.parse(Bundle.parse(JSON.parse(text)).entry[0]?.resource)
    expect(claim.related).toEqual([
      {
        claim: { identifier: { system: 'urn:wardlight:prior-auth:request', value: denied } },
        relationship: prior,
      },
    ])
    expect(claim.item?.[0]?.extension).toEqual([
      {
        url: certificationType,
        valueCodeableConcept: {
          coding: [
            {
              system: 'https://codesystem.x12.org/005010/1322',
              code: urgent ? '1' : '2',
              display: urgent ? 'Appeal - Immediate' : 'Appeal - Standard',
            },
          ],
        },
      },
      { url: denialNumber, valueString: denied },
    ])
  })

  test('a first request says nothing of an appeal', () => {
    const text = writeRequestBundle(lumbarMri(), id, now)
    expect(text).not.toContain('related')
    expect(text).not.toContain('extension')
    expect(readRequestBundle(text, book).items[0]?.appeal).toBeNull()
  })

  // Catches: an immediate appeal that is put on the slow clock since the claim's priority does not repeat it.
  test('an immediate appeal is urgent whatever the priority says', () => {
    const text = bundle(({ item }) => {
      item['extension'] = [ofType('1'), { url: denialNumber, valueString: ` ${denied.toUpperCase()} ` }]
    })
    expect(readRequestBundle(text, book).items[0]).toMatchObject({
      appeal: { kind: 'number', id: denied },
      request: { urgent: true, appealOf: denied },
    })
  })

  test.each<[string, (parts: Changeable) => void]>([
    [
      'the earlier claim’s identifier',
      ({ claim }) => {
        claim['related'] = [{ claim: { identifier: { value: 'C-7' } }, relationship: prior }]
      },
    ],
    [
      'the earlier claim itself',
      ({ claim, entries }) => {
        claim['related'] = [{ claim: { reference: 'Claim/earlier' }, relationship: prior }]
        entries.push({
          resource: { ...claim, id: 'earlier', identifier: [{ value: 'C-7' }], related: undefined },
        })
      },
    ],
  ])('may name the denial by %s', (_name, change) => {
    const text = bundle((parts) => {
      parts.claim['extension'] = [ofType('2')]
      parts.item['sequence'] = 3
      change(parts)
    })
    const [item] = readRequestBundle(text, book).items
    // Which request it was is for the hub to say.
    expect(item?.appeal).toEqual({ kind: 'claim', identifier: 'C-7', sequence: 3 })
    expect(item?.request.appealOf).toBeNull()
  })

  // Catches: a cancellation that is decided as a request, and what is cancelled inside one.
  test.each<[string, (parts: Changeable) => void, RegExp]>([
    [
      'an appeal against nothing',
      ({ item }) => (item['extension'] = [ofType('2')]),
      /does not say against which/,
    ],
    ['a cancellation', ({ item }) => (item['extension'] = [ofType('3')]), /type 3/],
    ['a revision of all items', ({ claim }) => (claim['extension'] = [ofType('S')]), /type S/],
    [
      'an item that is cancelled',
      ({ item }) =>
        (item['modifierExtension'] = [{ url: `${pas}/modifierextension-infoCancelled`, valueBoolean: true }]),
      /modifier extension/,
    ],
    [
      'a second claim that the first does not name',
      ({ claim, entries }) => entries.push({ resource: { ...claim, id: 'other' } }),
      /2 claims/,
    ],
  ])('%s is refused', (_name, change, expected) => {
    expect(refusal(bundle(change))).toMatch(expected)
  })

  test('an earlier claim without the word appeal is told of', () => {
    const text = bundle(({ claim }) => {
      claim['related'] = [{ claim: { identifier: { value: denied } }, relationship: prior }]
    })
    const { items, remarks } = readRequestBundle(text, book)
    expect(items[0]?.appeal).toBeNull()
    expect(remarks.join(' ')).toContain('read as a new request')
  })
})

function recordOf(status: PriorAuthRecord['status'], appealOf: string | null): PriorAuthRecord {
  const request = lumbarMri({ claim: { identifier: 'C-8', sequence: 1 }, appealOf })
  return {
    id,
    rev: 2,
    status,
    request,
    notesCut: false,
    notesReadBy: null,
    evaluation: evaluate(request, book, now),
    clock: clockOf(now, false, () => 0),
    decidedAt: status === 'pending_review' ? null : now,
    reason: status === 'denied' ? 'Not met.' : null,
    reference: status === 'approved' ? 'PA-0A1B2C3D' : null,
    fromCache: false,
    origin: null,
    askedBy: null,
    decidedBy: null,
    barred: null,
    firstUrgent: null,
    escalated: 0,
  }
}

describe('the response bundle', () => {
  // Catches: a denial that gives the requester no number to appeal against, and an appeal whose answer does not say so.
  test.each<[PriorAuthRecord['status'], string | null, string, string | null, string]>([
    ['denied', null, 'A3', id, 'Denied by a person.'],
    ['approved', null, 'A1', null, 'Approved by a person.'],
    ['approved', denied, 'A1', denied, 'On appeal: Approved by a person.'],
    ['denied', denied, 'A3', denied, 'On appeal: Denied by a person.'],
    ['pending_review', denied, 'A4', denied, 'On appeal: A person decides.'],
  ])('of %s (against %s) says %s and the number %s', (status, appealOf, code, number, said) => {
    const text = writeResponseBundle(recordOf(status, appealOf), now)
    const response = ClaimResponse.parse(Bundle.parse(JSON.parse(text)).entry[0]?.resource)
    const [item] = response.item ?? []
    expect(JSON.stringify(item?.adjudication)).toContain(`"code":"${code}"`)
    const numbers = z.array(z.object({ url: z.string(), valueString: z.string() })).optional()
    expect(numbers.parse(item?.['extension'])).toEqual(
      number === null ? undefined : [{ url: denialNumber, valueString: number }],
    )
    expect(response.disposition).toBe(said)
    expect(response.identifier?.[0]?.value).toBe(id)
  })
})
