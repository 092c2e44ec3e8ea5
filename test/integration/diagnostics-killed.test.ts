import { afterAll, beforeAll, expect, test } from 'vitest'
import { Findings } from '@shared/features/diagnostics/findings.ts'
import type { ProgressLine } from '@shared/features/diagnostics/model.ts'
import { DiagnosticDesk, type Death, RememberingGate } from '@test/support/diagnostic-desks.ts'
import { TestRedis } from '@test/support/redis-server.ts'

const LEASE_MS = 300
/** More calls of hub and gate than a whole run makes. */
const LAST_CALL = 36
const SIDE_BY_SIDE = 8

const infarction = Findings.parse({
  ageYears: 66,
  symptoms: { 'chest-pain': true },
  labs: { troponinTimesLimit: 8 },
  studies: { 'ecg-st-elevation': true },
})

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start({ appendonly: 'no' })
})
afterAll(() => redis.close())

interface End {
  readonly call: string
  readonly died: boolean
  readonly statuses: readonly string[]
  readonly approvals: number
  readonly opinions: number
  readonly running: number
  readonly locks: number
  readonly completed: number
  readonly startedBeforeComplete: boolean
}

/** A starts a run of a high risk and is killed at one call; B and an engine host bring it to an end. */
async function run(dies: Death, prefix: string): Promise<End> {
  const gate = new RememberingGate()
  const settings = { leaseMs: LEASE_MS, lookMs: 40, gate }
  const a = await DiagnosticDesk.open(redis.url, prefix, 'A', { ...settings, dies, lookMs: 60_000 })
  const others = await Promise.all(
    ['B', 'host'].map((station) => DiagnosticDesk.open(redis.url, prefix, station, settings)),
  )
  const [b] = others
  if (b === undefined) throw new Error('no second station')
  try {
    dies.armed = true
    let started = false
    void a.service.start('P1', infarction, null).then(
      () => (started = true),
      () => undefined,
    )
    await a.until('the death or the end', async () => {
      const [newest] = await b.store.placesOf('P1', 1)
      const status = newest === undefined ? null : (await b.store.read(newest.sessionId))?.status
      return a.isDead || (started && status === 'completed')
    })
    if (a.isDead) a.kill()
    const running = `${prefix}diagnostics:{all}:running`
    // Before the lock was taken there is nothing to bring to an end: the note of it goes when its time has come.
    await b.until('that nothing is left to look at', async () => (await redis.client.zcard(running)) === 0)
    const sessions = (await b.store.placesOf('P1', 10)).map(({ sessionId }) => sessionId)
    const runs = await Promise.all(sessions.map((session) => b.store.read(session)))
    const progress: readonly ProgressLine[] =
      sessions[0] === undefined ? [] : await b.store.progress(sessions[0])
    return {
      call: `${dies.call} ${dies.heard ? 'heard' : 'unheard'}`,
      died: a.isDead,
      statuses: runs.map((each) => each?.status ?? 'missing'),
      approvals: gate.asked.size,
      opinions: runs[0]?.local.length ?? 0,
      running: await redis.client.zcard(running),
      locks: await redis.client.exists(`${prefix}lock:diagnostic:P1`),
      completed: progress.filter(({ event }) => event === 'completed').length,
      startedBeforeComplete:
        progress.findIndex(({ event }) => event === 'specialist_started') <=
        progress.findIndex(({ event }) => event === 'specialist_complete'),
    }
  } finally {
    for (const desk of [a, ...others]) await desk.close()
  }
}

const deaths = Array.from({ length: LAST_CALL * 2 }, (_, place) => ({
  call: Math.floor(place / 2) + 1,
  heard: place % 2 === 0,
}))

// Catches: a run that is lost, done twice, asks the gate under two names, or leaves its lock, because the station that
// worked on it ended between two steps.
test(`a station killed at any call leaves a run that the others bring to one end (${deaths.length} deaths)`, async () => {
  const ends: End[] = []
  for (let start = 0; start < deaths.length; start += SIDE_BY_SIDE) {
    const some = deaths.slice(start, start + SIDE_BY_SIDE)
    ends.push(
      ...(await Promise.all(
        some.map((each) => run({ ...each, armed: false }, `k${each.call}${each.heard ? 'h' : 'u'}:`)),
      )),
    )
  }
  for (const end of ends) {
    expect(end, end.call).toMatchObject({ running: 0, locks: 0, startedBeforeComplete: true })
    // Killed before the lock was taken, there is no run; otherwise there is one, whole, and one question.
    if (end.statuses.length === 0) expect(end.died, end.call).toBe(true)
    else
      expect(end, end.call).toMatchObject({
        statuses: ['completed'],
        approvals: 1,
        opinions: 9,
        completed: 1,
      })
  }
  // The look at a new link, the note of the run, and the lock when the hub did not hear of it.
  expect(ends.filter(({ statuses }) => statuses.length === 0).length).toBeLessThanOrEqual(5)
  expect(ends.filter(({ died }) => died).length).toBeGreaterThan(40)
  // The last calls lie behind the end of a run: every step has been a death.
  expect(ends.at(-1)?.died).toBe(false)
}, 240_000)
