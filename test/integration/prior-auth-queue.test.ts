import { afterAll, beforeAll, expect, test } from 'vitest'
import { ClaimResponse, Bundle } from '@main/features/prior-auth/fhir-schemas.ts'
import { writeResponseBundle } from '@main/features/prior-auth/fhir-write.ts'
import { ApprovalDesk } from '@test/support/approval-desks.ts'
import { PriorAuthDesk, TestGate } from '@test/support/prior-auth-desk.ts'
import { lumbarMri } from '@test/support/prior-auth-requests.ts'
import { TestRedis } from '@test/support/redis-server.ts'

const HOUR = 3_600_000
const REASON = 'No conservative treatment is documented in the note of the last visit.'

let redis: TestRedis
let reviewers: ApprovalDesk
let desk: PriorAuthDesk
beforeAll(async () => {
  redis = await TestRedis.start()
  reviewers = await ApprovalDesk.open(redis.url, 'queue:', 'A')
  desk = await new PriorAuthDesk(redis, 'queue:', new TestGate(), 'desk', reviewers.gate).open()
})
afterAll(async () => {
  await desk.close()
  reviewers.close()
  await redis.close()
})

// Catches: the two features meaning different things by the same words at the gate between them.
test.each([
  ['approved', '', 'approved', 'A1', null],
  ['denied', REASON, 'denied', 'A3', REASON],
] as const)(
  'a request that reviewers %s in the real queue is answered so',
  async (verdict, reason, status, code, note) => {
    const { id } = await desk.service.decide(lumbarMri({ estimatedCost: 9_000 }))
    await desk.watch.look()
    expect((await desk.service.read(id)).status).toBe('pending_review')
    const named = { id, patientId: 'P1001' }
    await reviewers.until('the request', () => reviewers.rows().some((row) => row.id === id))
    const { approval, digest } = await reviewers.review.claim(named)
    const token = approval.claim?.token ?? 0
    await reviewers.review.decide({ ...named, token, digest, verdict, reason })
    await reviewers.until('the decision', async () => {
      await desk.watch.look()
      return (await desk.service.read(id)).decidedAt !== null
    })
    const record = await desk.service.read(id)
    expect(record).toMatchObject({ status, reason: note })
    const bundle = Bundle.parse(JSON.parse(writeResponseBundle(record, Date.now())))
    const response = ClaimResponse.parse(bundle.entry[0]?.resource)
    expect(JSON.stringify(response.item)).toContain(`"${code}"`)
    expect(response.processNote?.[0]?.text ?? null).toBe(note)
  },
)

/** Takes the request at these reviewers' station, and decides it when a verdict is given. */
async function decideAt(station: ApprovalDesk, id: string, verdict: 'denied' | 'approved'): Promise<void> {
  await station.until('the request', () => station.rows().some((row) => row.id === id))
  const named = { id, patientId: 'P1001' }
  const { approval, digest } = await station.review.claim(named)
  const reason = verdict === 'denied' ? REASON : ''
  const token = approval.claim?.token ?? 0
  await station.review.decide({ ...named, token, digest, verdict, reason })
}

// Catches: an appeal that goes back to whoever denied it, and a decision that counts as late because a station looked late.
test('an appeal is decided by somebody else, and counts from when it was decided', async () => {
  const others = await ApprovalDesk.open(redis.url, 'queue:', 'B')
  const dear = lumbarMri({ estimatedCost: 9_000 })
  const { id: denied } = await desk.service.decide(dear)
  await decideAt(reviewers, denied, 'denied')
  const closed = async (id: string): Promise<boolean> => {
    await desk.watch.look()
    return (await desk.service.read(id)).decidedAt !== null
  }
  desk.aheadMs = 5 * HOUR
  await reviewers.until('the denial', () => closed(denied))
  desk.aheadMs = 0
  const record = await desk.service.read(denied)
  expect(record.decidedBy).toBe('a')
  expect((record.decidedAt ?? 0) - record.clock.submittedAt).toBeLessThan(HOUR)
  const { id } = await desk.service.decide({ ...dear, appealOf: denied })
  await reviewers.until('the appeal', () => reviewers.rows().some((row) => row.id === id))
  await expect(reviewers.review.claim({ id, patientId: 'P1001' })).rejects.toMatchObject({
    code: 'approvals.denied-it-before',
  })
  await decideAt(others, id, 'approved')
  await others.until('the decision', () => closed(id))
  expect(await desk.service.read(id)).toMatchObject({ status: 'approved', decidedBy: 'b', barred: 'a' })
  others.close()
})
