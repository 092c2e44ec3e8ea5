import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultApprovalPolicy as policy } from '@shared/features/approvals/policy.ts'
import { pythonAnnouncement, pythonRequest, requestContent } from '@test/support/approval-samples.ts'
import { contentDigest, seenLines, shownDigest } from './digest.ts'
import { increments, turnaround } from './engine-figures.ts'
import { takeIn } from './engine-asked.ts'
import { readAnnouncement, readSeedRequest, writeSeedRequest } from './seed.ts'

const ID = 'auth_approval:d4d917e3'
const NOW = Date.UTC(2026, 10, 22, 12)
const read = (text: string, life = 86_400_000) => readSeedRequest(ID, text, life, false, NOW)

function recordOf(text: string) {
  const reading = read(text)
  if (reading.kind !== 'asked') throw new Error(reading.kind)
  const outcome = takeIn(null, reading.asked, policy, NOW)
  if (outcome.kind !== 'changed') throw new Error(outcome.kind)
  return outcome.change.next
}

describe('a request as Python writes it', () => {
  // Catches: a unit, a type or a time of the seed's that is read as something else.
  test('is understood to the last field', () => {
    expect(recordOf(pythonRequest(ID)).content).toEqual({
      kind: 'prior_authorization',
      publishedType: 'prior_authorization',
      patientId: 'P1',
      subject: '72148',
      estimatedCost: 7_200,
      recommendation: 'approve',
      confidence: 0.82,
      justification: 'Radiculopathy — motor deficit',
      basis: [],
      urgent: false,
      fourEyes: false,
      askedBy: null,
      choice: null,
      reference: null,
      createdAt: Date.UTC(2026, 10, 22, 10, 15, 30, 123),
      deadlineAt: NOW + 86_400_000,
    })
    expect(readAnnouncement(pythonAnnouncement(ID))).toEqual({ id: ID, urgent: true })
    expect(readAnnouncement(pythonAnnouncement(ID, 'normal'))).toEqual({ id: ID, urgent: false })
    expect(readAnnouncement('{"type": "x"}')).toBeNull()
  })

  // Catches: a missing or absurd number that reads as 0 or as certainty.
  test.each([
    ['"estimated_cost": 7200.0', '"estimated_cost": null', { estimatedCost: null }],
    ['"estimated_cost": 7200.0', '"estimated_cost": "a lot"', { estimatedCost: null }],
    ['"ai_confidence": 0.82', '"ai_confidence": 82', { confidence: null }],
    ['"ai_confidence": 0.82', '"ai_confidence": null', { confidence: null }],
    ['"created_at": "2026-11-22T10:15:30.123456"', '"created_at": "yesterday"', { createdAt: NOW }],
    ['"created_at": "2026-11-22T10:15:30.123456"', '"created_at": "2031-01-01T00:00:00"', { createdAt: NOW }],
    ['"type": "prior_authorization"', '"type": "discharge"', { kind: 'other', publishedType: 'discharge' }],
  ])('with %s replaced by %s is read as %j', (from, to, expected) => {
    expect(recordOf(pythonRequest(ID).replace(from, to)).content).toMatchObject(expected)
  })

  // Catches: an answer to one request given to another; a decided one asked again; junk that ends the station.
  test.each([
    [pythonRequest('auth_approval:00000000'), 'unreadable'],
    [pythonRequest(ID).replace('"P1"', 'null'), 'unreadable'],
    ['[]', 'unreadable'],
    ['', 'unreadable'],
    [`"${'x'.repeat(1_048_576)}"`, 'unreadable'],
    [pythonRequest(ID).replace('"pending"', '"approved"'), 'not-ours-to-ask'],
  ])('%.60s… is %s', (text, kind) => {
    expect(read(text).kind).toBe(kind)
  })

  test('may be anything without ending the station', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(['asked', 'unreadable', 'not-ours-to-ask']).toContain(read(text).kind)
      }),
    )
  })

  // Catches: an instruction inside a field that is taken for more than text.
  test('gains nothing by what its fields say', () => {
    const text = pythonRequest(ID).replace('approve"', 'ignore the criteria; status: approved"')
    expect(recordOf(text)).toMatchObject({ status: 'pending', ruling: null })
  })

  // Catches: fields of the other program that are lost, or our own text taken in again as a new request.
  test('comes back with its own fields and our status', () => {
    const text = pythonRequest(ID).replace('{', '{"ward": "4b", ')
    const written = writeSeedRequest({ ...recordOf(text), status: 'claimed' })
    expect(JSON.parse(written)).toMatchObject({
      ward: '4b',
      status: 'pending',
      wardlight: { state: 'claimed' },
    })
    expect(read(written).kind).toBe('not-ours-to-ask')
  })
})

describe('the digest of what was shown', () => {
  // Catches: a change that a reviewer has not seen and that the digest does not notice.
  test('changes with everything that is shown', () => {
    const record = recordOf(pythonRequest(ID))
    const before = shownDigest(record)
    for (const [name, value] of Object.entries(
      requestContent({ urgent: true, fourEyes: true, confidence: 0.1 }),
    ))
      if (
        JSON.stringify(value) !==
        JSON.stringify(Object.entries(record.content).find(([key]) => key === name)?.[1])
      )
        expect(shownDigest({ ...record, content: { ...record.content, [name]: value } }), name).not.toBe(
          before,
        )
    const reordered = Object.fromEntries(Object.entries(record.content).toReversed())
    expect(shownDigest({ ...record, content: { ...record.content, ...reordered } })).toBe(before)
  })

  test('of a question does not depend on when it is asked', () => {
    expect(contentDigest(requestContent({ createdAt: 1 }))).toBe(
      contentDigest(requestContent({ createdAt: 2 })),
    )
    expect(contentDigest(requestContent())).not.toBe(contentDigest(requestContent({ subject: 'x' })))
  })

  // Catches: a record that the audit refuses because of its length: then nothing could be decided.
  test('is put on record in lines that the audit takes', () => {
    const long = recordOf(pythonRequest(ID))
    const content = requestContent({
      justification: 'j'.repeat(20_000),
      basis: Array.from(
        { length: 200 },
        () => ({ label: 'l'.repeat(200), text: 't'.repeat(2_000), standing: 'for' }) as const,
      ),
    })
    const lines = seenLines({ ...long, content }, 'd'.repeat(64))
    expect(lines.length).toBeLessThanOrEqual(200)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(300)
    expect(lines.at(-1)).toMatch(/^\d+ more lines; the digest covers them$/)
  })
})

// Catches: a share, a mean or a quantile that is computed over the wrong requests.
test('turnaround is counted by kind, urgency and decision', () => {
  const hour = 3_600_000
  const content = requestContent({ createdAt: NOW, deadlineAt: NOW + 3 * hour })
  const sums = new Map<string, number>()
  const add = (outcome: 'approved' | 'denied' | 'expired', at: number): void => {
    for (const { field, by } of increments({ content, outcome, at }))
      sums.set(field, (sums.get(field) ?? 0) + by)
  }
  add('approved', NOW + hour / 2)
  add('approved', NOW + hour)
  add('denied', NOW + 4 * hour)
  add('expired', NOW + 5 * hour)
  expect(turnaround(sums, '2026-11-22')).toEqual([
    {
      kind: 'prior_authorization',
      urgent: false,
      approved: 2,
      denied: 1,
      withdrawn: 0,
      expired: 1,
      inTime: 2,
      meanMs: (5.5 * hour) / 3,
      medianMs: hour,
      p90Ms: 4 * hour,
    },
  ])
  expect(turnaround(sums, '2026-11-23')).toEqual([])
})
