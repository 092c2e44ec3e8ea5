import { HubKeys } from '@main/hub/keys.ts'
import { RedisBoard } from '@main/features/population/redis-board.ts'
import { mulberry32 } from '@main/demo-ward/prng.ts'
import { firstPage, PopulationDesk } from '@test/support/population-desk.ts'
import type { TestRedis } from '@test/support/redis-server.ts'
import { figuresOf, type Line, mb, ms } from './figures.ts'
import { fill, loaded, scriptCall } from './population-load.ts'

const keys = new HubKeys()
const READINGS = 60_000
const IN_FLIGHT = 500
const PER_SECOND = 10_000
const MANY = 1_000_000
const TOPS = 1_000
const WARM_UP = 100
const MOST_BYTES = 1_000_000_000
const FRAME_MS = 16

/** Scores, first pages and memory of the population; population-latency.ts has the boards that change. */
export async function benchPopulation(redis: TestRedis): Promise<Line[]> {
  const script = await benchScript(redis)
  await redis.client.flushall()
  const before = await usedMemory(redis)
  await fill(redis.client, MANY)
  const hub = (await usedMemory(redis)) - before
  return [...script, ...(await benchMany(redis, hub))]
}

/** Readings of 20 000 patients, all metrics, by one plain client with many in flight; the server has one core. */
async function benchScript(redis: TestRedis): Promise<Line[]> {
  const sha = await loaded(redis.client)
  const start = Date.now() - READINGS
  let drawn = 0
  const draw = (most: number): number => {
    drawn += 1
    return Math.floor(mulberry32(drawn) * most)
  }
  const calls = Array.from({ length: READINGS }, (_, n) => {
    const metric = ['a1c', 'bmi', 'blood_pressure'][draw(3)] ?? 'a1c'
    const value =
      metric === 'a1c' ? 4 + draw(120) / 10 : metric === 'bmi' ? 18 + draw(300) / 10 : 90 + draw(130)
    return scriptCall(sha, { patientId: `P${draw(20_000)}`, metric, value, at: start + n })
  })
  const cpuBefore = await cpuSeconds(redis)
  const began = performance.now()
  for (let at = 0; at < calls.length; at += IN_FLIGHT) {
    const pipeline = redis.client.pipeline()
    for (const [name = '', ...args] of calls.slice(at, at + IN_FLIGHT)) pipeline.call(String(name), ...args)
    await pipeline.exec()
  }
  const rate = (READINGS / (performance.now() - began)) * 1_000
  // What other programs of this machine take from the server says nothing about the script: its own core time does.
  const perCore = READINGS / ((await cpuSeconds(redis)) - cpuBefore)
  return [
    {
      what: `script of a reading, ${READINGS} readings of 20 000 patients`,
      measured: `${Math.round(perCore)} readings per second of one core (${Math.round(rate)}/s beside all else)`,
      floor: '—',
      bound: `≥ ${PER_SECOND} readings/s`,
      kept: perCore >= PER_SECOND,
    },
  ]
}

/** Processor time that the server has used. */
async function cpuSeconds(redis: TestRedis): Promise<number> {
  const info = await redis.client.info('cpu')
  const seconds = (of: string): number => Number(new RegExp(`used_cpu_${of}:([\\d.]+)`).exec(info)?.[1] ?? 0)
  return seconds('user') + seconds('sys')
}

async function usedMemory(redis: TestRedis): Promise<number> {
  const [, bytes = '0'] = /used_memory:(\d+)/.exec(await redis.client.info('memory')) ?? []
  return Number(bytes)
}

/** A million patients: the top of the ranking, and what memory they take. */
async function benchMany(redis: TestRedis, hubBytes: number): Promise<Line[]> {
  const desk = await PopulationDesk.open(redis.url, '', 'bench')
  try {
    const store = new RedisBoard(desk.hub)
    const bare = async (): Promise<unknown> => redis.client.zrevrange(keys.riskScores(), 0, 99, 'WITHSCORES')
    const names = (['state', 'roster', 'care'] as const).map((what) => keys.population(what))
    const bareWhole = async (): Promise<unknown> => {
      const flat = await redis.client.zrevrange(keys.riskScores(), 0, 99, 'WITHSCORES')
      const ids = flat.filter((_, index) => index % 2 === 0)
      const pipeline = redis.client.pipeline()
      for (const name of names) pipeline.hmget(name, ...ids)
      return pipeline.exec()
    }
    const first = await beside(() => store.page(0, 100), bareWhole)
    globalThis.gc?.()
    const before = process.memoryUsage()
    const began = performance.now()
    await desk.whole({ ...firstPage, limit: 100 }, 300_000)
    const readMs = performance.now() - began
    const top = await beside(
      () => desk.handlers['population.look']({ view: { ...firstPage, limit: 100 } }),
      bare,
    )
    globalThis.gc?.()
    const after = process.memoryUsage()
    const replica = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers
    return [
      topLine(`top 100 of ${MANY}, as a page of an open board: median`, top),
      {
        what: `first page of ${MANY}, straight from the hub, with names and contributions: median`,
        measured: ms(first.own),
        floor: `${ms(first.floor)} (the same four reads)`,
        bound: `< ${FRAME_MS} ms`,
        kept: first.own < FRAME_MS,
      },
      {
        what: `copy of ${MANY} patients in main (read in ${(readMs / 1_000).toFixed(1)} s)`,
        measured: `${mb(replica)} (process ${mb(after.rss)})`,
        floor: '—',
        bound: `< ${mb(MOST_BYTES)}`,
        kept: replica < MOST_BYTES && after.rss < MOST_BYTES * 1.5,
      },
      {
        what: `memory of the hub for ${MANY} patients: ranking, contributions, roster`,
        measured: mb(hubBytes),
        floor: '—',
        bound: `< ${mb(MOST_BYTES)}`,
        kept: hubBytes < MOST_BYTES,
      },
    ]
  } finally {
    await desk.close()
  }
}

/** Both in turn, so that a busy machine is busy for both. */
async function beside(own: () => unknown, floor: () => unknown): Promise<{ own: number; floor: number }> {
  const times: { own: number[]; floor: number[] } = { own: [], floor: [] }
  for (let n = 0; n < TOPS + WARM_UP; n += 1)
    for (const [ask, into] of [
      [own, times.own],
      [floor, times.floor],
    ] as const) {
      const began = performance.now()
      await ask()
      if (n >= WARM_UP) into.push(performance.now() - began)
    }
  return { own: figuresOf(times.own).median, floor: figuresOf(times.floor).median }
}

function topLine(what: string, { own, floor }: { own: number; floor: number }): Line {
  return {
    what,
    measured: `${ms(own)} (${(own / floor).toFixed(2)} ×)`,
    floor: ms(floor),
    bound: '≤ 1.3 × floor',
    kept: own <= 1.3 * floor,
  }
}
