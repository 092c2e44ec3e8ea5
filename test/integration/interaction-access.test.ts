import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { accessRules } from '@main/hub/access-list.ts'
import { GuardedRedis } from '@test/support/access-list.ts'
import { InteractionDesks } from '@test/support/interaction-desks.ts'
import { ModelServer } from '@test/support/model-server.ts'
import { TestCluster } from '@test/support/redis-cluster.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'

let guarded: GuardedRedis
let model: ModelServer
beforeAll(async () => {
  guarded = await GuardedRedis.start()
  model = await ModelServer.start()
})
afterAll(async () => {
  await model.close()
  await guarded.close()
})

let desks: InteractionDesks
beforeEach(() => {
  desks = new InteractionDesks(guarded.redis, '')
})
afterEach(() => desks.close())

// Catches: a command of the checker that the printed access list forgets, which then fails at night.
test('with the permissions of a station everything about interactions works', async () => {
  const hubUrl = guarded.urlAs('station')
  const desk = await desks.open('A', { hubUrl, model: { baseUrl: model.url } })
  expect((await desk.late('drug00', 'drug01')).finding).toMatchObject({ severity: 'major' })

  const { rev } = await desk.judge(['drug00', 'drug01'], 'denied')
  const why = 'The label has changed.'
  await desk.station.ask('interactions.ask-again', { pair: ['drug00', 'drug01'], rev, why })
  await desk.request('drug00', 'drug01')
  const demotion = { key: 'rule:warfarin+aspirin', days: 1, reason: 'noise' }
  await desk.station.ask('interactions.demote', demotion)
  await desk.station.ask('interactions.restore', { key: demotion.key })
  const { context } = await desk.station.ask('interactions.medications', { patientId: 'P1' })
  await desk.station.ask('interactions.save-medications', { patientId: 'P1', rev: 0, drugs: [], context })
  await desk.station.ask('interactions.ledger', { days: 7 })
  await desk.station.ask('interactions.figures', {})
  expect(await desk.notes()).not.toMatch(/NOPERM|interact/i)
})

// Catches: alerts that stop after an update because the hospital's access list does not know the checker yet.
test('with permissions from before this feature alerts go on, checks answer locally, and the Hub screen says why', async () => {
  const server = { prefix: '', knowsSelectors: true, timeSeries: false }
  const rules = accessRules('station', server).filter((rule) => !rule.includes('interaction'))
  await guarded.redis.client.call('ACL', 'SETUSER', 'of-old', 'on', '>of-old', ...rules)
  const desk = await desks.open('A', { hubUrl: guarded.redis.urlAs('of-old', 'of-old') })
  const publisher = new SeedPublisher(guarded.redis.url, '')
  await publisher.publish(seedMessage({ patient_id: 'P1' }))
  await desk.station.until('the alert', () => desk.station.alertOf('P1') !== undefined)
  publisher.close()
  expect(await desk.check(['warfarin', 'aspirin', 'drug00'])).toMatchObject({
    findings: [{ source: 'local' }],
    consulted: { hub: 'unreachable', model: 'off' },
  })
  expect(await desk.notes()).toContain('NOPERM')
  expect(await desk.notes()).toContain('denies this station channels of newer features')
})

// Catches: one question over pairs in many slots (CROSSSLOT), keys of one script in several, and a reply that a Cluster
// shapes otherwise.
test('on a Cluster everything about interactions works', async () => {
  const redis = await TestCluster.start()
  try {
    const value = '{"severity": "minor", "description": "x", "recommendation": "y"}'
    await redis.client.set("drug_interaction:['drug01', 'drug02']", value)
    await redis.client.hset("drug_interaction:['drug00', 'drug02']", 'not', 'a text')
    const settings = { hubUrl: redis.url, model: { baseUrl: model.url } }
    const [a, b] = [await desks.open('A', settings), await desks.open('B', settings)]
    const { checkId, findings, pending } = await a.check(['drug00', 'drug01', 'drug02'])
    expect(findings).toMatchObject([{ drugs: [1, 2], severity: 'minor', standing: 'foreign' }])
    expect(pending).toHaveLength(2)
    await a.nextLate(checkId, 1)
    expect(await a.notes()).toContain('it is not a text')
    const told = b.changes('queue')
    await a.judge(['drug00', 'drug01'], 'approved')
    await b.station.until('the verdict', () => b.changes('queue') > told)
    expect((await b.check(['drug00', 'drug01'])).findings).toMatchObject([{ standing: 'validated' }])
    const { lines } = await a.station.ask('interactions.ledger', { days: 3 })
    expect(lines).toMatchObject([{ station: 'A', model: 2 }])
    expect((await a.station.ask('interactions.figures', {})).rules.length).toBeGreaterThan(0)
    const { context } = await a.station.ask('interactions.medications', { patientId: 'P1' })
    await a.station.ask('interactions.save-medications', { patientId: 'P1', rev: 0, drugs: [], context })
  } finally {
    await desks.close()
    await redis.close()
  }
})
