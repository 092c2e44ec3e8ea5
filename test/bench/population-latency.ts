import { setTimeout as pause } from 'node:timers/promises'
import { openClient, type Redis } from '@main/hub/open-client.ts'
import { HubKeys } from '@main/hub/keys.ts'
import { mulberry32 } from '@main/demo-ward/prng.ts'
import { launchStation } from '@test/support/electron-app.ts'
import { PopulationDesk } from '@test/support/population-desk.ts'
import type { TestRedis } from '@test/support/redis-server.ts'
import { figuresOf, type Line, ms } from './figures.ts'
import { fill, loaded, scriptCall } from './population-load.ts'
import { watchPainted } from './population-painted.ts'

const keys = new HubKeys()
const SOME = 100_000
const RATE = 500
const SECONDS = 12
const MOST_MS = 100

/** How long a reading takes to its new rank on a board, among many others. */
export async function benchPopulationLatency(redis: TestRedis): Promise<Line[]> {
  await fill(redis.client, SOME)
  const pushed = await benchPages(redis)
  return [...pushed, ...(await benchPainted(redis))]
}

const wallClock = (): number => performance.timeOrigin + performance.now()

/** Readings at the rate for some seconds; every tenth is of a patient who has not been seen and comes first. */
async function pour(
  client: Redis,
  sha: string,
  probe: (patientId: string, sentAt: number) => void,
): Promise<void> {
  const began = performance.now()
  const total = RATE * SECONDS
  for (let n = 0; n < total; n += 1) {
    const due = began + (n * 1_000) / RATE
    if (due > performance.now()) await pause(Math.max(1, due - performance.now()))
    const at = Date.now()
    if (n % 10 === 0) {
      const patientId = `Probe${n}`
      probe(patientId, wallClock())
      // From 60 to 72 points, each above the one before: first on the board, and nobody is announced.
      void client.call(
        ...named(scriptCall(sha, { patientId, metric: 'blood_pressure', value: 240 + n / 250, at })),
      )
    } else {
      const patientId = `P${1_000_000 + Math.floor(mulberry32(n) * SOME)}`
      const value = 110 + Math.floor(mulberry32(n + 7) * 1_200) / 10
      void client.call(...named(scriptCall(sha, { patientId, metric: 'blood_pressure', value, at })))
    }
  }
  await pause(1_500)
}

function named([name = '', ...args]: readonly (string | number)[]): [string, ...(string | number)[]] {
  return [String(name), ...args]
}

/** Reading → page pushed by main, 100 000 patients. */
async function benchPages(redis: TestRedis): Promise<Line[]> {
  const desk = await PopulationDesk.open(redis.url, '', 'bench')
  const client = openClient(redis.url)
  try {
    await desk.whole()
    const sha = await loaded(client)
    const sent = new Map<string, number>()
    const seen = new Map<string, number>()
    let read = desk.pages.length
    const watch = setInterval(() => {
      const now = wallClock()
      for (; read < desk.pages.length; read += 1)
        for (const { patientId } of desk.pages[read]?.rows ?? [])
          if (sent.has(patientId) && !seen.has(patientId)) seen.set(patientId, now)
    }, 1)
    await pour(client, sha, (patientId, at) => sent.set(patientId, at))
    clearInterval(watch)
    const figures = figuresOf([...seen].map(([patientId, at]) => at - (sent.get(patientId) ?? at)))
    return [latencyLine('reading → page pushed by main', figures, seen.size, sent.size)]
  } finally {
    client.disconnect()
    await desk.close()
  }
}

/** Reading → row painted in a real window, 100 000 patients. */
async function benchPainted(redis: TestRedis): Promise<Line[]> {
  const client = openClient(redis.url)
  // Those who came first in the part before must not be there yet, nor be found again by their series.
  const gone = Array.from({ length: RATE * SECONDS }, (_, n) => `Probe${n}`)
  await client.zrem(keys.riskScores(), ...gone)
  await client.hdel(keys.population('state'), ...gone)
  await client.del(...gone.map((patientId) => keys.series(patientId, 'blood_pressure')))
  const station = await launchStation({
    hubUrl: redis.url,
    role: 'care-manager',
    env: { WARDLIGHT_DEMO: 'off' },
  })
  try {
    const { page } = station
    const sha = await loaded(client)
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: /^Risk/ }).click()
    await page.locator('.risk-row').first().waitFor({ timeout: 30_000 })
    await pause(6_000)
    const painted = await watchPainted(page)
    const sent = new Map<string, number>()
    await pour(client, sha, (patientId, at) => sent.set(patientId, at))
    const times = await painted()
    const samples = [...sent].flatMap(([patientId, at]) => {
      const shown = times.get(patientId)
      return shown === undefined ? [] : [shown - at]
    })
    return [latencyLine('reading → row painted', figuresOf(samples), samples.length, sent.size)]
  } finally {
    client.disconnect()
    await station.close()
  }
}

function latencyLine(what: string, figures: ReturnType<typeof figuresOf>, seen: number, sent: number): Line {
  return {
    what: `${what}, ${SOME} patients, ${RATE} readings/s: p99 (${seen} of ${sent} seen)`,
    measured: `${ms(figures.p99)} (median ${ms(figures.median)})`,
    floor: '—',
    bound: `< ${MOST_MS} ms`,
    kept: figures.p99 < MOST_MS && seen === sent,
  }
}
