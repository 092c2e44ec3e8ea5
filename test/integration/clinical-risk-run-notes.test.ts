import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunStatus } from '@shared/features/clinical-risk/model.ts'
import { smallJudge } from '@test/support/clinical-risk-judge.ts'
import { type ModelConduct, ModelServer } from '@test/support/model-server.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { RiskTestDesk } from '@test/support/risk-desk.ts'
import { riskColumns } from '@test/support/risk-rows.ts'

let redis: TestRedis
let model: ModelServer
let desk: RiskTestDesk
let round = 0
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())
beforeEach(async () => {
  model = await ModelServer.start()
  desk = await new RiskTestDesk(redis.url, {
    prefix: `run-notes${(round += 1)}:`,
    judge: () => smallJudge,
    model: { baseUrl: model.url, model: 'reader-1', key: null, timeoutMs: 2_000 },
  }).open()
})
afterEach(async () => {
  await desk.close()
  await model.close()
})

/** Old, on drugs that act on each other, and with an innocent history: a further disease could lift him above 0.7. */
const near = (id: string, notes: string): string =>
  `${id},88,,male,hypertension,apixaban;warfarin,none,,0.97,icu,${notes}`
/** Young and on nothing: no disease could. */
const far = (id: string, notes: string): string => `${id},20,,male,hypertension,none,none,,0.97,icu,${notes}`
const quotation = 'the growth has spread to the liver'
const note = `No diabetes. By the letter ${quotation}.`
const fact = { condition: 'metastatic cancer', standing: 'present', quotation }
const says = (...facts: readonly unknown[]): ModelConduct => ({
  kind: 'says',
  content: JSON.stringify({ facts }),
})

async function run(rows: readonly string[], notes?: number): Promise<RunStatus> {
  await desk.put('notes.csv', `${riskColumns}\n${rows.join('\n')}\n`)
  const asked = { source: { file: 'notes.csv' }, ...(notes === undefined ? {} : { notes }) }
  const { id } = await desk.risk.handlers['clinical-risk.start'](asked)
  return desk.ended(id)
}

const why = (id: string, patientId: string) => desk.risk.handlers['clinical-risk.read']({ id, patientId })

// Catches: a model that decides or is asked where it cannot matter, facts that are shown unmarked or off the record,
// and counts by rules that change with the model.
test('a run that was begun with the model has it read the notes that could matter, apart from the rules', async () => {
  model.conduct = says(fact, { ...fact, quotation: 'cancer everywhere' })
  const rows = [near('N1', note), near('N2', ''), far('N3', note)]
  const rules = await run(rows)
  expect(model.bodies).toEqual([])
  const status = await run(rows, 5)
  expect(status).toMatchObject({ state: 'done', counts: rules.counts })
  expect(model.bodies).toHaveLength(1)
  expect(status.remarks.join()).toMatch(/reader-1 .* for 1 of 1, 1 of them lifted/)
  const [before] = await desk.rows(rules.id)
  const [after, ...others] = await desk.rows(status.id)
  expect(before).toMatchObject({ patientId: 'N1', standing: 'lower' })
  expect(after).toMatchObject({ patientId: 'N1', standing: 'possible', low: before?.low })
  expect(after?.missing).toEqual(['whether diseases are there that only a model read in notes'])
  expect(others).toEqual((await desk.rows(rules.id)).slice(1))
  const told = await why(status.id, 'N1')
  expect(told.high).toBe(after?.high)
  expect(told.missing).toEqual(after?.missing)
  expect(told.parts.history.basis.at(-1)?.input).toContain(`read by a model: “${quotation}”`)
  expect(told.notes).toMatchObject({
    remarks: [expect.stringMatching(/^1 statement of the model is not used/)],
  })
  expect((await why(status.id, 'N2')).notes).toBeUndefined()
  expect(new Set(desk.advice)).toEqual(new Set(['N1: metastatic cancer (reader-1 (clinical-risk-notes-1))']))
})

// Catches: notes that could not be read, taken for notes without risk facts; a run that fails for its model.
test('notes that the model could not read, and those beyond the budget, say so and are marked', async () => {
  model.conduct = { kind: 'status', status: 401 }
  const status = await run([near('N1', note), near('N2', note)], 1)
  expect(status).toMatchObject({ state: 'done', done: 2 })
  expect(status.remarks.join()).toMatch(/could not read the notes of 1: that is not “nothing found”/)
  expect(status.remarks.join()).toMatch(/1 more .*budget/)
  for (const row of await desk.rows(status.id)) {
    expect(row).toMatchObject({ standing: 'lower' })
    expect(row.missing).toContain('what a model would read in the notes')
  }
  expect((await why(status.id, 'N1')).notes?.remarks.join()).toMatch(/refuses this station.*by rules only/)
  expect((await why(status.id, 'N2')).notes?.remarks.join()).toMatch(/budget.*by rules only/)
})

// Catches: a cancel that waits for the model or loses what was read, and a question that is asked twice after it.
test('the reading is cancelled at once and goes on when the run is resumed', async () => {
  model.conduct = { kind: 'hang' }
  await desk.put('notes.csv', `${riskColumns}\n${near('N1', note)}\n${near('N2', note)}\n`)
  const { id } = await desk.risk.handlers['clinical-risk.start']({ source: { file: 'notes.csv' }, notes: 5 })
  await desk.until('the model is asked', () => model.bodies.length > 0)
  expect((await desk.risk.handlers['clinical-risk.cancel']({ id })).state).toBe('cancelled')
  // Who was not asked about is not someone in whose notes nothing was found.
  const rows = await desk.rows(id)
  expect(rows.map(({ standing, missing }) => [standing, missing.at(-1)])).toEqual([
    ['lower', 'what a model would read in the notes'],
    ['lower', 'what a model would read in the notes'],
  ])
  expect((await why(id, 'N1')).notes?.remarks.join()).toMatch(/not been asked yet/)
  model.conduct = says(fact)
  await desk.risk.handlers['clinical-risk.resume']({ id })
  const after = await desk.ended(id)
  expect(after.state).toBe('done')
  expect(after.remarks.join()).toMatch(/for 2 of 2, 2 of them lifted/)
})
