import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { TestRedis } from '@test/support/redis-server.ts'
import { RiskTestDesk } from '@test/support/risk-desk.ts'
import { frail, riskColumns } from '@test/support/risk-rows.ts'

let redis: TestRedis
let desk: RiskTestDesk
let round = 0
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())
beforeEach(async () => {
  desk = await new RiskTestDesk(redis.url, {
    prefix: `folder${(round += 1)}:`,
    patients: new Map([[frail.patientId, frail]]),
  }).open()
})
afterEach(() => desk.close())

const canary = 'CANARY-4711'
const good = (id: string): string =>
  `${id},70,,male,hypertension,metformin 500 mg,penicillin,heart_rate=72,0.97,icu,`

// Catches: patient data in clear in the data folder, and a file that was added through the window and cannot be read.
test('what was added through the window, results and rejects lie sealed', async () => {
  const text = `${riskColumns}\n${good(canary)}\n${canary}-BAD,700,,male,,,,,0.97,icu,\n`
  await desk.risk.handlers['clinical-risk.add-file']({
    name: 'added.csv',
    bytes: new Uint8Array(Buffer.from(text)),
  })
  const status = await desk.run('added.csv')
  expect(status).toMatchObject({ state: 'done', done: 2, rejected: 1 })
  expect((await desk.rows(status.id)).map(({ patientId }) => patientId)).toEqual([canary])
  expect(await desk.filesWith('CANARY')).toEqual([])
  const { files } = await desk.risk.handlers['clinical-risk.sources']({})
  expect(files).toMatchObject([{ name: 'added.csv', format: 'csv', lastRun: status.id }])
})

// Catches: a file picked up half-written, twice, or again under another name.
test('a watched folder starts one run for one finished content', async () => {
  await desk.risk.handlers['clinical-risk.watch']({ watched: true })
  const list = async () => (await desk.risk.handlers['clinical-risk.runs']({ limit: 10 })).runs
  await desk.put('drop.csv', `${riskColumns}\n`)
  await desk.risk.watch.look()
  await desk.put('drop.csv', `${riskColumns}\n${good('W1')}\n`)
  await desk.risk.watch.look()
  expect(await list()).toEqual([])
  await desk.risk.watch.look()
  await desk.risk.desk.settled()
  expect(await list()).toMatchObject([{ source: 'drop.csv', state: 'done', done: 1 }])
  await desk.put('copy.csv', `${riskColumns}\n${good('W1')}\n`)
  for (let look = 0; look < 4; look += 1) await desk.risk.watch.look()
  await desk.risk.desk.settled()
  expect(await list()).toHaveLength(1)
})

// Catches: a file that is left out without a word, and one that is told of at every look.
test('a watched file that cannot be read stands among the runs once, with the reason', async () => {
  await desk.risk.handlers['clinical-risk.watch']({ watched: true })
  await desk.put('noid.csv', 'age,gender\n70,male\n')
  for (let look = 0; look < 4; look += 1) await desk.risk.watch.look()
  const { runs } = await desk.risk.handlers['clinical-risk.runs']({ limit: 10 })
  expect(runs).toMatchObject([
    { source: 'noid.csv', state: 'failed', remarks: [expect.stringContaining('patient_id')] },
  ])
})

// Catches: no alert for a patient at high risk, an alert repeated for the same inputs, a batch that buries the wards.
test('high risk raises one alert for one patient and inputs', async () => {
  const { handlers, desk: runs } = desk.risk
  const answer = await handlers['clinical-risk.assess']({ patientId: frail.patientId })
  expect(answer).toMatchObject({ standing: 'high', requiresPhysicianReview: true })
  await handlers['clinical-risk.assess']({ patientId: frail.patientId })
  const { id } = await handlers['clinical-risk.start']({ source: 'hub' })
  expect(await desk.ended(id)).toMatchObject({ state: 'done', done: 1, counts: { high: 1 } })
  await runs.alerts.settled()
  expect(desk.alerts).toHaveLength(1)
  expect(JSON.parse(desk.alerts[0] ?? '')).toMatchObject({
    patient_id: frail.patientId,
    alert_type: 'clinical_risk',
    context: { unit: 'icu' },
  })
  const nobody = Promise.resolve(handlers['clinical-risk.assess']({ patientId: 'NOBODY' }))
  await expect(nobody).rejects.toThrow(/nothing of this patient/)
})
