import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openClient, type Redis } from '@main/hub/open-client.ts'
import { HubKeys } from '@main/hub/keys.ts'
import { Findings } from '@shared/features/diagnostics/findings.ts'
import { DiagnosticDesk, type DeskSettings, RememberingGate } from '@test/support/diagnostic-desks.ts'
import { TestRedis } from '@test/support/redis-server.ts'

const LIMIT = 'src/main/features/diagnostics/limit.lua'
/** The seed's `_release_lock`, as its Python sends it. */
const SEED_RELEASE = `
        if redis.call('get', KEYS[1]) == ARGV[1] then
            return redis.call('del', KEYS[1])
        else
            return 0
        end
        `
const infarction = Findings.parse({
  ageYears: 66,
  symptoms: { 'chest-pain': true },
  labs: { troponinTimesLimit: 8 },
  studies: { 'ecg-st-elevation': true },
})
const migraine = Findings.parse({
  ageYears: 30,
  symptoms: { headache: true, 'visual-aura': true, 'thunderclap-headache': false },
  history: { migraine: true },
  vitals: {
    heartRate: 70,
    systolic: 120,
    diastolic: 70,
    respiratoryRate: 14,
    saturation: 98,
    temperature: 36.6,
    gcs: 15,
  },
})

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start({ appendonly: 'no' })
})
afterAll(() => redis.close())

let prefix = ''
let tests = 0
const desks: DiagnosticDesk[] = []
const listeners: Redis[] = []
beforeEach(() => {
  tests += 1
  prefix = `d${tests}:`
})
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close()
  for (const listener of listeners.splice(0)) listener.disconnect()
})

async function open(station = 'A', settings: DeskSettings = {}): Promise<DiagnosticDesk> {
  const desk = await DiagnosticDesk.open(redis.url, prefix, station, settings)
  desks.push(desk)
  return desk
}

async function listenTo(pattern: string): Promise<string[]> {
  const heard: string[] = []
  const client = openClient(redis.url)
  listeners.push(client)
  client.on('pmessage', (_pattern, _channel, text: string) => void heard.push(text))
  await client.psubscribe(pattern)
  return heard
}

describe("the seed's contract", () => {
  // Catches: a changed name, form or order of what programs of others read.
  test('a run publishes the bytes of the seed on diagnostic:{session} and gives the lock back', async () => {
    const desk = await open()
    const heard = await listenTo(`${prefix}diagnostic:*`)
    const { sessionId } = await desk.service.start('P1', infarction, null)
    expect(sessionId).toMatch(/^diag:P1:[0-9a-f]{8}$/)
    expect(await desk.ended(sessionId)).toBe('completed')
    await desk.until('eighteen messages', () => heard.length === 18)
    expect(heard[0]).toMatch(
      /^\{"event": "specialist_started", "specialist": "cardiology", "timestamp": \d+\.\d+\}$/,
    )
    const done = heard.filter((text) => text.includes('specialist_complete'))
    expect(done).toHaveLength(9)
    for (const text of done)
      expect(text).toMatch(
        /^\{"event": "specialist_complete", "specialist": "[a-z_]+", "confidence": (null|0\.\d+|1\.0), "timestamp": \d+\.\d+\}$/,
      )
    expect(await redis.client.exists(`${prefix}lock:diagnostic:P1`)).toBe(0)
  })

  // Catches: two runs of one patient because one of them is the seed's.
  test("the seed's lock keeps a station out, and the seed's release lets it in", async () => {
    const desk = await open()
    const lock = `${prefix}lock:diagnostic:P1`
    const token = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff'
    expect(await redis.client.set(lock, token, 'EX', 300, 'NX')).toBe('OK')
    await expect(desk.service.start('P1', infarction, null)).rejects.toMatchObject({
      code: 'diagnostics.already-running',
    })
    expect(await redis.client.get(lock)).toBe(token)
    expect((await desk.service.list('P1', 10)).runs).toEqual([])
    expect(await redis.client.eval(SEED_RELEASE, 1, lock, 'another')).toBe(0)
    expect(await redis.client.eval(SEED_RELEASE, 1, lock, token)).toBe(1)
    const { sessionId } = await desk.service.start('P1', infarction, null)
    expect(await desk.ended(sessionId)).toBe('completed')
  })

  // Catches: a station whose lock the seed's Python would not respect, or that could not end by itself.
  test('while a station works, NX of the seed fails and the lock lives 300 s at most', async () => {
    const desk = await open()
    const begun = await desk.store.begin('diag:P1:0badcafe', 'token', {
      startedBy: { user: 'kim', role: 'physician', station: 'A' },
      findings: infarction,
      ledger: {
        budget: { calls: 0, moneyMicro: 0, timeMs: 0 },
        calls: 0,
        moneyMicro: 0,
        modelMs: 0,
        runMs: 0,
        spent: null,
      },
    })
    expect(begun.kind).toBe('begun')
    expect(await redis.client.set(`${prefix}lock:diagnostic:P1`, 'python', 'EX', 300, 'NX')).toBeNull()
    const life = await redis.client.pttl(`${prefix}lock:diagnostic:P1`)
    expect(life).toBeGreaterThan(0)
    expect(life).toBeLessThanOrEqual(300_000)
  })

  // Catches: a cached diagnosis that carries a patient, lives longer than an hour, or is taken for the gate's decision.
  test('a similar case of another patient comes from the cache, without identity, and asks the gate for itself', async () => {
    const gate = new RememberingGate()
    const desk = await open('A', { gate })
    const first = await desk.service.start('Ann-Example', infarction, null)
    await desk.ended(first.sessionId)
    const second = await desk.service.start('Bob-Example', infarction, null)
    await desk.ended(second.sessionId)
    const run = await desk.service.read(second.sessionId, 'Bob-Example')
    expect(run).toMatchObject({
      source: 'cache',
      risk: 'high',
      approval: { kind: 'asked', status: 'pending' },
    })
    expect([...gate.asked.values()].map(({ patientId }) => patientId)).toEqual(['Ann-Example', 'Bob-Example'])
    const [key = ''] = await redis.client.keys(`${prefix}diagnostic_cache:*`)
    expect(key).toMatch(/diagnostic_cache:[0-9a-f]{64}$/)
    const life = await redis.client.ttl(key)
    expect(life).toBeGreaterThan(3_500)
    expect(life).toBeLessThanOrEqual(3_600)
    expect(await redis.client.get(key)).not.toMatch(/Example|diag:|kim/)
  })

  // Catches: a program's own value under the cache's name that stops every run of that case.
  test('what another program keeps under the name of the cache is no diagnosis and no obstacle', async () => {
    const desk = await open()
    const first = await desk.service.start('P1', migraine, null)
    await desk.ended(first.sessionId)
    const [key = ''] = await redis.client.keys(`${prefix}diagnostic_cache:*`)
    await redis.client.set(key, '{"diagnosis": "as the seed might write it", "risk_level": "low"}')
    const second = await desk.service.start('P2', migraine, null)
    await desk.ended(second.sessionId)
    expect(await desk.service.read(second.sessionId, 'P2')).toMatchObject({
      source: 'rules',
      status: 'completed',
    })
    await redis.client.del(key)
    await redis.client.lpush(key, 'not even a string')
    const third = await desk.service.start('P3', migraine, null)
    expect(await desk.ended(third.sessionId)).toBe('completed')
  })
})

describe('the window of 100 runs in 60 s', () => {
  const key = (): string => new HubKeys(prefix).diagnosticLimit()
  /** The script with a clock that the test sets, in microseconds. */
  const source = readFileSync(LIMIT, 'utf8').replace("redis.call('TIME')", '{ ARGV[4], ARGV[5] }')
  async function ask(name: string, micros: number): Promise<unknown> {
    const seconds = Math.floor(micros / 1e6)
    return redis.client.eval(
      source,
      1,
      key(),
      name,
      100,
      60_000,
      String(seconds),
      String(micros - seconds * 1e6),
    )
  }

  // Catches: off by one in number or in time, and a time to reset that is wrong.
  test('lets the hundredth through and not the next, until the first is exactly 60 s old', async () => {
    const t0 = 1_795_299_717_317_728
    for (let n = 0; n < 100; n += 1) expect(await ask(`r${n}`, t0 + n)).toEqual([1, 99 - n, 0])
    expect(await ask('late', t0 + 100)).toEqual([0, 0, 60_000_000 - 100])
    expect(await ask('late', t0 + 59_999_999)).toEqual([0, 0, 1])
    expect(await ask('late', t0 + 60_000_000)).toEqual([1, 0, 0])
    expect(await ask('later', t0 + 60_000_000)).toEqual([0, 0, 1])
    expect(await ask('later', t0 + 60_000_001)).toEqual([1, 0, 0])
  })

  // Catches: a run that is resumed and counted a second time.
  test('counts a run once, however often it asks', async () => {
    const t0 = 1_795_299_717_000_000
    for (let n = 0; n < 150; n += 1) expect(await ask('the same', t0 + n)).toEqual([1, 99, 0])
  })

  // Catches: a window that each process keeps for itself, or a race between counting and adding.
  test('is one for four processes: of 400 at once exactly 100 pass', async () => {
    const replies = await Promise.all(
      ['a', 'b', 'c', 'd'].map(
        (name) =>
          new Promise<string>((resolve, reject) => {
            const args = [
              'test/support/limit-caller.mjs',
              String(redis.port),
              redis.password,
              LIMIT,
              key(),
              name,
              '100',
            ]
            const child = spawn(process.execPath, args)
            let text = ''
            child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')))
            child.once('error', reject)
            child.once('exit', () => resolve(text))
          }),
      ),
    )
    const lines = replies.flatMap((text) => text.trim().split('\n'))
    expect(lines).toHaveLength(400)
    const passed = lines.filter((line) => line.startsWith('1 '))
    expect(passed).toHaveLength(100)
    expect(new Set(passed.map((line) => line.split(' ')[1])).size).toBe(100)
    for (const line of lines.filter((each) => each.startsWith('0 ')))
      expect(Number(line.split(' ')[2])).toBeGreaterThan(0)
  })

  // Catches: a refused run that leaves its lock, a record or a place in the list behind.
  test('a run that is refused says when to come again and leaves nothing behind', async () => {
    const desk = await open()
    const now = Date.now() * 1_000
    for (let n = 0; n < 100; n += 1) await redis.client.zadd(key(), now, `other-${n}`)
    const refusal: unknown = await desk.service.start('P1', infarction, null).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'diagnostics.rate-limited' })
    expect(refusal).toHaveProperty('details.retryAfterMs')
    expect(await redis.client.exists(`${prefix}lock:diagnostic:P1`)).toBe(0)
    expect((await desk.service.list('P1', 10)).runs).toEqual([])
    expect(await redis.client.zcard(`${prefix}diagnostics:{all}:running`)).toBe(0)
  })
})

// Catches: figures of a day that a paused holder puts back to what they were before it was shut out, or counts twice
// because midnight lay between.
test('what a run has cost is noted once, by its newest holder, on the day on which it began', async () => {
  const desk = await open()
  const began = Date.parse('2026-11-21T23:59:59Z')
  const cost = (calls: number) => ({ calls, moneyMicro: 1, modelMs: 1, runMs: 1 })
  const run = { sessionId: 'diag:P1:0badcafe' }
  await desk.store.spent({ ...run, fence: '3' }, began, cost(5))
  await desk.store.spent({ ...run, fence: '2' }, began, cost(1))
  expect(await desk.store.spentOn('2026-11-21')).toEqual([cost(5)])
  await desk.store.spent({ ...run, fence: '10' }, began, cost(7))
  expect(await desk.store.spentOn('2026-11-21')).toEqual([cost(7)])
})
