import { afterAll, beforeAll, expect, test } from 'vitest'
import { CareFiguresDesk } from '@main/features/population/figures-desk.ts'
import { RankingFigures } from '@main/features/population/figures-store.ts'
import { RedisBoard } from '@main/features/population/redis-board.ts'
import { everybody } from '@shared/features/population/model.ts'
import { GuardedRedis } from '@test/support/access-list.ts'
import { PopulationCareDesk } from '@test/support/population-care-desk.ts'

let guarded: GuardedRedis
beforeAll(async () => {
  guarded = await GuardedRedis.start()
})
afterAll(() => guarded.close())

// Catches: a command of care work, statistics, figures or roster that the printed access list forgets.
test('with the permissions of a station care work, statistics, figures and roster are done', async () => {
  const publisher = guarded.as('publisher')
  await publisher.zadd('ts:patient:P1:a1c', Date.now() / 1_000, '8.1:0a0b0c0d')
  await publisher.zadd('population:risk_scores', 80, 'P1')
  const desk = await PopulationCareDesk.open(guarded.urlAs('station'), '', 'ann')
  expect(await desk.statistics.of('a1c', everybody, 24)).toMatchObject({ kind: 'found', median: 8.1 })
  await desk.roster.import('roster.csv', 'patient_id,name\nP1,Ann')
  await desk.care.assign([{ patientId: 'P1', rev: 0 }], 'ann')
  await desk.care.outreach('P1', { id: 'n', kind: 'visit', reached: true, text: '' })
  await desk.care.snooze('P1', 2, Date.now() + 86_400_000, 'abroad')
  await desk.care.wake('P1', Date.now() + 1_000)
  await desk.care.nextContact('P1', 4, '2026-12-24')
  await desk.until('all announcements', () => desk.heard.length === 6)
  const figures = new CareFiguresDesk({
    care: desk.store,
    ranking: new RankingFigures(desk.hub),
    board: new RedisBoard(desk.hub),
  })
  expect(await figures.care()).toMatchObject({
    managers: [{ manager: 'ann', patients: 1, high: 1, contacts: 1 }],
    unassignedHigh: 0,
  })
  desk.close()
})
