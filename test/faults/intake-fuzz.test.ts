import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assess } from '@main/features/alerts/engine-grade.ts'
import { takeIn } from '@main/features/alerts/intake.ts'
import { defaultAlertPolicy } from '@shared/features/alerts/policy.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { seedMessage } from '@test/support/seed-publisher.ts'
import { bundleStation } from './bundle-station.ts'
import { Dice } from './dice.ts'
import { FaultyStation } from './faulty-station.ts'
import { readUnit } from './hub-truth.ts'
import { Answered, StationLedger } from './ledger.ts'
import { mutatedPayload } from './mutations.ts'

const full = process.env['WARDLIGHT_FAULTS'] === 'full'
const only = process.env['WARDLIGHT_FAULT_SEED']
const seed = only === undefined ? 1 : Number(only)
const COUNT = full ? 100_000 : 5_000
/** A subscriber that falls further behind would be cut off by the hub, as any subscriber is. */
const AHEAD = 500
const PATIENCE_MS = 180_000

let bundle: Awaited<ReturnType<typeof bundleStation>>
let redis: TestRedis
let station: FaultyStation

beforeAll(async () => {
  bundle = await bundleStation()
  redis = await TestRedis.start()
  const answers = { seed, person: 'nobody', acknowledge: 0, resolve: 0, withinMs: 0 }
  const ledger = new StationLedger('station', new Answered(), () => true)
  const plan = { name: 'station', hubUrl: redis.url, units: ['icu'], answers, paintMs: 0 }
  station = new FaultyStation(bundle.program, plan, ledger)
  station.start()
  await until('the station is live', () => station.live)
})
afterAll(async () => {
  await station.close()
  await redis.close()
  bundle.remove()
})

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${PATIENCE_MS / 1_000} s: ${what}`)
    await pause(20)
  }
}

describe(`${COUNT} malformed and valid messages (seed ${seed})`, () => {
  // Catches: a message that ends or deafens the station, one that is dropped without a trace, and a refusal that takes
  // valid neighbours with it.
  test('leave the station alive; each is taken in or kept in the quarantine', async () => {
    const dice = new Dice(seed, 'fuzz')
    const base = Date.now() - COUNT
    const expected = new Set<string>()
    const refused = new Set<string>()
    for (let index = 0; index < COUNT; index += 1) {
      const payload = mutatedPayload(dice, index, base)
      await redis.client.publish('alerts:icu', payload)
      const intake = takeIn({ kind: 'unit', unit: 'icu' }, payload, Date.now(), defaultAlertPolicy)
      if (intake.kind === 'refused') refused.add(payload.toString('latin1'))
      // Without a time of its own a message is named after the minute of its receipt, which is the station's to tell.
      else if (
        !intake.finding.doubts.includes('time-missing') &&
        assess(intake.finding, defaultAlertPolicy) !== null
      )
        expected.add(intake.finding.messageId)
      if (index % AHEAD === 0)
        await until('the station keeps up', async () => {
          const counters = await station.counters()
          return counters !== null && counters.received > index - AHEAD && counters.backlog < AHEAD
        })
    }
    await until('everything has been heard', async () => (await station.counters())?.received === COUNT)
    await until('everything has been decided', async () => (await station.counters())?.backlog === 0)
    const { seen } = await readUnit(redis.client, 'icu')
    expect([...expected].filter((id) => !seen.has(id))).toEqual([])
    expect((await station.counters())?.quarantined).toBeGreaterThanOrEqual(refused.size)
    expect(expected.size).toBeGreaterThan(COUNT / 10)
    expect(refused.size).toBeGreaterThan(COUNT / 10)
    expect(station.ledger.defects).toEqual([])
    expect(station.ledger.losses).toBe(0)
    console.log(
      `${COUNT} messages: ${expected.size} shown or counted, ${refused.size} different ones refused`,
    )
  })

  // Catches: a station that survives but no longer shows anything.
  test('do not keep the next alert from the window', async () => {
    const before = (await station.window())?.lines.length ?? 0
    await redis.client.publish('alerts:icu', JSON.stringify(seedMessage({ patient_id: 'after' })))
    await until('the alert is on the window', async () => {
      const window = await station.window()
      return window !== null && window.lines.some(({ chain }) => chain.startsWith('after|'))
    })
    expect((await station.window())?.lines.length).toBe(before + 1)
  })
})
