import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { closedRequests } from '@main/features/approvals/closed.ts'
import { HubKeys } from '@main/hub/keys.ts'
import { Hub } from '@main/hub/hub.ts'
import { readHubAddress } from '@main/hub/address.ts'
import { RedisApprovalStore } from '@main/features/approvals/redis.ts'
import type { ClosedPlace } from '@shared/features/approvals/contract.ts'
import { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import { quickPolicy, type ApprovalDesk } from '@test/support/approval-desks.ts'
import { pythonRequest } from '@test/support/approval-samples.ts'
import { ApprovalSet, ID } from '@test/support/approval-set.ts'
import { TestRedis } from '@test/support/redis-server.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())

/** Somebody who may see every kind. */
const all = (): boolean => true

let tests = 0
let set: ApprovalSet
beforeEach(() => {
  tests += 1
  set = new ApprovalSet(redis, `c${tests}:`)
})
afterEach(() => set.close())

async function withStore<T>(work: (store: RedisApprovalStore) => Promise<T>): Promise<T> {
  const reading = readHubAddress(redis.url)
  if (!reading.ok) throw new Error(reading.sentence)
  const hub = new Hub(reading.address, new HubKeys(set.prefix), 'reader')
  const live = new Promise<void>((resolve) => hub.on('state', ({ link }) => link === 'live' && resolve()))
  hub.start()
  await live
  try {
    return await work(new RedisApprovalStore(hub, 'reader'))
  } finally {
    hub.stop()
  }
}

async function ask(desk: ApprovalDesk, id: string, patientId: string): Promise<void> {
  await desk.gate.ask({
    id,
    type: 'prior_authorization',
    patientId,
    subject: '72148',
    estimatedCost: 7_200,
    recommendation: 'approve',
    confidence: 0.82,
    justification: 'Radiculopathy.',
    basis: [],
    urgent: false,
    deadlineAt: desk.now() + 3_600_000,
    fence: 1,
    fourEyes: false,
  })
}

const idOf = (number: number): string => `auth_approval:${number.toString(16).padStart(8, '0')}`

// Catches: a page that repeats or leaves out a row when many were closed in one millisecond; a search that brings another
// patient's; an open request among the closed; a list that claims to be at its end.
test('closed requests are read page by page, the latest first, and by patient', async () => {
  const desk = await set.open('A')
  for (let n = 0; n < 30; n += 1) {
    await ask(desk, idOf(n), n % 10 === 0 ? 'P9' : 'P1')
    if (n !== 29) await desk.gate.withdraw(idOf(n), 1, 'Done elsewhere.')
  }
  // As a batch closes them: twenty at the same time.
  const closed = `${set.prefix}approval:{all}:closed`
  for (let n = 5; n < 25; n += 1) await redis.client.zadd(closed, 1_700_000_000_000, idOf(n))
  await withStore(async (store) => {
    const seen: string[] = []
    let after: ClosedPlace | null = null
    for (let pages = 0; pages < 20; pages += 1) {
      const page = await closedRequests(store, all, null, after, 7)
      seen.push(...page.rows.map(({ id }) => id))
      expect(page.rows.every(({ status, reason }) => status === 'withdrawn' && reason !== null)).toBe(true)
      after = page.older
      if (after === null) break
    }
    expect(after).toBeNull()
    expect(seen).toHaveLength(29)
    expect(new Set(seen).size).toBe(29)
    expect(seen[0]).toBe(idOf(28))
    const one = await closedRequests(store, all, 'P9', null, 2)
    expect(one.rows.map(({ patientId }) => patientId)).toEqual(['P9', 'P9'])
    const rest = await closedRequests(store, all, 'P9', one.older, 2)
    expect(rest.rows.map(({ patientId }) => patientId)).toEqual(['P9'])
    expect(rest.older).toBeNull()
    expect((await closedRequests(store, all, 'P2', null, 2)).rows).toEqual([])
    // Catches: closed requests of a kind that the person may not see.
    const none = await closedRequests(store, (kind) => kind === 'emergency_access', null, null, 200)
    expect(none).toEqual({ rows: [], older: null })
  })
})

// Catches: a request whose program writes the key and tells no channel, and that nobody sees until a station restarts;
// two stations that both walk through all keys each time.
test('a request that no message told of is found while the stations run', async () => {
  const policy = ApprovalPolicy.parse({ ...quickPolicy, lookEveryMs: 300 })
  const a = await set.open('A', { policy })
  const b = await set.open('B', { policy })
  for (const desk of [a, b]) await desk.until('the look', () => desk.service.snapshot().complete)
  await redis.client.setex(set.seedKey(), 86_400, pythonRequest(ID))
  for (const desk of [a, b]) await desk.until('the request', () => desk.rows().length === 1)
  expect(await redis.client.xlen(`${set.prefix}approval:{all}:log`)).toBe(1)
})

// Catches: a station that goes on looking without a link, or on a hub that it has left.
test('a station that has stopped looks no more', async () => {
  const policy = ApprovalPolicy.parse({ ...quickPolicy, lookEveryMs: 50 })
  const a = await set.open('A', { policy })
  await a.until('the look', () => a.service.snapshot().complete)
  a.service.stop()
  await redis.client.setex(set.seedKey(), 86_400, pythonRequest(ID))
  const before = await redis.client.get(`${set.prefix}approval:{all}:looked`)
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await redis.client.get(`${set.prefix}approval:{all}:looked`)).toBe(before)
  expect(await redis.client.exists(`${set.prefix}approval:{all}:record`)).toBe(0)
})
