import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { pythonAnnouncement, pythonRequest, SPECIFIC } from '@test/support/approval-samples.ts'
import { ApprovalSet, codeOf, decideAt, ID, named } from '@test/support/approval-set.ts'
import { TestRedis } from '@test/support/redis-server.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())

let tests = 0
let set: ApprovalSet
beforeEach(() => {
  tests += 1
  set = new ApprovalSet(redis, `t${tests}:`)
})
afterEach(() => set.close())

describe('the seed’s Python', () => {
  // Catches: a request of another program that is not heard, misread, or raised once per station.
  test('asks, and the request is in every queue once', async () => {
    const [a, b] = [await set.open('A'), await set.open('B')]
    await set.pythonAsks()
    for (const desk of [a, b]) await desk.until('the request', () => desk.rows().length === 1)
    expect(a.rows()[0]).toMatchObject({
      id: ID,
      kind: 'prior_authorization',
      patientId: 'P1',
      subject: '72148',
      estimatedCost: 7_200,
      confidence: 0.82,
      urgent: true,
      status: 'pending',
      createdAt: Date.UTC(2026, 10, 22, 10, 15, 30, 123),
    })
    const life = (a.rows()[0]?.deadlineAt ?? 0) - a.now()
    expect(life).toBeGreaterThan(86_300_000)
    expect(life).toBeLessThanOrEqual(86_400_000)
    const log = await redis.client.xrange(`${set.prefix}approval:{all}:log`, '-', '+')
    expect(log.filter(([, fields]) => fields.includes('asked'))).toHaveLength(1)
    // Nothing is written over its key until something is decided.
    expect(await redis.client.get(set.seedKey())).toBe(pythonRequest(ID))
  })

  // Catches: a decision that Python cannot read, that it could read too early, or that loses its own fields.
  test('reads the decision when it is final, and not before', async () => {
    const [a, b] = [await set.open('A'), await set.open('B')]
    await set.pythonAsks()
    await b.until('the request', () => b.rows().length === 1)
    await decideAt(a, 'denied')
    await b.until('the proposal', () => b.rows()[0]?.proposal !== null)
    expect(await set.pythonReads()).toMatchObject({ status: 'pending' })
    await b.until('the end', async () => (await set.pythonReads())['status'] === 'denied')
    const { reason, decided_by, decided_at, wardlight, ...rest } = await set.pythonReads()
    const asked: unknown = JSON.parse(pythonRequest(ID))
    expect(rest).toEqual({ ...(typeof asked === 'object' ? asked : {}), status: 'denied' })
    expect({ reason, decided_by }).toEqual({ reason: SPECIFIC, decided_by: 'a' })
    expect(decided_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/)
    expect(wardlight).toMatchObject({ state: 'denied' })
    expect(await redis.client.ttl(set.seedKey())).toBeGreaterThan(86_000)
    for (const desk of [a, b]) await desk.until('an empty queue', () => desk.rows().length === 0)
  })

  // Catches: a request that was published while no station listened, and one that is taken in again at each look.
  test('is heard although no station was there; nothing is taken in twice', async () => {
    await set.pythonAsks()
    await set.pythonAsks('auth_approval:00000002', 'P2')
    await redis.client.set(`${set.prefix}approval_requests_of_others`, '{}')
    await redis.client.lpush(set.seedKey('a list'), 'x')
    await redis.client.setex(set.seedKey('broken'), 100, '{"request_id": ')
    await redis.client.setex(
      set.seedKey('decided'),
      100,
      pythonRequest('decided').replace('pending', 'approved'),
    )
    const a = await set.open('A')
    await a.until('the look', () => a.service.snapshot().complete)
    expect(
      a
        .rows()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['auth_approval:00000002', ID])
    expect(a.unreadable.sort()).toEqual(['a list', 'broken'])
    expect(a.service.snapshot().unreadable).toBe(2)
    const b = await set.open('B')
    await b.until('the look', () => b.service.snapshot().complete)
    expect(b.rows()).toHaveLength(2)
    expect(await redis.client.xlen(`${set.prefix}approval:{all}:log`)).toBe(2)
  })

  // Catches: a decision on what was on the screen before the program changed it.
  test('changes its request under a reviewer, who must look again', async () => {
    const a = await set.open('A')
    await set.pythonAsks()
    await a.until('the request', () => a.rows().length === 1)
    const { approval, digest } = await a.review.claim(named)
    await set.pythonAsks(ID, 'P1', pythonRequest(ID).replace('7200.0', '72000.0'))
    await a.until('the change', () => a.rows()[0]?.estimatedCost === 72_000)
    const token = approval.claim?.token ?? 0
    const decision = { ...named, token, digest, verdict: 'approved', reason: '' } as const
    expect(await codeOf(a.review.decide(decision))).toBe('approvals.changed-meanwhile')
    expect(await set.pythonReads()).toMatchObject({ status: 'pending', estimated_cost: 72_000 })
  })

  // Catches: an expiry that is a vanished key.
  test('finds an undecided request expired, and so does everybody', async () => {
    const [a, b] = [await set.open('A'), await set.open('B')]
    await redis.client.set(set.seedKey(), pythonRequest(ID), 'PX', 1_500)
    await redis.client.publish(`${set.prefix}auth:pending`, pythonAnnouncement(ID))
    await a.until('the request', () => a.rows().length === 1)
    await a.until('the expiry', async () => (await set.pythonReads())['status'] === 'expired')
    for (const desk of [a, b]) {
      await desk.until('an empty queue', () => desk.rows().length === 0)
      await desk.until('that it is told', () => desk.announced.includes('expired'))
    }
    await a.until('the record', () =>
      [...a.facts, ...b.facts].some(({ action }) => action === 'approvals.expired'),
    )
    expect([...a.facts, ...b.facts].filter(({ action }) => action === 'approvals.expired')).toHaveLength(1)
    expect(await a.gate.read(ID)).toMatchObject({ status: 'expired' })
    expect(await a.review.figures(1)).toMatchObject([{ kind: 'prior_authorization', expired: 1 }])
  })
})
