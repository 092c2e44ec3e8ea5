import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Redis, openClient } from '@main/hub/open-client.ts'
import type { Cohort } from '@main/features/population/ports.ts'
import { everybody } from '@shared/features/population/model.ts'
import {
  expectAlike,
  type Found,
  found,
  HOUR,
  plainly,
  someReadings,
} from '@test/support/plain-statistics.ts'
import { PopulationCareDesk } from '@test/support/population-care-desk.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { SeriesModule } from '@test/support/series-module.ts'

let redis: TestRedis
let module: SeriesModule
/** A client that sees the module. */
let withModule: Redis
beforeAll(async () => {
  redis = await TestRedis.start({ appendonly: 'no' })
  module = await new SeriesModule(redis.port, redis.client).start()
  withModule = openClient(redis.urlAt(module.port))
})
afterAll(async () => {
  withModule.disconnect()
  await module.close()
  await redis.close()
})

let prefix = ''
let tests = 0
const desks: PopulationCareDesk[] = []
beforeEach(() => {
  tests += 1
  prefix = `s${tests}:`
})
afterEach(() => {
  for (const desk of desks.splice(0)) desk.close()
})

async function open(options: { module?: boolean; cohort?: Cohort; prefix?: string } = {}) {
  const url = options.module === true ? redis.urlAt(module.port) : redis.url
  const desk = await PopulationCareDesk.open(url, options.prefix ?? prefix, 'ann', options.cohort)
  desks.push(desk)
  return desk
}

/** What the seed's Python does with one reading. @param seconds as time.time() gives them. */
async function addToModule(key: string, seconds: number, value: number): Promise<void> {
  const labels = ['LABELS', 'patient', key.split(':')[3] ?? '', 'metric', key.split(':').at(-1) ?? '']
  const reply = await withModule.call(
    'TS.ADD',
    key,
    String(Math.trunc(seconds * 1_000)),
    String(value),
    'RETENTION',
    '31536000000',
    ...labels,
  )
  expect(reply).toBe(Math.trunc(seconds * 1_000))
}

function addToSet(key: string, seconds: number, value: number): Promise<unknown> {
  const text = Number.isInteger(value) ? `${value}.0` : String(value)
  return redis.client.zadd(key, seconds, `${text}:${randomBytes(4).toString('hex')}`)
}

describe('statistics of a metric', () => {
  // Catches: a way of storing that is read otherwise (rounded times, cut pages, another hour), and one that is not read.
  test('are the same from time series, from sorted sets and from some of each', async () => {
    const now = Date.now()
    const readings = someReadings(60, 12, now)
    const figures: Found[] = []
    for (const [name, usesModule] of [
      ['set', () => false],
      ['series', () => true],
      ['mixed', (patientId: string) => Number(patientId.slice(1)) % 3 === 0],
    ] as const) {
      const desk = await open({ module: true, prefix: `${prefix}${name}:` })
      const taken = new Set<string>()
      for (const { patientId, seconds, value } of readings) {
        const key = desk.hub.keys.series(patientId, 'a1c')
        const moment = `${patientId} ${Math.trunc(seconds * 1_000)}`
        // The module keeps one reading per millisecond.
        if (taken.has(moment)) continue
        taken.add(moment)
        await (usesModule(patientId) ? addToModule : addToSet)(key, seconds, value)
      }
      figures.push(found(await desk.statistics.of('a1c', everybody, 24)))
    }
    const [set, series, mixed] = figures
    expect([set?.storage, series?.storage, mixed?.storage]).toEqual(['sorted-sets', 'time-series', 'both'])
    const seen = new Set<string>()
    const once = readings.filter(({ patientId, seconds }) => {
      const name = `${patientId} ${Math.trunc(seconds * 1_000)}`
      return !seen.has(name) && seen.add(name)
    })
    for (const each of figures) expectAlike(each, plainly(once, 24, now))
    expect(series?.trendPerDay).toBeCloseTo(set?.trendPerDay ?? Number.NaN, 10)
    expect(mixed?.quantiles).toEqual(set?.quantiles)
  })

  // Catches: hourly averages that are not those that the seed's own question gives.
  test('have the hourly averages that the seed asks the module for', async () => {
    const desk = await open({ module: true })
    const now = Date.now()
    for (const { patientId, seconds, value } of someReadings(9, 20, now))
      await withModule
        .call(
          'TS.ADD',
          desk.hub.keys.series(patientId, `m${tests}`),
          String(Math.trunc(seconds * 1_000)),
          String(value),
          'LABELS',
          'patient',
          patientId,
          'metric',
          `m${tests}`,
        )
        .catch(() => undefined)
    const reply: unknown = await withModule.call(
      'TS.MRANGE',
      '-',
      '+',
      'AGGREGATION',
      'avg',
      '3600000',
      'FILTER',
      `metric=m${tests}`,
    )
    const means = new Map<number, number[]>()
    if (!Array.isArray(reply)) throw new Error('no list')
    for (const [, , points] of reply) {
      for (const [at, value] of points) means.set(at, [...(means.get(at) ?? []), Number(value)])
    }
    const ours = found(await desk.statistics.of(`m${tests}`, everybody, 8_784))
    expect(ours.hours.map(({ at }) => at)).toEqual([...means.keys()].sort((a, b) => a - b))
    for (const { at, average, patients } of ours.hours) {
      const seeds = means.get(at) ?? []
      expect(patients).toBe(seeds.length)
      expect(average).toBeCloseTo(seeds.reduce((sum, mean) => sum + mean, 0) / seeds.length, 10)
    }
  })

  // Catches: pages that lose or repeat readings where one ends, above all among readings of the same time.
  test.each([['sorted-sets'], ['time-series']] as const)(
    'read a series of many pages whole: %s',
    async (form) => {
      const desk = await open({ module: true })
      const key = desk.hub.keys.series('P1', 'heart_rate')
      const start = Math.floor(Date.now() / HOUR) * HOUR - 3 * HOUR
      const pipeline = redis.client.pipeline()
      for (let n = 0; n < 2_345; n += 1) {
        // Blocks of 700 share a time in the sorted set: one time fills more than a page.
        const at = form === 'sorted-sets' ? start + Math.floor(n / 700) * 1_000 : start + n
        if (form === 'time-series') await module.answer(['TS.ADD', key, String(at), String(n)])
        else pipeline.zadd(key, at / 1_000, `${n}.0:${n.toString(16).padStart(8, '0')}`)
      }
      await pipeline.exec()
      const ours = found(await desk.statistics.of('heart_rate', everybody, 24))
      expect(ours.storage).toBe(form)
      expect(ours.readings).toBe(2_345)
      expect(ours.hours).toHaveLength(1)
      expect(ours.hours[0]?.average).toBeCloseTo(2_344 / 2, 10)
      expect(ours.median).toBe(2_344)
    },
  )

  // Catches: keys of other metrics, patients whose id has a colon, strangers' keys and members, impossible values.
  test('leave out what is no reading of the metric and say how much', async () => {
    const desk = await open()
    const { keys } = desk.hub
    const now = Date.now() / 1_000
    await redis.client.zadd(keys.series('A:1', 'a1c'), now, '6.0:00000001')
    await redis.client.zadd(
      keys.series('B', 'a1c'),
      now,
      '8.0:00000001',
      now - 1,
      'nan:00000002',
      now - 2,
      'x',
    )
    await redis.client.zadd(keys.series('C', 'a1c'), now, '48.0:00000001')
    await redis.client.zadd(keys.series('D', 'a1c.other'), now, '7.0:00000001')
    await redis.client.zadd(keys.series('E', 'xa1c'), now, '7.0:00000001')
    await redis.client.set(keys.series('F', 'a1c'), 'text')
    await redis.client.zadd(keys.series('G', 'a1c'), now - 90_000, '7.0:00000001')
    const ours = found(await desk.statistics.of('a1c', everybody, 24))
    expect(ours).toMatchObject({ patients: 2, readings: 2, mean: 7, median: 7, unreadable: 4 })
  })

  // Catches: "could not check" told as "nothing".
  test('tell nothing found apart from not read', async () => {
    const desk = await open()
    expect(await desk.statistics.of('a1c', everybody, 24)).toEqual({
      kind: 'nothing',
      metric: 'a1c',
      patients: 0,
    })
    await redis.client.zadd(desk.hub.keys.series('G', 'bmi'), Date.now() / 1_000 - 90_000, '27.0:00000001')
    expect(await desk.statistics.of('bmi', everybody, 24)).toEqual({
      kind: 'nothing',
      metric: 'bmi',
      patients: 1,
    })
    desk.hub.stop()
    await expect(desk.statistics.of('weight', everybody, 24)).rejects.toMatchObject({
      code: 'population.hub-unreachable',
    })
  })

  // Catches: a cohort that is not asked, or asked before it is known.
  test('count only the cohort that is asked for', async () => {
    let isReady = false
    const cohort: Cohort = {
      ready: () => Promise.resolve().then(() => void (isReady = true)),
      rows: () => [],
      matches: (patientId, filter) => isReady && filter.unit === 'west' && patientId === 'B',
    }
    const desk = await open({ cohort })
    const now = Date.now() / 1_000
    await redis.client.zadd(desk.hub.keys.series('A', 'a1c'), now, '6.0:00000001')
    await redis.client.zadd(desk.hub.keys.series('B', 'a1c'), now, '8.0:00000001')
    expect(await desk.statistics.of('a1c', { ...everybody, unit: 'west' }, 24)).toMatchObject({
      patients: 1,
      mean: 8,
    })
    expect(await desk.statistics.of('a1c', everybody, 24)).toMatchObject({ patients: 2, mean: 7 })
  })

  // Catches: a computation for each window that asks, and a result that other stations do not find.
  test('are computed once for all who ask, and served from the hub for some minutes', async () => {
    const desk = await open()
    const other = await open()
    await redis.client.zadd(desk.hub.keys.series('A', 'a1c'), Date.now() / 1_000, '6.0:00000001')
    const answers = await Promise.all([
      desk.statistics.of('a1c', everybody, 24),
      desk.statistics.of('a1c', everybody, 24),
      other.statistics.of('a1c', everybody, 24),
    ])
    expect(new Set(answers.map((answer) => found(answer).computedAt)).size).toBe(1)
    const kept = (await redis.client.keys(`${prefix}population:*statistics:*`)).filter(
      (key) => !key.endsWith(':lease'),
    )
    expect(kept).toHaveLength(1)
    const life = await redis.client.ttl(kept[0] ?? '')
    expect(life).toBeGreaterThan(200)
    expect(life).toBeLessThanOrEqual(300)
    expect(kept.join()).not.toContain('a1c')
    expect(await redis.client.exists(desk.hub.keys.population('statistics:lease'))).toBe(0)
  })

  // Catches: a station that died in the middle and keeps all others from computing.
  test('do not wait for a station that has died', async () => {
    const desk = await open()
    await redis.client.zadd(desk.hub.keys.series('A', 'a1c'), Date.now() / 1_000, '6.0:00000001')
    await redis.client.set(desk.hub.keys.population('statistics:lease'), 'of a dead one', 'PX', 600)
    expect(await desk.statistics.of('a1c', everybody, 24)).toMatchObject({ patients: 1 })
  })

  // Catches: KEYS or one huge reading, which hold everybody's hub, and series that SCAN gives twice.
  test('walk 5 000 series in small bites, each once', async () => {
    const desk = await open()
    const { keys } = desk.hub
    const now = Date.now() / 1_000
    for (let start = 0; start < 5_000; start += 500) {
      const pipeline = redis.client.pipeline()
      for (let n = start; n < start + 500; n += 1)
        pipeline.zadd(
          keys.series(`P${n}`, 'bmi'),
          now,
          `${20 + (n % 10)}.0:00000001`,
          now - 60,
          '30.5:00000002',
        )
      await pipeline.exec()
    }
    await redis.client.config('RESETSTAT')
    const ours = found(await desk.statistics.of('bmi', everybody, 24))
    expect(ours).toMatchObject({ patients: 5_000, readings: 10_000, mean: 24.5, median: 24.5, unreadable: 0 })
    const stats = await redis.client.info('commandstats')
    expect(stats).not.toMatch(/cmdstat_keys:/)
    expect(stats).toMatch(/cmdstat_scan:calls=\d+/)
    expect(stats).toMatch(/cmdstat_zrangebyscore:calls=5000/)
  })
})
