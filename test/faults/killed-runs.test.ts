import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HubKeys } from '@main/hub/keys.ts'
import { Findings } from '@shared/features/diagnostics/findings.ts'
import { SpecialistId } from '@shared/features/diagnostics/model.ts'
import type { AskedStation } from './asked-station.ts'
import { type Bundle, bundleStation } from './bundle-station.ts'
import { everyStep, KilledWorld, killPoints, until } from './killed-world.ts'

/** Of the seed's lock; what a killed process holds must not outlive it. */
const LEASE_MS = 300_000
const started = killPoints(30, [1, 2, 4, 9, 17, 20])
const takenOver = killPoints(28, [1, 15])
const keys = new HubKeys('')

/** No two runs have the same findings: one would be taken from the other's result. */
function infarctionOf(n: number): Findings {
  return Findings.parse({
    ageYears: 30 + n,
    symptoms: { 'chest-pain': true },
    labs: { troponinTimesLimit: 8 },
    studies: { 'ecg-st-elevation': true },
  })
}

let bundle: Bundle
let world: KilledWorld
beforeAll(async () => {
  bundle = await bundleStation()
})
afterAll(() => bundle.remove())
beforeEach(async () => {
  world = await KilledWorld.open(bundle)
})
afterEach(() => world.close())

const workflow = /lock:diagnostic:|diagnostics:\{|diagnostic_cache:|rate_limit:diagnostic|approval[_:]/

/**
 * Asserts that what the dead process holds ends by itself within its lease, and lets that time pass at once: the lock
 * and the note of when a run has to be looked at are the only keys that the test touches.
 */
async function letLeasePass(patientId: string): Promise<void> {
  const { client } = world.redis
  const lock = keys.diagnosticLock(patientId)
  const left = await client.pttl(lock)
  expect(left === -2 || (left > 0 && left <= LEASE_MS), `lock for ${left} ms`).toBe(true)
  if (left > 0) await client.pexpire(lock, 1)
  for (const session of await client.zrange(keys.diagnostics('running'), '0', '-1'))
    if (session.startsWith(`diag:${patientId}:`)) await client.zadd(keys.diagnostics('running'), 0, session)
}

interface End {
  readonly patientId: string
  readonly died: boolean
}

async function expectEnded(by: AskedStation, { patientId, died }: End): Promise<string> {
  const { client } = world.redis
  const listed = await by.ask('diagnostics.list', { patientId, limit: 10 })
  if (listed.kind === 'could-not-read') throw new Error(listed.reason)
  expect(await client.exists(keys.diagnosticLock(patientId)), patientId).toBe(0)
  const [row] = listed.runs
  // Killed before the lock was taken, there is no run, and nothing of one.
  if (row === undefined) {
    expect(died, patientId).toBe(true)
    return 'none'
  }
  expect(listed.runs, patientId).toHaveLength(1)
  const read = await by.ask('diagnostics.read', { sessionId: row.sessionId, patientId })
  if (read.kind !== 'found') throw new Error(read.kind)
  const { run } = read
  expect(['completed', 'abandoned'], patientId).toContain(run.status)
  if (run.status === 'abandoned') return run.status
  const told = run.progress.map(({ event }) => event)
  expect(
    told.filter((event) => event === 'completed'),
    patientId,
  ).toHaveLength(1)
  const done = run.progress.flatMap(({ event, specialist }) =>
    event === 'specialist_complete' ? [specialist] : [],
  )
  expect(done, patientId).toHaveLength(SpecialistId.options.length)
  expect(new Set(done), patientId).toEqual(new Set(SpecialistId.options))
  expect(run.approval, patientId).toMatchObject({ kind: 'asked', status: 'pending' })
  return run.status
}

/** How many requests of the queue concern this patient. */
async function asked(patientId: string): Promise<number> {
  const records = await world.redis.client.hvals(keys.approval('record'))
  return records.filter((text) => text.includes(`"patientId":"${patientId}"`)).length
}

describe('two stations and an engine host, each a process, one of them killed by the system', () => {
  // Catches: a run that is lost, made twice, or asks twice; a lock that outlives its holder; the others held up by it.
  test(`a station that makes a diagnostic run (${started.length} deaths)`, async () => {
    const b = await world.station('B', 'physician')
    world.host()
    const ends: End[] = []
    for (const [n, point] of started.entries()) {
      const between = await world.proxy(workflow)
      const victim = await world.station(`A${n}`, 'nurse', world.redis.urlAt(between.port))
      const patientId = `P${n}-${point.step}-${point.heard ? 'heard' : 'unheard'}`
      between.arm(point, () => victim.kill())
      let answered = false
      void victim.ask('diagnostics.start', { patientId, findings: infarctionOf(n) }).then(
        () => (answered = true),
        () => (answered = true),
      )
      const ended = async (): Promise<boolean> => {
        const [session] = await world.redis.client.zrange(keys.diagnosticRun(patientId, 'runs'), '0', '0')
        if (session === undefined || !answered) return false
        const run = keys.diagnosticRun(patientId, `run:${session.slice(-8)}`)
        return (await world.redis.client.hget(run, 'status')) === 'completed'
      }
      await until('the death or the end', async () => victim.isGone || (await ended()))
      ends.push({ patientId, died: victim.isGone })
      await victim.remove()
      await between.close()
    }
    // Only now: a station that starts looks for what was left, and the next victim would have two runs to die of.
    for (const { patientId } of ends) await letLeasePass(patientId)
    await until(
      'the end of all runs',
      async () => (await world.redis.client.zcard(keys.diagnostics('running'))) === 0,
    )
    const statuses: string[] = []
    for (const end of ends) {
      statuses.push(await expectEnded(b, end))
      expect(await asked(end.patientId), end.patientId).toBe(statuses.at(-1) === 'completed' ? 1 : 0)
    }
    expect(statuses).toContain('completed')
    expect(ends.filter(({ died }) => died).length).toBeGreaterThan(ends.length / 2)
    // Of all steps the last lies behind the end: none was left out.
    if (everyStep) expect(ends.at(-1)?.died).toBe(false)
    // The others go on with their own work.
    await b.ask('diagnostics.start', { patientId: 'own', findings: infarctionOf(70) })
    await until('the run of the other station', async () => {
      const listed = await b.ask('diagnostics.list', { patientId: 'own', limit: 1 })
      return listed.kind === 'found' && listed.runs[0]?.status === 'completed'
    })
    // Nothing that was left to do stays undone, and nothing was decided by a machine.
    await until(
      'no duty is left',
      async () => (await world.redis.client.zcard(keys.approval('duties'))) === 0,
    )
  })

  // Catches: a run that is taken over and lost by the one that took it over.
  test(`an engine host that takes over a run that was left (${takenOver.length} deaths)`, async () => {
    const { client } = world.redis
    const ends: End[] = []
    for (const [n, point] of takenOver.entries()) {
      const between = await world.proxy(workflow)
      const patientId = `H${n}-${point.step}-${point.heard ? 'heard' : 'unheard'}`
      const session = `diag:${patientId}:0badcafe`
      const budget = { calls: 0, moneyMicro: 0, timeMs: 0 }
      const ledger = { budget, calls: 0, moneyMicro: 0, modelMs: 0, runMs: 0, spent: null }
      await client.hset(keys.diagnosticRun(patientId, 'run:0badcafe'), {
        status: 'running',
        startedAt: Date.now(),
        token: 'gone',
        fence: 1,
        attempts: 1,
        startedBy: JSON.stringify({ user: 'kim', role: 'physician', station: 'gone' }),
        findings: JSON.stringify(infarctionOf(n)),
        ledger: JSON.stringify(ledger),
      })
      await client.zadd(keys.diagnosticRun(patientId, 'runs'), Date.now(), session)
      await client.zadd(keys.diagnostics('recent'), Date.now(), session)
      const victim = world.host(world.redis.urlAt(between.port))
      between.arm(point, () => victim.kill())
      await client.zadd(keys.diagnostics('running'), 0, session)
      const ended = async (): Promise<boolean> =>
        (await client.zscore(keys.diagnostics('running'), session)) === null
      await until(`the death or the end: ${victim.complaint}`, async () => victim.isGone || (await ended()))
      ends.push({ patientId, died: victim.isGone })
      await victim.remove()
      await between.close()
      await letLeasePass(patientId)
      // Not to be met by the next that is killed.
      await client.zadd(keys.diagnostics('running'), 'XX', Date.now() + LEASE_MS, session)
    }
    for (const session of await client.zrange(keys.diagnostics('running'), '0', '-1'))
      await client.zadd(keys.diagnostics('running'), 0, session)
    const b = await world.station('B', 'physician')
    await until('the end of all runs', async () => (await client.zcard(keys.diagnostics('running'))) === 0)
    for (const end of ends) {
      expect(await expectEnded(b, end)).toBe('completed')
      expect(await asked(end.patientId), end.patientId).toBe(1)
    }
    expect(ends.filter(({ died }) => died).length).toBeGreaterThan(0)
  })
})
