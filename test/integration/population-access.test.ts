import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessRules } from '@main/hub/access-list.ts'
import { everybody } from '@shared/features/population/model.ts'
import { GuardedRedis } from '@test/support/access-list.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { firstPage, hasty, PopulationDesk } from '@test/support/population-desk.ts'
import { TestCluster } from '@test/support/redis-cluster.ts'
import { SeedPopulation } from '@test/support/seed-population.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'

let guarded: GuardedRedis
beforeAll(async () => {
  guarded = await GuardedRedis.start()
})
afterAll(() => guarded.close())

const roster = 'patient_id,name,birth_date,sex,unit,conditions\nP1,Ada Lind,1950-03-01,female,4b,diabetes\n'

/** Everything that a window asks of the population. */
async function everything(desk: PopulationDesk): Promise<void> {
  const { handlers } = desk
  const at = Date.now() - 1_000
  await handlers['population.open']({ view: firstPage })
  await handlers['population.record']({ patientId: 'P1', metric: 'a1c', value: 13.4, unit: '%', at })
  await desk.until('the crossing', () => desk.crossings.length > 0)
  await desk.until('the row', () => desk.rowOf('P1') !== undefined)
  await handlers['population.record']({ patientId: 'P1', metric: 'a1c', value: 6, unit: '%', at: at + 1 })
  await handlers['population.import-roster']({ name: 'roster.csv', text: roster })
  const assigned = await handlers['population.assign']({
    patients: [{ patientId: 'P1', rev: 0 }],
    manager: 'kim',
  })
  expect(assigned.refused).toEqual([])
  await handlers['population.look']({ view: { ...firstPage, search: 'ada' } })
  expect((await handlers['population.why']({ patientId: 'P1' })).remarks).toEqual([])
  expect((await handlers['population.distribution']({ filter: everybody })).patients).toBeGreaterThan(0)
  const statistics = await handlers['population.statistics']({ metric: 'a1c', filter: everybody, hours: 24 })
  expect(statistics.kind).toBe('found')
  expect((await handlers['population.crossings']({ limit: 10 })).crossings).toHaveLength(2)
  await handlers['population.care-figures']({})
  const file = await handlers['population.export']({ filter: everybody, search: '', reason: 'meeting' })
  expect(file.rows).toBeGreaterThan(0)
  await handlers['population.close']({})
}

// Catches: a command of the population that the printed access list forgets, which then fails at night.
test.each(['station', 'engine-host'] as const)(
  'with the permissions of a %s everything about the population works',
  async (client) => {
    await guarded.redis.client.flushall()
    const desk = await PopulationDesk.open(guarded.urlAs(client), '', client, { pace: hasty })
    try {
      expect(desk.denied).toEqual([])
      await everything(desk)
      // A publisher signs in as such, and writes as the seed's Python.
      const python = new SeedPopulation(guarded.as('publisher'), '')
      await python.recordMetric('P2', 'a1c', 9.4)
      await python.recordMetric('P2', 'a1c', 9.4)
      await desk.until('the reading of Python', async () => {
        const why = await Promise.resolve(desk.handlers['population.why']({ patientId: 'P2' }))
        return why.row.score === 37 && !why.row.foreign
      })
    } finally {
      await desk.close()
    }
  },
)

// Catches: alerts that stop after an update because the hospital's access list does not know the population yet.
test('with permissions from before this feature alerts go on, and the board says what it lacks', async () => {
  const server = { prefix: '', knowsSelectors: true, timeSeries: false }
  const rules = accessRules('station', server).filter((rule) => !rule.includes('population'))
  await guarded.redis.client.call('ACL', 'SETUSER', 'of-old', 'on', '>of-old', ...rules)
  const station = await new HeadlessStation({
    hubUrl: guarded.redis.urlAs('of-old', 'of-old'),
    units: ['icu'],
  }).start()
  const publisher = new SeedPublisher(guarded.redis.url, '')
  try {
    await station.live()
    await publisher.publish(seedMessage({ patient_id: 'P1' }))
    await station.until('the alert', () => station.alertOf('P1') !== undefined)
    const answer = await station.answer('population.open', { view: firstPage })
    expect(answer).toMatchObject({ ok: false, error: { code: 'population.hub-unreachable' } })
    const { lastErrors } = await station.ask('hub.report', {})
    expect(lastErrors.map(({ sentence }) => sentence).join(' ')).toContain('channels of newer features')
  } finally {
    publisher.close()
    await station.stop()
  }
})

// Catches: a reading that is written and reported as refused because the access list does not know where to tell of it,
// and a board that stands still without saying why.
test('where the channels of changes are denied, readings are taken and the board says that it is late', async () => {
  const server = { prefix: '', knowsSelectors: true, timeSeries: false }
  const rules = accessRules('station', server).map((rule) =>
    rule.replace('&population:*', '&population:care'),
  )
  await guarded.redis.client.flushall()
  await guarded.redis.client.call('ACL', 'SETUSER', 'of-care', 'on', '>of-care', ...rules)
  const desk = await PopulationDesk.open(guarded.redis.urlAs('of-care', 'of-care'), '', 'A')
  try {
    expect(desk.denied).toEqual(['population:crossed'])
    await desk.whole()
    expect(await desk.record('P1', 'a1c', 14, Date.now())).toMatchObject({ score: 83, crossing: 'entered' })
    await desk.until('the row', () => desk.rowOf('P1') !== undefined)
    expect(desk.notes.join(' ')).toContain('up to a second late')
  } finally {
    await desk.close()
  }
})

// Catches: keys of one script in several slots (CROSSSLOT), and what lies in other slots left unwritten.
test('on a Cluster everything about the population works', async () => {
  const redis = await TestCluster.start()
  try {
    const desk = await PopulationDesk.open(redis.url, '', 'A', { pace: hasty })
    try {
      await everything(desk)
      expect(await redis.client.zcard('ts:patient:P1:a1c')).toBe(2)
      await desk.record('P3', 'a1c', 14, Date.now())
      expect(await redis.client.smembers('population:high_risk')).toEqual(['P3'])
      expect(await redis.client.zcard('alert_history:P3')).toBe(1)
      // A station died between the script and what lies in other slots.
      await redis.client.srem('population:high_risk', 'P3')
      await redis.client.del('alert_history:P3')
      await desk.wired.readings.mend()
      expect(await redis.client.smembers('population:high_risk')).toEqual(['P3'])
      expect(await redis.client.zcard('alert_history:P3')).toBe(1)
      const python = new SeedPopulation(redis.client, '')
      await python.recordMetric('P2', 'a1c', 9.4)
      await python.recordMetric('P2', 'a1c', 9.4)
      await desk.until('the reading of Python', async () => {
        const why = await Promise.resolve(desk.handlers['population.why']({ patientId: 'P2' }))
        return why.row.score === 37 && !why.row.foreign
      })
    } finally {
      await desk.close()
    }
  } finally {
    await redis.close()
  }
})
