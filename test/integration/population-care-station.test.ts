import { parse } from 'csv-parse/sync'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { HubKeys } from '@main/hub/keys.ts'
import { everybody } from '@shared/features/population/model.ts'
import { payloadSchemaOf } from '@shared/ipc/registry.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { firstPage } from '@test/support/population-desk.ts'
import { PopulationCareDesk } from '@test/support/population-care-desk.ts'
import { TestCluster } from '@test/support/redis-cluster.ts'
import { TestRedis } from '@test/support/redis-server.ts'

const HEADER = 'patient_id,name,birth_date,sex,unit,conditions'
let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start({ appendonly: 'no' })
})
afterAll(() => redis.close())

let tests = 0
const stations: HeadlessStation[] = []
beforeEach(() => {
  tests += 1
})
afterEach(async () => {
  for (const station of stations.splice(0)) await station.stop()
})

async function open(role: 'care-manager' | 'nurse'): Promise<HeadlessStation> {
  const prefix = `w${tests}:`
  const station = new HeadlessStation({ hubUrl: redis.url, units: ['icu'], role, prefix })
  stations.push(station)
  await station.start()
  await station.live()
  return station
}

async function readings(station: HeadlessStation): Promise<void> {
  for (const [patientId, value] of [
    ['P1', 14],
    ['P2', 9],
    ['P3', 6],
  ] as const)
    await station.ask('population.record', { patientId, metric: 'a1c', value, unit: '%', at: Date.now() })
}

// Catches: wiring that leaves out a part, a refusal without the newer record, an event that is not sent.
test('two stations share care work as their windows see it', async () => {
  const [one, other] = [await open('care-manager'), await open('care-manager')]
  await readings(one)
  const { records } = await one.ask('population.assign', {
    patients: [{ patientId: 'P1', rev: 0 }],
    manager: 'ann',
  })
  expect(records).toMatchObject([{ patientId: 'P1', rev: 1, manager: 'ann' }])
  await other.until('the event', () => other.pushed.some(({ name }) => name === 'population.care-changed'))
  const event = other.pushed.find(({ name }) => name === 'population.care-changed')
  expect(payloadSchemaOf('population.care-changed').parse(event?.payload)).toEqual(records[0])
  const refusal = await other.answer('population.next-contact', {
    patientId: 'P1',
    rev: 0,
    date: '2026-12-24',
  })
  expect(refusal).toMatchObject({
    ok: false,
    error: { code: 'population.changed-meanwhile', details: { record: { rev: 1, manager: 'ann' } } },
  })
  const note = { id: 'n1', kind: 'call', reached: true, text: 'well' } as const
  await other.ask('population.outreach', { patientId: 'P1', note })
  await other.ask('population.outreach', { patientId: 'P1', note })
  const record = await one.ask('population.care', { patientId: 'P1' })
  expect(record.outreach).toHaveLength(1)
  expect(record.outreach[0]?.by).not.toBe('')
  const { managers, unassignedHigh } = await one.ask('population.care-figures', {})
  expect(managers).toContainEqual(expect.objectContaining({ manager: 'ann', patients: 1, high: 1 }))
  expect(unassignedHigh).toBe(0)
})

// Catches: a board that goes on following everybody behind a locked screen: the window's own "close" is refused there.
test('a screen that is locked with an open board stops being told of changes', async () => {
  const station = await open('care-manager')
  const channel = new HubKeys(`w${tests}:`).populationChanges()
  const listeners = async (): Promise<unknown> => (await redis.client.pubsub('NUMSUB', channel))[1]
  await station.ask('population.open', { view: firstPage })
  await expect.poll(listeners).toBe(1)
  await station.ask('sessions.sign-out', {})
  await expect.poll(listeners).toBe(0)
})

// Catches: a roster that the board, the cohort and the export do not know of.
test('a roster makes cohorts of statistics and of the export', async () => {
  const station = await open('care-manager')
  await readings(station)
  const outcome = await station.ask('population.import-roster', {
    name: 'roster.csv',
    text: `${HEADER}\nP1,=Ann,1950-01-01,female,west,\nP2,Ben,1990-01-01,male,west,\nP3,Eve,1950-01-01,female,east,\nP1,,,,,`,
  })
  expect(outcome).toEqual({
    taken: 3,
    unscored: 0,
    refused: [{ line: 5, reason: expect.stringContaining('line 2 already') }],
    refusedMore: 0,
  })
  const west = { ...everybody, unit: 'west' }
  const statistics = { metric: 'a1c', hours: 24 }
  expect(await station.ask('population.statistics', { ...statistics, filter: everybody })).toMatchObject({
    patients: 3,
    median: 9,
    storage: 'sorted-sets',
  })
  expect(await station.ask('population.statistics', { ...statistics, filter: west })).toMatchObject({
    patients: 2,
    mean: 11.5,
  })
  const { text, rows } = await station.ask('population.export', {
    filter: west,
    search: '',
    reason: 'for the conference',
  })
  expect(rows).toBe(2)
  const read: Record<string, string>[] = parse(text, { columns: true })
  expect(read.map(({ rank, patient_id: id, name }) => [rank, id, name])).toEqual([
    ['1', 'P1', "'=Ann"],
    ['2', 'P2', 'Ben'],
  ])
})

// Catches: work on patients by whom the table of rights does not allow it.
test('a nurse sees care records and changes none', async () => {
  const nurse = await open('nurse')
  expect(await nurse.ask('population.care', { patientId: 'P1' })).toMatchObject({ rev: 0, manager: null })
  for (const [name, input] of [
    ['population.assign', { patients: [{ patientId: 'P1', rev: 0 }], manager: 'ann' }],
    ['population.import-roster', { name: 'roster.csv', text: HEADER }],
    ['population.export', { filter: everybody, search: '', reason: 'for myself' }],
  ] as const)
    expect(await nurse.answer(name, input)).toMatchObject({ ok: false, error: { code: 'ipc.not-permitted' } })
})

// Catches: keys of one script in several slots, SCAN of one node taken for all, pipelines over slots.
test('on a Cluster care work, statistics and roster are the same', async () => {
  const cluster = await TestCluster.start()
  try {
    const desk = await PopulationCareDesk.open(cluster.url, '', 'ann')
    for (let n = 0; n < 30; n += 1) {
      const at = Date.now() / 1_000
      await cluster.client.zadd(desk.hub.keys.series(`P${n}`, 'bmi'), at, `${20 + n}.0:0000000a`)
      await cluster.client.zadd(desk.hub.keys.riskScores(), n, `P${n}`)
    }
    expect(await desk.statistics.of('bmi', everybody, 24)).toMatchObject({ patients: 30, median: 34.5 })
    expect(await desk.roster.import('r', `${HEADER}\nP1,Ann,,,,\nP2,Ben,,,,`)).toMatchObject({ taken: 2 })
    const { records } = await desk.care.assign(
      Array.from({ length: 30 }, (_, n) => ({ patientId: `P${n}`, rev: 0 })),
      'ann',
    )
    expect(records).toHaveLength(30)
    await desk.until('every announcement', () => desk.heard.length === 31)
    desk.close()
  } finally {
    await cluster.close()
  }
})
