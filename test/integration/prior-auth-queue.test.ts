import { afterAll, beforeAll, expect, test } from 'vitest'
import { ClaimResponse, Bundle } from '@main/features/prior-auth/fhir-schemas.ts'
import { writeResponseBundle } from '@main/features/prior-auth/fhir-write.ts'
import { ApprovalDesk } from '@test/support/approval-desks.ts'
import { PriorAuthDesk, TestGate } from '@test/support/prior-auth-desk.ts'
import { lumbarMri } from '@test/support/prior-auth-requests.ts'
import { TestRedis } from '@test/support/redis-server.ts'

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
