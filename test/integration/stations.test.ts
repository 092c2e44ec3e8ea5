import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TestRedis } from '@test/support/redis-server.ts'
import { seedMessage } from '@test/support/seed-publisher.ts'
import { atAll, idOf, StationSet } from '@test/support/station-set.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())

let set: StationSet
let tests = 0
let prefix: string
beforeEach(() => {
  tests += 1
  prefix = `test${tests}:`
  set = new StationSet(redis, prefix)
})
afterEach(() => set.close())

describe('two stations at one hub', () => {
  // Catches: any step that stays at the desk where it was taken.
  test('agree after every step that a person takes', async () => {
    const [a, b] = [await set.start('A'), await set.start('B')]
    await set.publisher().publish(seedMessage({ patient_id: 'P1' }))
    await atAll('the alert', [a, b], (station) => station.alertOf('P1') !== undefined)
    const id = idOf(a)
    await a.ask('alerts.take', { id })
    await atAll('who has it', [a, b], (station) => station.alertOf('P1')?.holder?.station === 'A')
    await a.ask('alerts.release', { id })
    await atAll('the release', [a, b], (station) => station.alertOf('P1')?.holder === null)
    await b.ask('alerts.note', { id, text: 'repeat sample sent' })
    await atAll(
      'the note',
      [a, b],
      (station) => station.alertOf('P1')?.notes[0]?.text === 'repeat sample sent',
    )
    await b.ask('alerts.read-back', { id, toldTo: 'Dr Okafor', repeatedBy: 'Dr Okafor' })
    await atAll('the read-back', [a, b], (station) => station.alertOf('P1')?.readBack?.by.station === 'B')
    await a.ask('alerts.escalate', { id })
    await atAll('the escalation', [a, b], (station) => station.alertOf('P1')?.escalatedTo === 'charge-nurse')
    await a.ask('alerts.resolve', { id, reason: 'haemolysed sample' })
    await atAll('the end', [a, b], (station) => station.board.size === 0)
    for (const station of [a, b])
      expect(await station.answer('alerts.acknowledge', { id })).toMatchObject({
        error: { code: 'alerts.not-found' },
      })
  })

  // Catches: two people who both believe that they have it, for every step that only one can take.
  test.each(['alerts.acknowledge', 'alerts.take'] as const)(
    '%s at once has one winner, whom both see',
    async (request) => {
      const stations = await Promise.all(['A', 'B', 'C'].map((name) => set.start(name)))
      await set.publisher().publish(seedMessage({ patient_id: 'P1' }))
      await atAll('the alert', stations, (station) => station.alertOf('P1') !== undefined)
      const id = idOf(stations[0])
      const replies = await Promise.all(stations.map((station) => station.ask(request, { id })))
      expect(replies.filter(({ outcome }) => outcome === 'applied')).toHaveLength(1)
      const winner = replies.find(({ outcome }) => outcome === 'applied')?.alert.acknowledgedBy?.station
      for (const { alert } of replies) expect(alert.acknowledgedBy?.station).toBe(winner)
      await atAll(
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
    const stations = await Promise.all(['A', 'B', 'C'].map((name) => set.start(name)))
    const followers = await Promise.all(['D', 'E'].map((name) => set.start(name, ['4b'])))
    for (const follower of followers) await follower.ask('alerts.follow', { patientId: 'P1', follow: true })
    const publisher = set.publisher()
    const message = seedMessage({ patient_id: 'P1' })
    await publisher.publish(message)
    await publisher.publish(message)
    await atAll('the alert', [...stations, ...followers], (station) => station.alertOf('P1') !== undefined)
    // A station that comes later looks through the histories; another ward's message shows that it has.
    const late = await set.start('F')
    await late.until('the alert', () => late.alertOf('P1') !== undefined)
    await publisher.publish(message)
    await publisher.publish(seedMessage({ patient_id: 'P2' }))
    await atAll('the next alert', stations, (station) => station.alertOf('P2') !== undefined)
    for (const station of [...stations, ...followers, late])
      expect(station.alertOf('P1')).toMatchObject({ count: 1, id: idOf(stations[0]) })
    const raised = (await redis.client.xrange(`${prefix}alert:{icu}:log`, '-', '+')).filter(([, fields]) =>
      fields.includes('raised'),
    )
    expect(raised).toHaveLength(2)
  })

  // Catches: a message without a time taken for a new one after every reconnection, also after it was resolved.
  test('without a time of its own is not raised again from the history', async () => {
    const a = await set.start('A')
    const { timestamp: _, ...untimed } = seedMessage({ patient_id: 'P1' })
    const text = JSON.stringify(untimed)
    await redis.client.publish(`${prefix}alerts:icu`, text)
    await redis.client.zadd(`${prefix}alert_history:P1`, Date.now() / 1_000, text)
    await a.until('the alert', () => a.alertOf('P1') !== undefined)
    await a.ask('alerts.resolve', { id: idOf(a), reason: null })
    await set.stop(a)
    await redis.client.del(`${prefix}alert:{icu}:reconciled`)
    const b = await set.start('B')
    await set.publisher().publish(seedMessage({ patient_id: 'P2' }))
    await b.until('the reconciliation', () => b.alertOf('P2') !== undefined)
    await expect
      .poll(async () => redis.client.exists(`${prefix}alert:{icu}:reconciled`), { timeout: 10_000 })
      .toBe(1)
    expect(b.alertOf('P1')).toBeUndefined()
  })

  // Catches: a followed patient who is shown, but whose alert cannot be answered from this ward.
  test('of a followed patient of another ward is shown and answered here', async () => {
    const [icu, ward] = [await set.start('ICU'), await set.start('4B', ['4b'])]
    const publisher = set.publisher()
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
