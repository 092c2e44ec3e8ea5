import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HubKeys } from '@main/hub/keys.ts'
import { everybody } from '@shared/features/population/model.ts'
import { firstPage, PopulationDesk } from '@test/support/population-desk.ts'
import { TestRedis } from '@test/support/redis-server.ts'

const MANY = 20_000

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

async function open(name: string): Promise<PopulationDesk> {
  const desk = await PopulationDesk.open(redis.url, prefix, name)
  desks.push(desk)
  return desk
}

/** What record.lua leaves of so many patients with a systolic pressure each, without the way there. */
async function fill(count: number): Promise<void> {
  const now = Date.now()
  const day = Math.floor(now / 86_400_000)
  for (let start = 0; start < count; start += 1_000) {
    const pipeline = redis.client.pipeline()
    for (let n = start; n < Math.min(count, start + 1_000); n += 1) {
      const value = 100 + (n % 200)
      const score = value > 120 ? (value - 120) * 0.5 : 0
      const state = {
        m: { blood_pressure: [value, now] },
        s: score,
        d: day,
        y: null,
        h: null,
        a: score > 75,
        e: null,
      }
      pipeline.zadd(keys.riskScores(), score, `P${n}`)
      pipeline.hset(keys.population('state'), `P${n}`, JSON.stringify(state))
      if (n % 2 === 0)
        pipeline.hset(
          keys.population('roster'),
          `P${n}`,
          JSON.stringify({
            patientId: `P${n}`,
            name: `Patient ${n}`,
            birthDate: '1950-01-01',
            sex: 'female',
            unit: n % 4 === 0 ? '4b' : 'icu',
            conditions: n % 10 === 0 ? ['diabetes'] : [],
          }),
        )
    }
    await pipeline.exec()
  }
}

describe('twenty thousand patients', () => {
  // Catches: patients lost, doubled or misplaced between the pages in which they are read, and by changes meanwhile.
  test('are the hub’s ranking to the last place, also after changes while they were read', async () => {
    await fill(MANY)
    const [a, b] = [await open('A'), await open('B')]
    const first = await a.look()
    expect(first.rows.map(({ patientId }) => patientId)).toEqual(
      await redis.client.zrevrange(keys.riskScores(), 0, 49),
    )
    expect(first).toMatchObject({ population: MANY, matching: MANY })
    const now = Date.now()
    // The lowest of all, who would be read last, climb to the top while the reading goes on.
    for (let n = 0; n < 300; n += 1) await b.record(`P${n * 60}`, 'a1c', 13 + (n % 5) / 10, now)
    await a.until('everybody', () => a.page?.reading === null)
    const all = async (): Promise<string[]> => {
      const ids: string[] = []
      for (let offset = 0; offset < MANY; offset += 200) {
        const page = await a.look({ ...firstPage, offset, limit: 200 })
        ids.push(...page.rows.map(({ patientId }) => patientId))
      }
      return ids
    }
    await a.until('the same ranking', async () => {
      const hub = await redis.client.zrevrange(keys.riskScores(), 0, '-1')
      return JSON.stringify(await all()) === JSON.stringify(hub)
    })
    const found = await a.look({ ...firstPage, filter: { ...everybody, unit: '4b', condition: 'diabetes' } })
    expect(found.matching).toBe(MANY / 20)
    const named = await a.look({ ...firstPage, search: 'PATIENT 1998' })
    expect(named.rows.map(({ name }) => name)).toContain('Patient 1998')
    expect(named.matching).toBe(6)
    const spread = await a.handlers['population.distribution']({ filter: everybody })
    expect(spread.patients).toBe(MANY)
    expect(spread.bins.reduce((sum, bin) => sum + bin.now, 0)).toBe(MANY)
  })
})
