import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestChannels } from '@shared/ipc/channels.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'
import { Dice } from './dice.ts'
import { fuzzedCall } from './ipc-inputs.ts'

const full = process.env['WARDLIGHT_FAULTS'] === 'full'
const seed = Number(process.env['WARDLIGHT_FAULT_SEED'] ?? 1)
const COUNT = full ? 1_000_000 : 20_000
const UNSETTLED_MS = 30_000
const HANG_MS = 50
/** Answers that the station gives by itself, without asking the hub, a disk or a password hash. */
const atOnce = new Set(['ipc.bad-input', 'ipc.unknown-request', 'ipc.untrusted-sender', 'ipc.no-session'])

let redis: TestRedis
let stations: HeadlessStation[] = []
beforeAll(async () => {
  redis = await TestRedis.start()
  stations = await Promise.all(
    ([null, 'charge-nurse', 'administrator'] as const).map((role) =>
      new HeadlessStation({ hubUrl: redis.url, units: ['icu'], role, stationName: `desk ${role}` }).start(),
    ),
  )
  await stations[0]?.live()
})
afterAll(async () => {
  await Promise.all(stations.map((station) => station.stop()))
  await redis.close()
})

/** What every object inherits from; one more name among these is pollution. */
function inherited(): string {
  const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype]
  return JSON.stringify(prototypes.map((each) => Reflect.ownKeys(each).map(String)))
}

// Catches: an input that ends the station, one that is never answered, one that reaches a handler past its schema, and
// one that writes into what all objects inherit.
test(`${COUNT} calls over every channel, most of them wrong, are all answered (seed ${seed})`, async () => {
  const before = inherited()
  const dice = new Dice(seed, 'ipc')
  const outcomes = new Map<string, number>()
  const perChannel = new Map<string, number>()
  const slow = new Map<string, number>()
  const failures: string[] = []
  let slowAtOnce = 0
  const onFailure = (error: unknown): void => void failures.push(String(error))
  process.on('uncaughtException', onFailure)
  process.on('unhandledRejection', onFailure)
  try {
    for (let index = 0; index < COUNT; index += 1) {
      const { name, input, trusted } = fuzzedCall(dice)
      const station = stations[index % stations.length]
      const began = performance.now()
      const reply = await within(station?.station.answer(name, input, trusted), `call ${index} of ${name}`)
      const took = performance.now() - began
      const outcome = reply.ok ? 'done' : reply.error.code
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      perChannel.set(name, (perChannel.get(name) ?? 0) + 1)
      if (outcome === 'ipc.internal' || outcome === 'ipc.bad-output')
        failures.push(`${name}: ${outcome}, call ${index}`)
      // What the window cannot be sent would leave it waiting.
      structuredClone(reply)
      if (took > HANG_MS) {
        slow.set(`${name} ${outcome}`, (slow.get(`${name} ${outcome}`) ?? 0) + 1)
        if (atOnce.has(outcome)) slowAtOnce += 1
      }
      if (index % 1_000 === 0 && inherited() !== before) failures.push(`polluted before call ${index}`)
    }
  } finally {
    process.off('uncaughtException', onFailure)
    process.off('unhandledRejection', onFailure)
  }
  console.log(
    `${COUNT} calls, ${perChannel.size} names: ${figures(outcomes)}\n` +
      `slower than ${HANG_MS} ms: ${figures(slow) || 'none'}; of those answered at once: ${slowAtOnce}`,
  )
  expect({ count: failures.length, first: failures.slice(0, 20) }).toEqual({ count: 0, first: [] })
  expect(inherited()).toBe(before)
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
  expect(requestChannels.filter((channel) => (perChannel.get(channel) ?? 0) < COUNT / 4_000)).toEqual([])
  // A fuzz whose calls all fail at the same gate proves nothing about those behind it.
  for (const outcome of [
    'done',
    'ipc.bad-input',
    'ipc.no-session',
    'ipc.not-permitted',
    'ipc.untrusted-sender',
  ])
    expect(outcomes.get(outcome) ?? 0).toBeGreaterThan(COUNT / 2_000)
  if (full) expect(slowAtOnce).toBe(0)
})

// Catches: a station that answers but no longer shows anything.
test('the next alert is on the window of whoever may see it', async () => {
  const [, desk] = stations
  const publisher = new SeedPublisher(redis.url)
  await publisher.publish(seedMessage({ patient_id: 'after' }))
  publisher.close()
  await desk?.until('the alert', () => desk.alertOf('after') !== undefined, 30_000)
  expect(desk?.alertOf('after')?.patient.patientId).toBe('after')
})

async function within<T>(answer: Promise<T> | undefined, what: string): Promise<T> {
  if (answer === undefined) throw new Error('no station')
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not settled: ${what}`)), UNSETTLED_MS)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

function figures(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ')
}
