import { afterAll, beforeAll, expect, test } from 'vitest'
import { CareFiguresDesk } from '@main/features/population/figures-desk.ts'
import { RankingFigures } from '@main/features/population/figures-store.ts'
import { RedisBoard } from '@main/features/population/redis-board.ts'
import { RedisReadings } from '@main/features/population/redis.ts'
import { readingId } from '@main/features/population/reading-id.ts'
import { PopulationCareDesk } from '@test/support/population-care-desk.ts'
import { TestRedis } from '@test/support/redis-server.ts'

let redis: TestRedis
let desk: PopulationCareDesk
let figures: CareFiguresDesk
let readings: RedisReadings
beforeAll(async () => {
  redis = await TestRedis.start({ appendonly: 'no' })
  desk = await PopulationCareDesk.open(redis.url, 'f:', 'ann')
  readings = new RedisReadings(desk.hub)
  figures = new CareFiguresDesk({
    care: desk.store,
    ranking: new RankingFigures(desk.hub),
    board: new RedisBoard(desk.hub),
  })
})
afterAll(async () => {
  desk.close()
  await redis.close()
})

async function read(patientId: string, value: number, agoMs: number): Promise<void> {
  const reading = { patientId, metric: 'a1c', value, at: desk.store.now() - agoMs }
  await readings.record({ ...reading, id: readingId(reading) }, false)
}

// Catches: figures of a hub on which nothing has happened that say something, or that cannot be computed.
test('nothing has happened: no figure is made up', async () => {
  const { managers, unassignedHigh, efficiency } = await figures.care()
  expect(managers).toEqual([])
  expect(unassignedHigh).toBe(0)
  expect(efficiency.map(({ ours }) => ours)).toEqual([null, null, null, null, null])
})

// Catches: a threshold that counts 75 as above, high patients in somebody's hands counted as unassigned, delays from
// the wrong clock, contacts that are not found behind their crossing.
test('what happened on the hub comes out as figures', async () => {
  for (let n = 0; n < 40; n += 1) await read(`L${n}`, 6, 60_000)
  // 13.2 % gives 75 points, which is not above 75.
  await read('edge', 13.2, 60_000)
  for (let n = 0; n < 7; n += 1) await read(`H${n}`, 14, 2_000)
  await desk.care.assign(
    ['H0', 'H1', 'L0'].map((patientId) => ({ patientId, rev: 0 })),
    'ann',
  )
  await desk.care.assign([{ patientId: 'H2', rev: 0 }], 'ben')
  await desk.care.outreach('H0', { id: 'n1', kind: 'call', reached: false, text: '' })
  await desk.care.outreach('H0', { id: 'n2', kind: 'call', reached: true, text: '' })
  await desk.care.nextContact('L0', 1, '2026-01-01')
  const { managers, unassignedHigh, efficiency } = await figures.care()
  expect(managers).toEqual([
    { manager: 'ann', patients: 3, high: 2, snoozed: 0, overdue: 1, contacts: 2, reached: 1 },
    { manager: 'ben', patients: 1, high: 1, snoozed: 0, overdue: 0, contacts: 0, reached: 0 },
  ])
  expect(unassignedHigh).toBe(4)
  const row = (id: string) => efficiency.find((each) => each.id === id)
  expect(row('score-update')?.ours?.cases).toBe(48)
  // The readings are two seconds old when they come: a figure below that is not counted from their own time.
  expect(row('identification')?.ours?.cases).toBe(7)
  expect(row('identification')?.ours?.text).toMatch(/^median [\d.]+ (s|min), 95 % within [\d.]+ (s|min)$/)
  expect(row('window')?.ours?.cases).toBe(1)
  expect(row('window')?.why).toContain('After 6 of 7 crossings')
  expect(row('capacity')?.ours).toEqual({ text: '2 patients per care manager', cases: 2 })
  expect(row('hospitalisations')?.ours).toBeNull()
})

// Catches: "nothing happened" told where the hub could not be asked.
test('without the hub no figures are given', async () => {
  desk.hub.stop()
  await expect(figures.care()).rejects.toMatchObject({ code: 'population.hub-unreachable' })
})
