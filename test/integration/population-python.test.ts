import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HubKeys } from '@main/hub/keys.ts'
import type { KeeperPace } from '@main/features/population/keeper.ts'
import { hasty, PopulationDesk, type PopulationDeskSettings } from '@test/support/population-desk.ts'
import { SeedPopulation } from '@test/support/seed-population.ts'
import { TestRedis } from '@test/support/redis-server.ts'

/** The walks never come by: only what is heard is looked at. */
const onlyHears: KeeperPace = { ...hasty, tickMs: 60_000 }

let redis: TestRedis
beforeAll(async () => {
  // As the embedded hub is configured.
  redis = await TestRedis.start({ appendonly: 'no', 'notify-keyspace-events': 'Ez' })
})
afterAll(() => redis.close())

let tests = 0
let prefix = ''
let keys = new HubKeys()
let python: SeedPopulation
const desks: PopulationDesk[] = []
beforeEach(async () => {
  tests += 1
  prefix = `t${tests}:`
  keys = new HubKeys(prefix)
  python = new SeedPopulation(redis.client, prefix)
  await redis.client.config('SET', 'notify-keyspace-events', 'Ez')
})
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close()
})

async function open(
  name: string,
  settings: PopulationDeskSettings = { pace: hasty },
): Promise<PopulationDesk> {
  const desk = await PopulationDesk.open(redis.url, prefix, name, settings)
  desks.push(desk)
  return desk
}

async function scoreOf(patientId: string): Promise<number | null> {
  const score = await redis.client.zscore(keys.riskScores(), patientId)
  return score === null ? null : Number(score)
}

/** Sums of points differ from the decimal number in their last digits. */
async function hasScore(patientId: string, score: number): Promise<boolean> {
  return Math.abs(((await scoreOf(patientId)) ?? Number.NaN) - score) < 1e-9
}

const silent = () => redis.client.config('SET', 'notify-keyspace-events', '')
const isKept = () => redis.client.exists(keys.population('lease'))

describe('what the seed’s Python writes', () => {
  // Catches: a keeper that waits for its walk although the server tells it.
  test('is heard at once where the server tells of additions', async () => {
    const desk = await open('A', { pace: onlyHears })
    await desk.until('a keeper', async () => (await isKept()) === 1)
    await desk.look()
    await python.recordMetric('P1', 'a1c', 9.4)
    await desk.until('the patient on the board', () => desk.rowOf('P1')?.contributions.length === 1)
    expect(desk.rowOf('P1')).toMatchObject({ score: 37, foreign: false, missing: ['bmi', 'blood_pressure'] })
  })

  // Catches: the seed's drift on the board. Ten normal and two high readings bring its own score to 100.
  test('does not drift: each metric counts once, although Python goes on adding', async () => {
    const desk = await open('A', { pace: onlyHears })
    await desk.until('a keeper', async () => (await isKept()) === 1)
    const seconds = Date.now() / 1_000
    for (let n = 0; n < 6; n += 1)
      await python.recordMetric('P1', 'blood_pressure', 160, seconds + n / 10 - 2)
    await python.recordMetric('P1', 'a1c', 8.7, seconds)
    await desk.until('the score of the newest readings', () => hasScore('P1', 50))
    await desk.until('nobody at high risk', async () => (await redis.client.scard(keys.highRisk())) === 0)
    expect(desk.crossings).toEqual([])
  })

  // Catches: an announcement of Python that is only shown, while the board keeps the old score.
  test('is looked at when it announces, where the server tells nothing', async () => {
    await silent()
    const desk = await open('A', { pace: onlyHears })
    await desk.until('a keeper', async () => (await isKept()) === 1)
    await desk.look()
    await python.recordMetric('P1', 'a1c', 14)
    await desk.until('the patient on the board', () => desk.rowOf('P1')?.foreign === false)
    expect(desk.rowOf('P1')).toMatchObject({ score: 83, band: 'high' })
  })

  // Catches: a score of Python below the threshold, which announces nothing, that stays as it drifted.
  test('is found by the walk over the scores', async () => {
    await silent()
    const desk = await open('A', { pace: { ...hasty, keys: 1 } })
    await desk.record('P1', 'a1c', 8, Date.now() - 60_000)
    for (let n = 0; n < 500; n += 1) await redis.client.set(`${prefix}filler:${n}`, '1')
    await python.recordMetric('P1', 'a1c', 7, Date.now() / 1_000)
    expect(await scoreOf('P1')).toBeCloseTo(36, 9)
    await desk.until('the score put right', () => hasScore('P1', 13))
  })

  // Catches: a better reading, which changes nothing in Python's score, that never lowers the patient's.
  test('is found by the walk over the series, also where no score says so', async () => {
    await silent()
    const desk = await open('A')
    await desk.record('P1', 'a1c', 12, Date.now() - 60_000)
    await python.recordMetric('P1', 'a1c', 5.5)
    await python.addReading('P2', 'bmi', 30)
    await desk.until('the better reading', () => hasScore('P1', 0))
    await desk.until('the patient whose writer died', () => hasScore('P2', 10))
    expect(await redis.client.zrevrange(keys.riskScores(), 0, '-1')).toEqual(['P2', 'P1'])
  })

  // Catches: a crossing announced by each station that sees Python's reading, or by none.
  test('crosses once, whoever looks, and leaves once', async () => {
    const all = [await open('A'), await open('B'), await open('host')]
    const told: string[] = []
    const listener = redis.client.duplicate()
    listener.on('message', (_channel, text) => void told.push(text))
    await listener.subscribe(keys.unitAlerts('care_management'))
    await python.recordMetric('P1', 'a1c', 13.4, Date.now() / 1_000 - 10)
    for (const desk of all) await desk.until('the crossing', () => desk.crossings.length === 1)
    await python.recordMetric('P1', 'a1c', 13.6, Date.now() / 1_000 - 5)
    await python.recordMetric('P1', 'a1c', 6, Date.now() / 1_000)
    for (const desk of all) await desk.until('that he left', () => desk.crossings.length === 2)
    await pause(300)
    for (const desk of all) expect(desk.crossings.map(({ kind }) => kind)).toEqual(['entered', 'left'])
    listener.disconnect()
    // Python has announced thrice by itself, since its score never falls; ours is kept for those who were not listening.
    expect(told).toHaveLength(4)
    expect(await redis.client.zcard(keys.alertHistory('P1'))).toBe(1)
    expect(await redis.client.scard(keys.highRisk())).toBe(0)
  })

  // Catches: a station that comes to a hub of others and calls for everybody who has been at high risk for long.
  test('is told where it is news, and only shown where it is old', async () => {
    const day = 86_400
    await python.recordMetric('P1', 'a1c', 14, Date.now() / 1_000 - 2 * day)
    await python.recordMetric('P2', 'a1c', 14, Date.now() / 1_000 - 3_600)
    const desk = await open('A')
    await desk.until('both', () => desk.crossings.length === 2)
    expect(await redis.client.exists(keys.alertHistory('P1'))).toBe(0)
    expect(await redis.client.zcard(keys.alertHistory('P2'))).toBe(1)
    expect((await redis.client.smembers(keys.highRisk())).sort()).toEqual(['P1', 'P2'])
  })

  // Catches: a patient of another program lost from the board, or shown as if we knew why.
  test('keeps a score that no reading explains, and says whose it is', async () => {
    await redis.client.zadd(keys.riskScores(), 42, 'P1', 88, 'P2')
    await redis.client.sadd(keys.highRisk(), 'P2')
    const desk = await open('A')
    const page = await desk.whole()
    expect(page.rows.map(({ patientId, score, foreign }) => [patientId, score, foreign])).toEqual([
      ['P2', 88, true],
      ['P1', 42, true],
    ])
    await redis.client.zadd(keys.riskScores(), 50, 'P1')
    await desk.until('the other score', () => desk.rowOf('P1')?.score === 50)
    expect(desk.rowOf('P1')).toMatchObject({ foreign: true, contributions: [], yesterday: null })
    expect(await redis.client.smembers(keys.highRisk())).toEqual(['P2'])
    expect(desk.crossings).toEqual([])
    const why = await desk.handlers['population.why']({ patientId: 'P1' })
    expect(why.change).toBeNull()
    expect(why.remarks.join(' ')).toContain('another program')
  })

  // Catches: HbA1c in mmol/mol or a clock of next year that makes a score, or hides the possible reading before it.
  test('is kept out where it cannot be, and said once without a name', async () => {
    const desk = await open('A')
    const now = Date.now() / 1_000
    await python.addReading('P1', 'a1c', 8.7, now - 3_600)
    await python.addReading('P1', 'a1c', 72, now - 60)
    await python.addReading('P1', 'a1c', 14, now + 86_400)
    await redis.client.zadd(keys.series('P1', 'bmi'), now, 'nan:00000000')
    await python.updateScore('P1', 'a1c', 72)
    await desk.until('the possible reading', () => hasScore('P1', 30))
    await pause(400)
    expect(desk.notes).toHaveLength(1)
    expect(desk.notes[0]).toContain('HbA1c (2)')
    expect(desk.notes[0]).not.toContain('P1')
    const why = await desk.handlers['population.why']({ patientId: 'P1' })
    expect(why.trend[0]?.points.map(({ value }) => value)).toEqual([8.7])
    expect(why.remarks.join(' ')).toMatch(/1 stored readings could not be understood.*impossible/)
  })

  // Catches: work that stops with the station that did it.
  test('is looked after by another when the keeper goes', async () => {
    await silent()
    const first = await open('A')
    await first.until('a keeper', async () => (await redis.client.get(keys.population('lease'))) === 'A')
    await open('B')
    await first.close()
    await python.recordMetric('P1', 'a1c', 9.7)
    await python.recordMetric('P1', 'a1c', 9.7)
    const [, second] = desks
    await second?.until('the score', () => hasScore('P1', 40))
    expect(await redis.client.get(keys.population('lease'))).toBe('B')
  })
})
