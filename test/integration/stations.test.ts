import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Alert } from '@shared/features/alerts/model.ts'
import { defaultAlertPolicy } from '@shared/features/alerts/policy.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())

const running: HeadlessStation[] = []
const publishers: SeedPublisher[] = []
afterEach(async () => {
  for (const publisher of publishers.splice(0)) publisher.close()
  await Promise.all(running.splice(0).map((station) => station.stop()))
})

interface Start {
  readonly prefix: string
  readonly units?: readonly string[]
  readonly dataFolder?: string
}

async function start(
  stationName: string,
  { prefix, units = ['icu'], dataFolder }: Start,
): Promise<HeadlessStation> {
  const station = new HeadlessStation({
    hubUrl: redis.url,
    units,
    prefix,
    stationName,
    ...(dataFolder === undefined ? {} : { dataFolder }),
  })
  running.push(station)
  await station.start()
  await station.live()
  return station
}

async function stop(station: HeadlessStation): Promise<void> {
  running.splice(running.indexOf(station), 1)
  await station.stop()
}

function publisherOf(prefix: string): SeedPublisher {
  const publisher = new SeedPublisher(redis.url, prefix)
  publishers.push(publisher)
  return publisher
}

async function all(
  what: string,
  stations: readonly HeadlessStation[],
  holds: (station: HeadlessStation) => boolean,
): Promise<void> {
  for (const station of stations) await station.until(what, () => holds(station), 20_000)
}

const idOf = (station: HeadlessStation | undefined): string => station?.alertOf('P1')?.id ?? ''

/** Moves a deadline of an alert into the past on the hub, as if the time had gone by. */
async function makeDue(
  prefix: string,
  id: string,
  kind: 'escalation' | 'read-back' | 'expiry',
): Promise<void> {
  const key = (what: string): string => `${prefix}alert:{icu}:${what}`
  const stored = (await redis.client.hget(key('state'), id)) ?? ''
  const alert = Alert.parse(JSON.parse(stored.slice(stored.indexOf(':') + 1)))
  const at = Date.now() - 1_000
  const due = alert.due.map((deadline) => (deadline.kind === kind ? { kind, at } : deadline))
  await redis.client.hset(key('state'), id, `${alert.rev}:${JSON.stringify({ ...alert, due })}`)
  await redis.client.zadd(key('due'), at, `${kind}:${id}`)
}

describe('two stations at one hub', () => {
  // Catches: any step that stays at the desk where it was taken.
  test('agree after every step that a person takes', async () => {
    const prefix = 'steps:'
    const [a, b] = [await start('A', { prefix }), await start('B', { prefix })]
    await publisherOf(prefix).publish(seedMessage({ patient_id: 'P1' }))
    await all('the alert', [a, b], (station) => station.alertOf('P1') !== undefined)
    const id = idOf(a)
    await a.ask('alerts.take', { id })
    await all('who has it', [a, b], (station) => station.alertOf('P1')?.holder?.station === 'A')
    await a.ask('alerts.release', { id })
    await all('the release', [a, b], (station) => station.alertOf('P1')?.holder === null)
    await b.ask('alerts.note', { id, text: 'repeat sample sent' })
    await all('the note', [a, b], (station) => station.alertOf('P1')?.notes[0]?.text === 'repeat sample sent')
    await b.ask('alerts.read-back', { id, toldTo: 'Dr Okafor', repeatedBy: 'Dr Okafor' })
    await all('the read-back', [a, b], (station) => station.alertOf('P1')?.readBack?.by.station === 'B')
    await a.ask('alerts.escalate', { id })
    await all('the escalation', [a, b], (station) => station.alertOf('P1')?.escalatedTo === 'charge-nurse')
    await a.ask('alerts.resolve', { id, reason: 'haemolysed sample' })
    await all('the end', [a, b], (station) => station.board.size === 0)
    for (const station of [a, b])
      expect(await station.answer('alerts.acknowledge', { id })).toMatchObject({
        error: { code: 'alerts.not-found' },
      })
  })

  // Catches: two people who both believe that they have it, for every step that only one can take.
  test.each(['alerts.acknowledge', 'alerts.take'] as const)(
    '%s at once has one winner, whom both see',
    async (request) => {
      const prefix = `race-${request}:`
      const stations = await Promise.all(['A', 'B', 'C'].map((name) => start(name, { prefix })))
      await publisherOf(prefix).publish(seedMessage({ patient_id: 'P1' }))
      await all('the alert', stations, (station) => station.alertOf('P1') !== undefined)
      const id = idOf(stations[0])
      const replies = await Promise.all(stations.map((station) => station.ask(request, { id })))
      expect(replies.filter(({ outcome }) => outcome === 'applied')).toHaveLength(1)
      const winner = replies.find(({ outcome }) => outcome === 'applied')?.alert.acknowledgedBy?.station
      for (const { alert } of replies) expect(alert.acknowledgedBy?.station).toBe(winner)
      await all(
        'the winner',
        stations,
        (station) => station.alertOf('P1')?.acknowledgedBy?.station === winner,
      )
    },
  )
})

describe('one alert', () => {
  // Catches: an alert counted once per channel, station, replay or reconnection.
  test('published twice on every channel, heard by five stations, two of which follow, and replayed, is one', async () => {
    const prefix = 'once:'
    const stations = await Promise.all(['A', 'B', 'C'].map((name) => start(name, { prefix })))
    const followers = await Promise.all(['D', 'E'].map((name) => start(name, { prefix, units: ['4b'] })))
    for (const follower of followers) await follower.ask('alerts.follow', { patientId: 'P1', follow: true })
    const publisher = publisherOf(prefix)
    const message = seedMessage({ patient_id: 'P1' })
    await publisher.publish(message)
    await publisher.publish(message)
    await all('the alert', [...stations, ...followers], (station) => station.alertOf('P1') !== undefined)
    // A station that comes later looks through the histories; another ward's message shows that it has.
    const late = await start('F', { prefix })
    await late.until('the alert', () => late.alertOf('P1') !== undefined)
    await publisher.publish(message)
    await publisher.publish(seedMessage({ patient_id: 'P2' }))
    await all('the next alert', stations, (station) => station.alertOf('P2') !== undefined)
    for (const station of [...stations, ...followers, late])
      expect(station.alertOf('P1')).toMatchObject({ count: 1, id: idOf(stations[0]) })
    const raised = (await redis.client.xrange(`${prefix}alert:{icu}:log`, '-', '+')).filter(([, fields]) =>
      fields.includes('raised'),
    )
    expect(raised).toHaveLength(2)
  })

  // Catches: a message without a time taken for a new one after every reconnection, also after it was resolved.
  test('without a time of its own is not raised again from the history', async () => {
    const prefix = 'untimed:'
    const a = await start('A', { prefix })
    const { timestamp: _, ...untimed } = seedMessage({ patient_id: 'P1' })
    const text = JSON.stringify(untimed)
    await redis.client.publish(`${prefix}alerts:icu`, text)
    await redis.client.zadd(`${prefix}alert_history:P1`, Date.now() / 1_000, text)
    await a.until('the alert', () => a.alertOf('P1') !== undefined)
    await a.ask('alerts.resolve', { id: idOf(a), reason: null })
    await stop(a)
    await redis.client.del(`${prefix}alert:{icu}:reconciled`)
    const b = await start('B', { prefix })
    await publisherOf(prefix).publish(seedMessage({ patient_id: 'P2' }))
    await b.until('the reconciliation', () => b.alertOf('P2') !== undefined)
    await expect
      .poll(async () => redis.client.exists(`${prefix}alert:{icu}:reconciled`), { timeout: 10_000 })
      .toBe(1)
    expect(b.alertOf('P1')).toBeUndefined()
  })

  // Catches: a followed patient who is shown, but whose alert cannot be answered from this ward.
  test('of a followed patient of another ward is shown and answered here', async () => {
    const prefix = 'follow:'
    const [icu, ward] = [await start('ICU', { prefix }), await start('4B', { prefix, units: ['4b'] })]
    const publisher = publisherOf(prefix)
    await publisher.publish(seedMessage({ patient_id: 'P1' }))
    await publisher.publish(seedMessage({ patient_id: 'P2' }))
    await icu.until('both alerts', () => icu.board.size === 2)
    expect(ward.board.size).toBe(0)
    await ward.ask('alerts.follow', { patientId: 'P1', follow: true })
    await ward.until('the followed one', () => ward.alertOf('P1') !== undefined)
    const { outcome } = await ward.ask('alerts.acknowledge', { id: idOf(ward) })
    expect(outcome).toBe('applied')
    await icu.until('the answer', () => icu.alertOf('P1')?.acknowledgedBy?.station === '4B')
    await publisher.publish(seedMessage({ patient_id: 'P1', alert_type: 'sodium', value: 170 }))
    await ward.until('the next one', () => [...ward.board.values()].some(({ type }) => type === 'sodium'))
    expect([...ward.board.values()].some(({ patient }) => patient.patientId === 'P2')).toBe(false)
    await ward.ask('alerts.follow', { patientId: 'P1', follow: false })
    await ward.until('an empty board', () => ward.board.size === 0)
  })
})

describe('an escalation', () => {
  // Catches: one escalation per station, or none because each waits for another.
  test('happens once however many stations watch, also when the one that raised it is gone', async () => {
    const prefix = 'escalate:'
    const raiser = await start('raiser', { prefix })
    await publisherOf(prefix).publish(seedMessage({ patient_id: 'P1' }))
    await raiser.until('the alert', () => raiser.alertOf('P1') !== undefined)
    const id = idOf(raiser)
    await stop(raiser)
    const stations = await Promise.all(['A', 'B', 'C'].map((name) => start(name, { prefix })))
    await all('the alert', stations, (station) => station.alertOf('P1') !== undefined)
    await makeDue(prefix, id, 'escalation')
    await all('the escalation', stations, (station) => station.alertOf('P1')?.escalationLevel === 1)
    expect(stations[0]?.alertOf('P1')).toMatchObject({ state: 'escalated', escalatedTo: 'charge-nurse' })
    // Every station has had the time to try: each looks at the hub's deadlines at least every ten seconds.
    await makeDue(prefix, id, 'escalation')
    await all('the second step', stations, (station) => station.alertOf('P1')?.escalationLevel === 2)
    const escalations = (await redis.client.xrange(`${prefix}alert:{icu}:log`, '-', '+')).filter(
      ([, fields]) => fields.includes('escalated'),
    )
    expect(escalations).toHaveLength(2)
  })

  // Catches: a countdown that begins anew, or is forgotten, when all stations were switched off.
  test('that fell due while no station ran happens when the first comes back, and a running one keeps its time', async () => {
    const prefix = 'countdown:'
    const first = await start('A', { prefix })
    const publisher = publisherOf(prefix)
    await publisher.publish(seedMessage({ patient_id: 'P1' }))
    await publisher.publish(seedMessage({ patient_id: 'P2' }))
    await first.until('both alerts', () => first.board.size === 2)
    const running = first.alertOf('P2')?.due
    const id = idOf(first)
    await stop(first)
    await makeDue(prefix, id, 'escalation')
    const next = await start('B', { prefix })
    await next.until('the overdue escalation', () => next.alertOf('P1')?.escalationLevel === 1, 15_000)
    expect(next.alertOf('P2')?.due).toEqual(running)
  })

  // Catches: deadlines by each workstation's own clock.
  test('is set by the clock of the hub', async () => {
    const prefix = 'clock:'
    const a = await start('A', { prefix })
    await publisherOf(prefix).publish(seedMessage({ patient_id: 'P1' }))
    await a.until('the alert', () => a.alertOf('P1') !== undefined)
    const [seconds] = await redis.client.time()
    const alert = a.alertOf('P1')
    const due = alert?.due.find(({ kind }) => kind === 'escalation')
    expect(due?.at).toBe((alert?.raisedAt ?? 0) + 120_000)
    expect(Math.abs((alert?.raisedAt ?? 0) / 1_000 - Number(seconds))).toBeLessThan(20)
  })

  // Catches: an overdue read-back that nobody hears of.
  test('follows an acknowledged critical result that is not read back', async () => {
    const prefix = 'readback:'
    const a = await start('A', { prefix })
    await publisherOf(prefix).publish(seedMessage({ patient_id: 'P1' }))
    await a.until('the alert', () => a.alertOf('P1') !== undefined)
    await a.ask('alerts.acknowledge', { id: idOf(a) })
    await makeDue(prefix, idOf(a), 'read-back')
    await a.until('the escalation', () => a.alertOf('P1')?.state === 'escalated', 15_000)
    expect(a.alertOf('P1')?.timeline.at(-1)?.text).toBe('read-back overdue')
  })
})

describe('the policy of a ward', () => {
  // Catches: thresholds that only the station knows where they were saved.
  test('is in force at every station once it is saved, for the ward and for one patient', async () => {
    const prefix = 'policy:'
    const [a, b] = [await start('A', { prefix }), await start('B', { prefix })]
    const policy = {
      ...defaultAlertPolicy,
      unitThresholds: { potassium: { criticalHigh: 7.5 } },
      patientThresholds: { P2: { potassium: { criticalHigh: 6.2, warningHigh: 6 } } },
    }
    await a.ask('alerts.save-policy', { unit: 'icu', policy })
    for (const station of [a, b])
      expect(await station.ask('alerts.policy', { unit: 'icu' })).toMatchObject({ isDefault: false, policy })
    await stop(a)
    const publisher = publisherOf(prefix)
    // The policy travels by the ward's log; what is behind it in the log is decided by it.
    await expect
      .poll(
        async () => {
          await publisher.publish(seedMessage({ patient_id: 'P1', timestamp: new Date().toISOString() }))
          await pause(50)
          return b.alertOf('P1')?.severity
        },
        { timeout: 10_000 },
      )
      .toBeDefined()
    await publisher.publish(seedMessage({ patient_id: 'P2', value: 6.3 }))
    await b.until('the patient', () => b.alertOf('P2') !== undefined)
    expect(b.alertOf('P1')?.severity).toBe('warning')
    expect(b.alertOf('P2')).toMatchObject({
      severity: 'critical',
      basis: { limit: 6.2, source: 'patient-override' },
    })
  })

  // Catches: limits that contradict each other hiding alerts.
  test('is refused when its limits contradict each other, and nothing is saved', async () => {
    const prefix = 'contradiction:'
    const a = await start('A', { prefix })
    const policy = { ...defaultAlertPolicy, unitThresholds: { potassium: { criticalHigh: 5 } } }
    expect(await a.answer('alerts.save-policy', { unit: 'icu', policy })).toMatchObject({
      error: { code: 'alerts.bad-policy' },
    })
    expect((await a.ask('alerts.policy', { unit: 'icu' })).isDefault).toBe(true)
  })
})
