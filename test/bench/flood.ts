import { setTimeout as pause } from 'node:timers/promises'
import { openClient } from '@main/hub/open-client.ts'
import { launchStation, type Station } from '@test/support/electron-app.ts'
import type { TestRedis } from '@test/support/redis-server.ts'
import { seedMessage } from '@test/support/seed-publisher.ts'
import { figuresOf, type Line, mb, ms } from './figures.ts'

const PER_SECOND = 5_000
const SECONDS = 30
const SLICE_MS = 20
const PATIENTS = 200
const TYPES = [
  ['potassium', 6.8, 'mmol/L'],
  ['heart_rate', 155, 'bpm'],
  ['blood_pressure_systolic', 78, 'mmHg'],
  ['sodium', 118, 'mmol/L'],
  ['lactate', 4.4, 'mmol/L'],
] as const
const RECOVERY_MS = 60_000
const ALLOWED_BYTES = 50 * 1_048_576

/** Working sets of main and window in bytes. */
async function memory(station: Station): Promise<{ main: number; window: number }> {
  return station.app.evaluate(({ app }) => {
    let main = 0
    let window = 0
    for (const metric of app.getAppMetrics()) {
      const bytes = metric.memory.workingSetSize * 1_024
      if (metric.type === 'Browser') main += bytes
      if (metric.type === 'Tab') window += bytes
    }
    return { main, window }
  })
}

/** Measures in the page how long a key press takes until the frame after it is painted. */
async function watchKeys(station: Station): Promise<void> {
  await station.page.evaluate(() => {
    const answers: number[] = []
    Object.assign(window, { keyAnswers: answers })
    window.addEventListener(
      'keydown',
      (event) => {
        const pressed = event.timeStamp
        requestAnimationFrame(() => setTimeout(() => answers.push(performance.now() - pressed)))
      },
      { capture: true },
    )
  })
}

async function publishFlood(redis: TestRedis, station: Station): Promise<number> {
  const client = openClient(redis.url)
  const began = performance.now()
  let sent = 0
  let lastKey = 0
  while (performance.now() - began < SECONDS * 1_000) {
    const due = Math.min(PER_SECOND * SECONDS, Math.floor(((performance.now() - began) / 1_000) * PER_SECOND))
    const pipeline = client.pipeline()
    for (; sent < due; sent += 1) pipeline.publish('alerts:general', messageOf(sent))
    await pipeline.exec()
    if (performance.now() - lastKey > 250) {
      lastKey = performance.now()
      void station.page.keyboard.press('j')
    }
    await pause(SLICE_MS)
  }
  client.disconnect()
  return sent
}

function messageOf(n: number): string {
  const [type, value, unit] = TYPES[n % TYPES.length] ?? TYPES[0]
  const patient = Math.floor(n / TYPES.length) % PATIENTS
  const time = new Date(Date.now()).toISOString().replace('Z', String(n % 1_000).padStart(3, '0'))
  return JSON.stringify(
    seedMessage({
      patient_id: `f${patient}`,
      alert_type: type,
      value,
      unit,
      timestamp: time,
      context: { source: 'bench', bed: `F ${patient}`, n },
    }),
  )
}

/** How many messages the ward's alerts stand for, from the hub's own state. */
async function counted(redis: TestRedis): Promise<{ alerts: number; messages: number; seen: number }> {
  const states = await redis.client.hvals('alert:{general}:state')
  let messages = 0
  for (const state of states) messages += Number(/"count":(\d+)/.exec(state)?.[1] ?? 0)
  return { alerts: states.length, messages, seen: await redis.client.zcard('alert:{general}:seen') }
}

/** 5 000 alerts per second for 30 s into a real window. */
export async function benchFlood(redis: TestRedis): Promise<Line[]> {
  const station = await launchStation({ hubUrl: redis.url, env: { WARDLIGHT_DEMO: 'off' } })
  await station.page.getByRole('main').first().waitFor()
  // One round of every finding first, so that "before" holds the same rows as "after".
  const warm = openClient(redis.url)
  for (let n = 0; n < PATIENTS * TYPES.length; n += 1) await warm.publish('alerts:general', messageOf(n))
  warm.disconnect()
  await pause(5_000)
  const before = await memory(station)
  const { messages: already } = await counted(redis)
  await watchKeys(station)
  const sent = await publishFlood(redis, station)
  let after = await counted(redis)
  for (let tries = 0; after.messages - already < sent && tries < 120; tries += 1) {
    await pause(500)
    after = await counted(redis)
  }
  const answers = await station.page.evaluate(() =>
    'keyAnswers' in window ? JSON.stringify(window.keyAnswers) : '[]',
  )
  let rest = await memory(station)
  const grown = (): number => Math.max(rest.main - before.main, rest.window - before.window)
  for (let waited = 0; grown() > ALLOWED_BYTES && waited < RECOVERY_MS; waited += 2_000) {
    await pause(2_000)
    rest = await memory(station)
  }
  await station.close()
  const keys = figuresOf(readNumbers(answers))
  const taken = after.messages - already
  return [
    {
      what: `flood ${sent} alerts in ${SECONDS} s: taken in once each`,
      measured: `${taken} counted on ${after.alerts} alerts, ${after.seen - already} ids`,
      floor: `${sent} published`,
      bound: '0 lost, 0 duplicated',
      kept: taken === sent && after.seen - already === sent,
    },
    {
      what: `key press → painted during the flood: p99 of ${keys.count}`,
      measured: ms(keys.p99),
      floor: '—',
      bound: '≤ 100 ms',
      kept: keys.p99 <= 100,
    },
    {
      what: 'memory after the flood, main / window',
      measured: `${mb(rest.main)} / ${mb(rest.window)}`,
      floor: `before: ${mb(before.main)} / ${mb(before.window)}`,
      bound: 'within 50 MB each',
      kept: grown() <= ALLOWED_BYTES,
    },
  ]
}

function readNumbers(text: string): number[] {
  const parsed: unknown = JSON.parse(text)
  return Array.isArray(parsed) ? parsed.filter((value): value is number => typeof value === 'number') : []
}
