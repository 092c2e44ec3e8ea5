import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { InteractionDesks } from '@test/support/interaction-desks.ts'
import { ModelServer } from '@test/support/model-server.ts'
import { TestRedis } from '@test/support/redis-server.ts'

let redis: TestRedis
let model: ModelServer
beforeAll(async () => {
  redis = await TestRedis.start()
  model = await ModelServer.start()
})
afterAll(async () => {
  await model.close()
  await redis.close()
})

let desks: InteractionDesks
let tests = 0
beforeEach(() => {
  tests += 1
  desks = new InteractionDesks(redis, `budget${tests}:`)
  model.asked.length = 0
})
afterEach(() => desks.close())

describe('the budget of the day', () => {
  const priced = { inputPrice: 100, outputPrice: 100, budgetPerDay: 0.25 }

  // Catches: money spent beyond the budget, by one station or by several that do not know of each other.
  test('is common to all stations; when it is spent the model is not asked and the checker goes on', async () => {
    // Each answer costs 500 tokens at 100 per million: 0.05. A question sets aside 1600 tokens: 0.16.
    const settings = { model: { ...priced, baseUrl: model.url } }
    const [a, b] = [await desks.open('A', settings), await desks.open('B', settings)]
    await a.late('drug00', 'drug01')
    await a.station.ask('interactions.ledger', { days: 1 })
    await b.late('drug00', 'drug02')
    for (const { station } of [a, b]) await station.ask('interactions.ledger', { days: 1 })
    const { lines, budget } = await a.station.ask('interactions.ledger', { days: 1 })
    expect(budget).toMatchObject({ perDay: 0.25, state: 'within' })
    expect(budget.spentToday).toBeCloseTo(0.1)
    for (const station of ['A', 'B'])
      expect(lines.find((line) => line.station === station)).toMatchObject({ spent: 0.05, model: 1 })
    expect((await b.late('drug00', 'drug03')).unchecked?.reason).toBe('model-over-budget')
    const refused = await b.check(['drug00', 'drug04', 'warfarin', 'aspirin'])
    expect(refused.findings).toMatchObject([{ source: 'local' }])
    expect(refused).toMatchObject({ pending: [], consulted: { model: 'over-budget' } })
    expect(refused.unchecked.every(({ reason }) => reason === 'model-over-budget')).toBe(true)
    expect(model.asked).toHaveLength(2)
  })

  test('warns before it stops', async () => {
    const desk = await desks.open('A', { model: { ...priced, baseUrl: model.url, warnAtShare: 0.2 } })
    await desk.late('drug00', 'drug01')
    await desk.station.ask('interactions.ledger', { days: 1 })
    expect((await desk.station.ask('interactions.ledger', { days: 1 })).budget.state).toBe('warning')
    // Catches: a budget that ends in the middle of a shift without anybody having been told.
    expect(await desk.notes()).toContain('64 % of today’s budget')
    expect(await desk.notes()).not.toContain('is spent: it is not asked')
    await desk.late('drug00', 'drug02')
    expect((await desk.late('drug00', 'drug03')).unchecked?.reason).toBe('model-over-budget')
    const notes = (await desk.notes()).split('\n').filter((sentence) => sentence.includes('budget'))
    expect(notes).toHaveLength(2)
    expect(notes.join()).toContain('is spent: it is not asked any more until tomorrow')
  })
})
