import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BothHubs, type Forgets, LuaHub, ModelHub } from '@test/support/approval-hubs.ts'
import { runSchedule, type ScheduledHub, type ScheduleFigures } from '@test/support/approval-schedule.ts'
import { TestRedis } from '@test/support/redis-server.ts'

const full = process.env['WARDLIGHT_FAULTS'] === 'full'
const only = process.env['WARDLIGHT_FAULT_SEED']
const MODEL = full ? 100_000 : 2_000
const REAL = full ? 5_000 : 150
const SIDE_BY_SIDE = 50

/** Seeds of a run; WARDLIGHT_FAULT_SEED=n replays one. */
function seeds(count: number): number[] {
  return only === undefined ? Array.from({ length: count }, (_, index) => index + 1) : [Number(only)]
}

function sum(all: readonly ScheduleFigures[]): ScheduleFigures {
  const refused = { stale: 0, conflict: 0, early: 0, late: 0 }
  for (const kind of ['stale', 'conflict', 'early', 'late'] as const)
    refused[kind] = all.reduce((total, figures) => total + figures.refused[kind], 0)
  return {
    committed: all.reduce((total, { committed }) => total + committed, 0),
    finals: all.reduce((total, { finals }) => total + finals, 0),
    violations: all.flatMap(({ violations }) => violations),
    refused,
  }
}

async function runAll(count: number, hubOf: (seed: number) => ScheduledHub): Promise<ScheduleFigures> {
  const all: ScheduleFigures[] = []
  const waiting = seeds(count)
  while (waiting.length > 0) {
    const now = waiting.splice(0, SIDE_BY_SIDE)
    all.push(...(await Promise.all(now.map((seed) => runSchedule(seed, `r${seed}`, hubOf(seed))))))
  }
  return sum(all)
}

describe('claim, pause, lease, expiry and fencing, interleaved', () => {
  // Catches: a decision, a renewal, an undo or an expiry that is written after what it rested on has ended.
  test(`${MODEL} schedules of the model: no stale write is carried out`, async () => {
    const figures = await runAll(MODEL, () => new ModelHub())
    console.log(
      `${MODEL} schedules: ${JSON.stringify({ ...figures, violations: figures.violations.length })}`,
    )
    expect(figures.violations.slice(0, 5)).toEqual([])
    if (only !== undefined) return
    // A run in which nothing was refused, or nothing decided, would prove nothing.
    for (const count of [...Object.values(figures.refused), figures.finals])
      expect(count).toBeGreaterThan(MODEL / 100)
  })

  // Catches: an oracle that lets everything pass.
  test.each<Forgets>(['revision', 'time', 'everything'])(
    'a hub that forgets to ask for %s is found out',
    async (forgets) => {
      const figures = await runAll(200, () => new ModelHub(forgets))
      expect(figures.violations.length).toBeGreaterThan(0)
    },
  )
})

describe('the same schedules against a real server', () => {
  let redis: TestRedis
  beforeAll(async () => {
    redis = await TestRedis.start({ appendonly: 'no' })
  })
  afterAll(() => redis.close())

  // Catches: a script that does otherwise than the model that was proven.
  test(`${REAL} schedules: the script answers as its model, and no stale write is carried out`, async () => {
    const figures = await runAll(REAL, (seed) => new BothHubs(new LuaHub(redis.client, `s${seed}:`)))
    console.log(
      `${REAL} on a server: ${JSON.stringify({ ...figures, violations: figures.violations.length })}`,
    )
    expect(figures.violations.slice(0, 5)).toEqual([])
    if (only === undefined) expect(figures.finals).toBeGreaterThan(REAL / 100)
  })
})
