import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HubKeys } from '@main/hub/keys.ts'
import { takeReading } from '@main/features/population/engine.ts'
import type { PatientState, Reading } from '@main/features/population/ports.ts'
import { readingId } from '@main/features/population/reading-id.ts'
import { readState } from '@main/features/population/stored.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import { type RiskMetric, riskMetrics } from '@shared/features/population/model.ts'
import { FaultyProxy } from '@test/support/faulty-proxy.ts'
import { PopulationDesk, type PopulationDeskSettings } from '@test/support/population-desk.ts'
import { readingsOf, type WriterOrder } from '@test/support/population-load.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { SeriesHub } from '@test/support/series-hub.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start({ appendonly: 'no' })
})
afterAll(() => redis.close())

let tests = 0
let prefix = ''
let keys = new HubKeys()
const desks: PopulationDesk[] = []
beforeEach(() => {
  tests += 1
  prefix = `t${tests}:`
  keys = new HubKeys(prefix)
})
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close()
})

async function open(
  name = 'A',
  settings: PopulationDeskSettings = {},
  url = redis.url,
): Promise<PopulationDesk> {
  const desk = await PopulationDesk.open(url, prefix, name, settings)
  desks.push(desk)
  return desk
}

async function stateOf(patientId: string): Promise<PatientState | null> {
  return readState(await redis.client.hget(keys.population('state'), patientId))
}

async function scoreOf(patientId: string): Promise<number | null> {
  const score = await redis.client.zscore(keys.riskScores(), patientId)
  return score === null ? null : Number(score)
}

const codeOf = (ask: Promise<unknown>): Promise<string> =>
  ask.then(
    () => 'taken',
    (error: unknown) => (error instanceof RequestFailure ? `${error.code}: ${error.message}` : String(error)),
  )

describe('one reading', () => {
  // Catches: a name, type, member or payload that programs written against the seed do not find.
  test('leaves on the hub what the seed leaves, and tells the care managers above 75', async () => {
    const desk = await open()
    const heard: string[] = []
    const listener = redis.client.duplicate()
    listener.on('message', (_channel, text) => void heard.push(text))
    await listener.subscribe(keys.unitAlerts('care_management'))
    const at = Date.now() - 60_000
    expect(await desk.record('P1', 'a1c', 13.4, at)).toEqual({
      score: 77,
      changed: true,
      crossing: 'entered',
    })
    expect(await scoreOf('P1')).toBe((13.4 - 5.7) * 10)
    expect(await redis.client.smembers(keys.highRisk())).toEqual(['P1'])
    const [member = '', seconds] = await redis.client.zrange(keys.series('P1', 'a1c'), 0, '-1', 'WITHSCORES')
    expect(member).toMatch(/^13\.4:[0-9a-f]{8}$/)
    expect(Number(seconds)).toBeCloseTo(at / 1_000, 6)
    await desk.until('the announcement', () => heard.length > 0)
    listener.disconnect()
    expect(heard).toHaveLength(1)
    expect(JSON.parse(heard[0] ?? '')).toEqual({
      type: 'high_risk_patient',
      patient_id: 'P1',
      risk_score: 77,
      trigger_metric: 'a1c',
      trigger_value: 13.4,
    })
    const [kept = ''] = await redis.client.zrange(keys.alertHistory('P1'), 0, '-1')
    expect(kept.startsWith((heard[0] ?? '').slice(0, -1))).toBe(true)
    expect(JSON.parse(kept)).toMatchObject({ alert_type: 'high_risk_patient', value: 77, severity: null })
  })

  // Catches: whole numbers written so that Python's readers see another member than Python would write.
  test('whole values carry a point, and other metrics are stored without counting', async () => {
    const desk = await open()
    expect(await desk.record('P1', 'glucose', 9, Date.now())).toEqual({
      score: null,
      changed: false,
      crossing: null,
    })
    const [member] = await redis.client.zrange(keys.series('P1', 'glucose'), 0, '-1')
    expect(member).toMatch(/^9\.0:[0-9a-f]{8}$/)
    expect(await scoreOf('P1')).toBeNull()
    expect(await redis.client.keys(`${prefix}population*`)).toEqual([])
  })

  // Catches: a write repeated after a time-out that counts, announces or is stored twice.
  test('that is written again adds nothing', async () => {
    const desk = await open()
    const at = Date.now()
    await desk.record('P1', 'a1c', 14, at)
    const before = await redis.client.dump(keys.population('log'))
    for (let times = 0; times < 3; times += 1)
      expect(await desk.record('P1', 'a1c', 14, at)).toEqual({ score: 83, changed: false, crossing: null })
    expect(await redis.client.dump(keys.population('log'))).toEqual(before)
    expect(await redis.client.zcard(keys.series('P1', 'a1c'))).toBe(1)
    expect(await redis.client.xlen(keys.population('crossings'))).toBe(1)
    expect(await redis.client.zcard(keys.alertHistory('P1'))).toBe(1)
  })

  // Catches: a reading whose answer was lost, written twice by the repetition or not at all.
  test('whose answer is lost is there exactly once', async () => {
    const proxy = new FaultyProxy(redis.port)
    await proxy.start()
    const desk = await open('A', {}, redis.urlAt(proxy.port))
    const reading = { patientId: 'P1', metric: 'a1c', value: 9.4, unit: '%', at: Date.now() }
    const asked = codeOf(Promise.resolve(desk.handlers['population.record'](reading)))
    proxy.cut()
    const answer = await asked
    await desk.until('the link again', () => desk.hub.state.link === 'live')
    expect(answer).toMatch(/^(taken|population\.(hub-unreachable|outcome-unknown): )/)
    const stored = await redis.client.zcard(keys.series('P1', 'a1c'))
    expect([await scoreOf('P1'), stored]).toEqual(stored === 0 ? [null, 0] : [37, 1])
    await proxy.close()
  })

  // Catches: another rule in Lua than in TypeScript; a score that depends on the order of arrival.
  test('the script and the engine agree in every order, also where times are equal', async () => {
    const desk = await open()
    const now = Date.now()
    const value: Readonly<Record<RiskMetric, fc.Arbitrary<number>>> = {
      a1c: fc.double({ min: 2, max: 20, noNaN: true }),
      bmi: fc.double({ min: 8, max: 150, noNaN: true }),
      blood_pressure: fc.double({ min: 40, max: 300, noNaN: true }),
    }
    const any = fc.constantFrom(...riskMetrics).chain((metric) =>
      fc.tuple(value[metric], fc.integer({ min: now - 3, max: now })).map(([measured, at]) => ({
        metric,
        value: measured,
        at,
      })),
    )
    let runs = 0
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(any, { minLength: 1, maxLength: 8 })
          .chain((list) =>
            fc.tuple(
              fc.constant(list),
              fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
            ),
          ),
        async (orders) => {
          const made: (PatientState | null)[] = []
          for (const order of orders) {
            runs += 1
            const patientId = `P${runs}`
            let state: PatientState | null = null
            for (const each of order) {
              const reading: Reading = { ...each, patientId, id: readingId({ ...each, patientId }) }
              const step = takeReading(state, reading, now)
              const recorded = await desk.wired.readings.record(reading, false)
              expect(recorded.changed).toBe(step !== null)
              expect(recorded.crossing).toBe(step?.crossing?.kind ?? null)
              state = step?.next ?? state
              expect(recorded.score).toBe(state?.score ?? null)
            }
            const stored = await stateOf(patientId)
            expect(stored?.contributions).toEqual(state?.contributions)
            expect(await scoreOf(patientId)).toBe(state?.score)
            made.push(stored)
          }
          expect(made[1]?.contributions).toEqual(made[0]?.contributions)
          expect(made[1]?.score).toBe(made[0]?.score)
        },
      ),
      { numRuns: 60 },
    )
  })

  // Catches: a crossing announced at every further reading, never taken back, or announced again while hovering.
  test('crossing is told once, leaving too, and again only after 70 or less', async () => {
    const desk = await open()
    const start = Date.now() - 60_000
    const scores = [76, 90, 74, 76, 71, 70, 76]
    const seen: (string | null)[] = []
    for (const [minute, score] of scores.entries())
      seen.push((await desk.record('P1', 'blood_pressure', 120 + score * 2, start + minute)).crossing)
    expect(seen).toEqual(['entered', null, null, null, null, 'left', 'entered'])
    await desk.until('the events', () => desk.crossings.length === 3)
    expect(desk.crossings.map(({ kind, score }) => [kind, score])).toEqual([
      ['entered', 76],
      ['left', 70],
      ['entered', 76],
    ])
    const { crossings } = await desk.handlers['population.crossings']({ limit: 10 })
    expect(crossings.map(({ kind }) => kind)).toEqual(['entered', 'left', 'entered'])
    expect(await redis.client.zcard(keys.alertHistory('P1'))).toBe(2)
    expect(await redis.client.smembers(keys.highRisk())).toEqual(['P1'])
  })
})

describe('both ways of storing a series', () => {
  // Catches: a score, a trend or a repetition that depends on whether the hub has the time-series module.
  test('give the same scores, courses and answers', async () => {
    const order: WriterOrder = {
      url: '',
      prefix: '',
      writer: 9,
      readings: 120,
      patients: 4,
      before: Date.now(),
    }
    const seen: unknown[] = []
    for (const makeHub of [
      undefined,
      (...of: ConstructorParameters<typeof SeriesHub>) => new SeriesHub(...of),
    ]) {
      prefix = `${prefix}x:`
      keys = new HubKeys(prefix)
      const desk = await open('A', makeHub === undefined ? {} : { makeHub })
      for (let times = 0; times < 2; times += 1)
        for (const reading of readingsOf(order)) await desk.wired.readings.record(reading, false)
      const whys = await Promise.all(
        ['P1', 'P2', 'P3', 'P4'].map(async (patientId) => desk.handlers['population.why']({ patientId })),
      )
      seen.push(
        whys.map(({ row, trend, course, remarks }) => ({
          contributions: row.contributions,
          score: row.score,
          // Two readings of one millisecond are one point of a time series.
          last: trend.map(({ points }) => Math.max(...points.map(({ at }) => at))),
          end: course.at(-1)?.score,
          remarks,
        })),
      )
      const types = await Promise.all(
        (await redis.client.keys(`${prefix}ts:patient:*`)).map((key) => redis.client.type(key)),
      )
      expect(new Set(types)).toEqual(new Set([makeHub === undefined ? 'zset' : 'hash']))
    }
    expect(seen[1]).toEqual(seen[0])
    expect(await redis.client.hget(keys.series('P1', 'a1c'), 'labels')).toBe('patient P1 metric a1c')
  })

  // Catches: a hub that got the module later, whose older series are still sorted sets; and a reading older than a year.
  test('live beside each other on one hub', async () => {
    const now = Date.now()
    const without = await open('A')
    await without.record('P1', 'a1c', 8, now - 10_000)
    const desk = await open('B', { makeHub: (...of) => new SeriesHub(...of) })
    expect((await desk.record('P1', 'a1c', 9, now - 5_000)).score).toBeCloseTo(33, 9)
    await desk.record('P1', 'bmi', 30, now)
    expect((await desk.record('P1', 'bmi', 31, now - 400 * 86_400_000)).changed).toBe(false)
    const { trend } = await desk.handlers['population.why']({ patientId: 'P1' })
    expect(trend.map(({ points }) => points.map(({ value }) => value))).toEqual([[8, 9], [30], []])
    expect(await redis.client.type(keys.series('P1', 'a1c'))).toBe('zset')
    expect(await redis.client.type(keys.series('P1', 'bmi'))).toBe('hash')
  })
})

describe('readings that cannot be', () => {
  // Catches: a wrong unit, a wrong clock or a missing value that moves a patient on the board.
  test.each([
    ['a1c', 64, '%', 0, 'mmol/mol'],
    ['a1c', 8, 'mmol/mol', 0, 'counted in %'],
    ['a1c', 8, '', 0, 'no unit'],
    ['blood_pressure', 16, 'kPa', 0, 'possible'],
    ['blood_pressure', 160, 'kPa', 0, 'counted in mmHg'],
    ['bmi', 300, 'kg/m²', 0, 'possible'],
    ['bmi', Number.NaN, 'kg/m²', 0, 'not a number'],
    ['a1c', 8, '%', 600_000, 'future'],
    ['a1c', 8, '%', -5e12, '1900'],
  ])('%s %d %s (%d ms off) is refused with a sentence: %s', async (metric, value, unit, off, word) => {
    const desk = await open()
    const answer = await codeOf(
      Promise.resolve(
        desk.handlers['population.record']({ patientId: 'P1', metric, value, unit, at: Date.now() + off }),
      ),
    )
    expect(answer).toMatch(/^population\.bad-reading: /)
    expect(answer).toContain(word)
    expect(answer).not.toContain('P1')
    expect(await redis.client.keys(`${prefix}*`)).toEqual([])
  })
})
