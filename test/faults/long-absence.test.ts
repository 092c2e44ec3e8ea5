import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HubKeys } from '@main/hub/keys.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { bundleStation } from './bundle-station.ts'
import { FaultyStation } from './faulty-station.ts'
import { seenCount } from './hub-truth.ts'
import { Answered, StationLedger } from './ledger.ts'
import { mixMessages } from './message-mix.ts'

const ALERTS = 6_000
const HOUR_MS = 3_600_000
const PATIENCE_MS = 30_000

let bundle: Awaited<ReturnType<typeof bundleStation>>
let redis: TestRedis
let station: FaultyStation

beforeAll(async () => {
  bundle = await bundleStation()
  redis = await TestRedis.start()
  const answers = { seed: 1, person: 'nobody', acknowledge: 0, resolve: 0, withinMs: 0 }
  const ledger = new StationLedger('station', new Answered(), () => false)
  const plan = { name: 'station', hubUrl: redis.url, units: ['icu'], answers, paintMs: 0 }
  station = new FaultyStation(bundle.program, plan, ledger)
})
afterAll(async () => {
  await station.close()
  await redis.close()
  bundle.remove()
})

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${PATIENCE_MS / 1_000} s: ${what}`)
    await pause(2)
  }
}

// Catches: a ward marked as complete while its old messages still wait in memory. Whoever starts next would look only
// a few minutes back, and an hour's alerts would be lost.
test('what was published in an absence survives a death right after the histories were read', async () => {
  const { messages } = mixMessages(1, ALERTS, ['icu'], Date.now() - HOUR_MS - ALERTS)
  const pipeline = redis.client.pipeline()
  for (const { patientId, at, text } of messages)
    pipeline.zadd(`alert_history:${patientId}`, at / 1_000, text)
  await pipeline.exec()
  station.start()
  const mark = new HubKeys().alert('icu', 'reconciled')
  await until('the ward is marked as complete', async () => (await redis.client.get(mark)) !== null)
  await station.kill()
  station.start()
  await until('the station is back', () => Promise.resolve(station.live))
  // Its second look is over when the mark has moved on.
  const first = await redis.client.get(mark)
  await until('the ward is looked through again', async () => (await redis.client.get(mark)) !== first)
  expect(await seenCount(redis.client, 'icu')).toBe(ALERTS)
  expect(station.ledger.defects).toEqual([])
})
