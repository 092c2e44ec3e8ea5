import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { type Arrival, takeIn } from '@main/features/alerts/intake.ts'
import { HubKeys } from '@main/hub/keys.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { PopulationDesk } from '@test/support/population-desk.ts'
import { TestRedis } from '@test/support/redis-server.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start({ appendonly: 'no' })
})
afterAll(() => redis.close())

let tests = 0
let prefix = ''
let keys = new HubKeys()
const open: { stop(): Promise<void> }[] = []
beforeEach(() => {
  tests += 1
  prefix = `t${tests}:`
  keys = new HubKeys(prefix)
})
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.stop()
})

async function station(name: string, units: readonly string[]): Promise<HeadlessStation> {
  const started = await new HeadlessStation({ hubUrl: redis.url, prefix, units, stationName: name }).start()
  open.push(started)
  await started.live()
  return started
}

/** Writes readings without being a station. */
async function writer(): Promise<PopulationDesk> {
  const desk = await PopulationDesk.open(redis.url, prefix, 'writer')
  open.push({ stop: () => desk.close() })
  return desk
}

const alertsOf = (at: HeadlessStation, patientId: string) =>
  [...at.board.values()].filter((alert) => alert.patient.patientId === patientId)

// Catches: a crossing that raises an alert at each station, or one for the channel and one for the history.
test('a crossing is one alert for the care managers, at however many stations', async () => {
  const [a, b] = [await station('A', ['care_management']), await station('B', ['care_management', 'icu'])]
  const desk = await writer()
  await desk.record('P1', 'a1c', 13.4, Date.now() - 5_000)
  for (const each of [a, b]) await each.until('the alert', () => alertsOf(each, 'P1').length === 1)
  await desk.record('P1', 'a1c', 13.9, Date.now() - 3_000)
  await desk.record('P2', 'a1c', 13.4, Date.now())
  for (const each of [a, b]) await each.until('the other alert', () => alertsOf(each, 'P2').length === 1)
  for (const each of [a, b])
    expect(alertsOf(each, 'P1')).toMatchObject([
      {
        type: 'high_risk_patient',
        unit: 'care_management',
        value: 77,
        count: 1,
        severity: 'warning',
        doubts: [],
        sourceNote: 'trigger: a1c 13.4',
      },
    ])
  const { quarantine } = await a.ask('hub.report', {})
  expect(quarantine).toEqual([])
})

// Catches: an alert that is lost because a channel keeps nothing.
test('a crossing that nobody heard is an alert when a station comes', async () => {
  const desk = await writer()
  await desk.record('P1', 'a1c', 13.4, Date.now())
  const a = await station('A', ['care_management'])
  await a.until('the alert', () => alertsOf(a, 'P1').length === 1)
  const b = await station('B', ['care_management'])
  await b.until('the same alert', () => alertsOf(b, 'P1').length === 1)
  expect(alertsOf(b, 'P1')[0]).toMatchObject({ id: alertsOf(a, 'P1')[0]?.id, count: 1 })
})

// Catches: a ward that hears of crossings although it is none of the care managers'.
test('a station that does not follow the care managers hears of none', async () => {
  const a = await station('A', ['icu'])
  const desk = await writer()
  await desk.record('P1', 'a1c', 13.4, Date.now())
  await a.until('the event', () => a.pushed.some(({ name }) => name === 'population.crossed'))
  await desk.until('a moment', () => new Promise((resolve) => setTimeout(() => resolve(true), 300)))
  expect(a.board.size).toBe(0)
  expect(await redis.client.exists(keys.alert('care_management', 'log'))).toBe(0)
})

// Catches: a message to care managers that a program written to the seed does not know.
test('what the channel carries is the message of the seed to the letter', async () => {
  const heard: string[] = []
  const listener = redis.client.duplicate()
  open.push({ stop: () => Promise.resolve(listener.disconnect()) })
  listener.on('message', (_, text: string) => heard.push(text))
  await listener.subscribe(keys.unitAlerts('care_management'))
  const desk = await writer()
  await desk.record('P1', 'a1c', 13.4, Date.now())
  await desk.until('the message', () => Promise.resolve(heard.length === 1))
  expect(heard).toEqual([
    '{"type": "high_risk_patient", "patient_id": "P1", "risk_score": 77.0, "trigger_metric": "a1c", "trigger_value": 13.4}',
  ])
})

// Catches: the channel's message and its copy in the history as two alerts; the second crossing of a patient with the
// same score, weeks later, taken for a repetition of the first.
test('a crossing is the same message by either way, and another one weeks later', async () => {
  const desk = await writer()
  await desk.record('P1', 'a1c', 13.4, Date.now())
  const [kept = ''] = await redis.client.zrange(keys.alertHistory('P1'), 0, '-1')
  const { type, patient_id, risk_score, trigger_metric, trigger_value, timestamp } = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(kept))
  const told = JSON.stringify({ type, patient_id, risk_score, trigger_metric, trigger_value })
  const crossedAt = Date.parse(`${z.string().parse(timestamp)}Z`)
  const limits = { aheadMinutes: 5, ancientMinutes: 60 }
  const idOf = (text: string, arrival: Arrival, at: number): string => {
    const intake = takeIn(arrival, Buffer.from(text), at, limits)
    return intake.kind === 'finding' ? intake.finding.messageId : intake.complaint.reason
  }
  const byChannel: Arrival = { kind: 'care-management', unit: 'care_management' }
  const byHistory: Arrival = { kind: 'history', patientId: 'P1' }
  const id = idOf(told, byChannel, crossedAt)
  // Whenever it is read.
  expect(idOf(kept, byHistory, crossedAt + 3_600_000)).toBe(id)
  expect(idOf(told, byChannel, crossedAt + 21 * 86_400_000)).not.toBe(id)
})
