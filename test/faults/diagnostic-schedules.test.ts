import { afterAll, beforeAll, expect, test } from 'vitest'
import { DiagnosticDesk } from '@test/support/diagnostic-desks.ts'
import { playSchedule } from '@test/support/diagnostic-schedule.ts'
import { TestRedis } from '@test/support/redis-server.ts'

const full = process.env['WARDLIGHT_FAULTS'] === 'full'
const SCHEDULES = full ? 100_000 : 2_000
/** One seed replays one schedule: `WARDLIGHT_FAULT_SEED=17`. */
const only = process.env['WARDLIGHT_FAULT_SEED']
const SIDE_BY_SIDE = 100

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start({ appendonly: 'no' })
})
afterAll(() => redis.close())

// Catches: a paused holder whose write is accepted after its lease, a token that is given twice, a cancelled run that
// goes on, and a good write that is refused.
test(`${only === undefined ? SCHEDULES : 1} interleavings of lock, pause, expiry and fencing: no stale write`, async () => {
  const desk = await DiagnosticDesk.open(redis.url, 'f:', 'A', { lookMs: 3_600_000 })
  const lock = (patient: string): string => desk.keys.diagnosticLock(patient)
  const expire = async (patient: string): Promise<void> => void (await redis.client.del(lock(patient)))
  const foreign = async (patient: string): Promise<boolean> =>
    (await redis.client.set(lock(patient), 'python', 'EX', 300, 'NX')) === 'OK'
  const put = async (patient: string, token: string): Promise<void> =>
    void (await redis.client.set(lock(patient), token, 'EX', 300))
  const total = { steps: 0, accepted: 0, refused: 0, stale: 0 }
  const disagreements: string[] = []
  const seeds =
    only === undefined ? Array.from({ length: SCHEDULES }, (_, index) => index + 1) : [Number(only)]
  try {
    for (let start = 0; start < seeds.length; start += SIDE_BY_SIDE) {
      const some = seeds.slice(start, start + SIDE_BY_SIDE)
      const played = await Promise.all(
        some.map((seed) => playSchedule(desk.store, seed, expire, foreign, put)),
      )
      for (const figures of played) {
        total.steps += figures.steps
        total.accepted += figures.accepted
        total.refused += figures.refused
        total.stale += figures.stale
        disagreements.push(...figures.disagreements)
      }
      if (start % 10_000 === 0) await redis.client.flushall()
    }
  } finally {
    await desk.close()
  }
  expect(disagreements).toEqual([])
  if (only === undefined) {
    // A run in which nothing was ever stale or accepted would prove nothing.
    expect(total.stale).toBeGreaterThan(seeds.length / 4)
    expect(total.refused).toBe(total.stale)
    expect(total.accepted).toBeGreaterThan(seeds.length / 4)
  }
})
