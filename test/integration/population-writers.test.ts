import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { HubKeys } from '@main/hub/keys.ts'
import type { PatientState } from '@main/features/population/ports.ts'
import { readChange, readState } from '@main/features/population/stored.ts'
import { riskMetrics } from '@shared/features/population/model.ts'
import { readingsOf, statesAfter, type WriterOrder } from '@test/support/population-load.ts'
import { PopulationWriters } from '@test/support/population-writers.ts'
import { TestRedis } from '@test/support/redis-server.ts'

let redis: TestRedis
let writers: PopulationWriters
beforeAll(async () => {
  redis = await TestRedis.start({ appendonly: 'no' })
  writers = await PopulationWriters.bundle()
})
afterAll(async () => {
  writers.remove()
  await redis.close()
})

let tests = 0
let prefix = ''
let keys = new HubKeys()
let before = 0
beforeEach(() => {
  tests += 1
  prefix = `t${tests}:`
  keys = new HubKeys(prefix)
  before = Date.now()
})

async function scoreOf(patientId: string): Promise<number | null> {
  const score = await redis.client.zscore(keys.riskScores(), patientId)
  return score === null ? null : Number(score)
}

const orderOf = (writer: number, readings: number): WriterOrder => ({
  url: redis.url,
  prefix,
  writer,
  readings,
  patients: 150,
  before,
})
/** Everything on the hub says the same of every patient: series, state, ranking, set, log and announcements. */
async function expectWhole(): Promise<Map<string, PatientState>> {
  const states = new Map<string, PatientState>()
  for (const [patientId, text] of Object.entries(await redis.client.hgetall(keys.population('state')))) {
    const state = readState(text)
    if (state !== null) states.set(patientId, state)
  }
  const ranked = await redis.client.zrange(keys.riskScores(), 0, '-1')
  expect([...states.keys()].sort()).toEqual([...ranked].sort())
  const high = new Set(await redis.client.smembers(keys.highRisk()))
  for (const [patientId, state] of states) {
    expect(await scoreOf(patientId)).toBe(state.score)
    expect(high.has(patientId)).toBe(state.score > 75)
    for (const metric of riskMetrics) {
      const members = await redis.client.zrange(keys.series(patientId, metric), 0, '-1', 'WITHSCORES')
      const points = members.flatMap((member, index) =>
        index % 2 === 0
          ? [{ value: Number(member.split(':')[0]), at: Math.round(Number(members[index + 1]) * 1_000) }]
          : [],
      )
      const newest = Math.max(...points.map(({ at }) => at))
      const best = Math.max(...points.filter(({ at }) => at === newest).map(({ value }) => value))
      const counted = state.contributions.find((each) => each.metric === metric)
      if (points.length === 0) expect(counted).toBeUndefined()
      else expect(counted).toMatchObject({ value: best, at: newest })
    }
  }
  const log = await redis.client.xrange(keys.population('log'), '-', '+')
  expect(log.map(([id]) => id)).toEqual(log.map((_, index) => `${index + 1}-0`))
  const changes = log.map(([, fields]) => readChange(fields[1] ?? null))
  expect(changes.every((change) => change !== null)).toBe(true)
  const last = new Map(changes.map((change) => [change?.patientId ?? '', change?.state]))
  expect(last).toEqual(states)
  const told = changes.filter((change) => change?.crossing?.kind === 'entered')
  const announced = await redis.client.xrange(keys.population('crossings'), '-', '+')
  expect(announced.filter(([, fields]) => fields[3] === 'entered')).toHaveLength(told.length)
  for (const patientId of states.keys()) {
    const own = changes.flatMap((change) =>
      change?.patientId === patientId ? (change.crossing?.kind ?? []) : [],
    )
    // Never twice the same in a row: announced once among all writers.
    expect(own.every((kind, index) => kind !== own[index - 1])).toBe(true)
  }
  return states
}

// Catches: an update lost between two writers, and a crossing that two of them announce.
test('four processes lose no update of 10 000', async () => {
  const orders = [1, 2, 3, 4].map((writer) => orderOf(writer, 2_500))
  expect(await Promise.all(orders.map((order) => writers.run(order)))).toEqual([0, 0, 0, 0])
  const states = await expectWhole()
  const readings = orders.flatMap((order) => readingsOf(order))
  const expected = statesAfter(readings, Date.now())
  expect(states.size).toBe(expected.size)
  for (const [patientId, { score, contributions }] of expected)
    expect(states.get(patientId)).toMatchObject({ score, contributions })
  const different = new Set(readings.map(({ patientId, metric, id }) => `${patientId} ${metric} ${id}`))
  let stored = 0
  for (const key of await redis.client.keys(`${prefix}ts:patient:*`)) stored += await redis.client.zcard(key)
  expect(stored).toBe(different.size)
})

// Catches: a reading of which one part is there and another is not, after the writer was killed at any moment.
test('a process that is killed midway leaves nothing half, and its work can be done again', async () => {
  for (const killAt of [25, 400, 1_000]) {
    prefix = `${prefix}k:`
    keys = new HubKeys(prefix)
    const order = orderOf(killAt, 2_500)
    const code = await writers.run(order, (count, child) => {
      if (count >= killAt) child.kill('SIGKILL')
    })
    expect(code).toBeNull()
    expect(await redis.client.xlen(keys.population('log'))).toBeGreaterThan(0)
    await expectWhole()
    expect(await writers.run(order)).toBe(0)
    const states = await expectWhole()
    for (const [patientId, { score, contributions }] of statesAfter(readingsOf(order), Date.now()))
      expect(states.get(patientId)).toMatchObject({ score, contributions })
  }
})
