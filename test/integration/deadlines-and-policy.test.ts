import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Alert } from '@shared/features/alerts/model.ts'
import { defaultAlertPolicy } from '@shared/features/alerts/policy.ts'
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

/** Moves a deadline of an alert into the past on the hub, as if the time had gone by. */
async function makeDue(id: string, kind: 'escalation' | 'read-back' | 'expiry'): Promise<void> {
  const key = (what: string): string => `${prefix}alert:{icu}:${what}`
  const stored = (await redis.client.hget(key('state'), id)) ?? ''
  const alert = Alert.parse(JSON.parse(stored.slice(stored.indexOf(':') + 1)))
  const at = Date.now() - 1_000
  const due = alert.due.map((deadline) => (deadline.kind === kind ? { kind, at } : deadline))
  await redis.client.hset(key('state'), id, `${alert.rev}:${JSON.stringify({ ...alert, due })}`)
  await redis.client.zadd(key('due'), at, `${kind}:${id}`)
}

describe('an escalation', () => {
  // Catches: one escalation per station, or none because each waits for another.
  test('happens once however many stations watch, also when the one that raised it is gone', async () => {
    const raiser = await set.start('raiser')
    await set.publisher().publish(seedMessage({ patient_id: 'P1' }))
    await raiser.until('the alert', () => raiser.alertOf('P1') !== undefined)
    const id = idOf(raiser)
    await set.stop(raiser)
    const stations = await Promise.all(['A', 'B', 'C'].map((name) => set.start(name)))
    await atAll('the alert', stations, (station) => station.alertOf('P1') !== undefined)
    await makeDue(id, 'escalation')
    await atAll('the escalation', stations, (station) => station.alertOf('P1')?.escalationLevel === 1)
    expect(stations[0]?.alertOf('P1')).toMatchObject({ state: 'escalated', escalatedTo: 'charge-nurse' })
    // Every station has had the time to try: each looks at the hub's deadlines at least every ten seconds.
    await makeDue(id, 'escalation')
    await atAll('the second step', stations, (station) => station.alertOf('P1')?.escalationLevel === 2)
    const escalations = (await redis.client.xrange(`${prefix}alert:{icu}:log`, '-', '+')).filter(
      ([, fields]) => fields.includes('escalated'),
    )
    expect(escalations).toHaveLength(2)
  })

  // Catches: a countdown that begins anew, or is forgotten, when all stations were switched off.
  test('that fell due while no station ran happens when the first comes back, and a running one keeps its time', async () => {
    const first = await set.start('A')
    const publisher = set.publisher()
    await publisher.publish(seedMessage({ patient_id: 'P1' }))
    await publisher.publish(seedMessage({ patient_id: 'P2' }))
    await first.until('both alerts', () => first.board.size === 2)
    const countdown = first.alertOf('P2')?.due
    const id = idOf(first)
    await set.stop(first)
    await makeDue(id, 'escalation')
    const next = await set.start('B')
    await next.until('the overdue escalation', () => next.alertOf('P1')?.escalationLevel === 1, 15_000)
    expect(next.alertOf('P2')?.due).toEqual(countdown)
  })

  // Catches: deadlines by each workstation's own clock.
  test('is set by the clock of the hub', async () => {
    const a = await set.start('A')
    await set.publisher().publish(seedMessage({ patient_id: 'P1' }))
    await a.until('the alert', () => a.alertOf('P1') !== undefined)
    const [seconds] = await redis.client.time()
    const alert = a.alertOf('P1')
    const due = alert?.due.find(({ kind }) => kind === 'escalation')
    expect(due?.at).toBe((alert?.raisedAt ?? 0) + 120_000)
    expect(Math.abs((alert?.raisedAt ?? 0) / 1_000 - Number(seconds))).toBeLessThan(20)
  })

  // Catches: an overdue read-back that nobody hears of.
  test('follows an acknowledged critical result that is not read back', async () => {
    const a = await set.start('A')
    await set.publisher().publish(seedMessage({ patient_id: 'P1' }))
    await a.until('the alert', () => a.alertOf('P1') !== undefined)
    await a.ask('alerts.acknowledge', { id: idOf(a) })
    await makeDue(idOf(a), 'read-back')
    await a.until('the escalation', () => a.alertOf('P1')?.state === 'escalated', 15_000)
    expect(a.alertOf('P1')?.timeline.at(-1)?.text).toBe('read-back overdue')
  })
})

describe('the policy of a ward', () => {
  // Catches: thresholds that only the station knows where they were saved.
  test('is in force at every station once it is saved, for the ward and for one patient', async () => {
    const [a, b] = [await set.start('A'), await set.start('B')]
    const policy = {
      ...defaultAlertPolicy,
      unitThresholds: { potassium: { criticalHigh: 7.5 } },
      patientThresholds: { P2: { potassium: { criticalHigh: 6.2, warningHigh: 6 } } },
    }
    await a.ask('alerts.save-policy', { unit: 'icu', policy })
    for (const station of [a, b])
      expect(await station.ask('alerts.policy', { unit: 'icu' })).toMatchObject({ isDefault: false, policy })
    await set.stop(a)
    const publisher = set.publisher()
    // The policy travels by the ward's log, within a second; each look is at another patient's potassium of 6.8.
    let n = 0
    await expect
      .poll(
        async () => {
          n += 1
          const patientId = `P1-${n}`
          await publisher.publish(seedMessage({ patient_id: patientId }))
          await b.until('the probe', () => b.alertOf(patientId) !== undefined)
          return b.alertOf(patientId)?.severity
        },
        { timeout: 10_000 },
      )
      .toBe('warning')
    await publisher.publish(seedMessage({ patient_id: 'P2', value: 6.3 }))
    await b.until('the patient', () => b.alertOf('P2') !== undefined)
    expect(b.alertOf('P2')).toMatchObject({
      severity: 'critical',
      basis: { limit: 6.2, source: 'patient-override' },
    })
  })

  // Catches: limits that contradict each other hiding alerts.
  test('is refused when its limits contradict each other, and nothing is saved', async () => {
    const a = await set.start('A')
    const policy = { ...defaultAlertPolicy, unitThresholds: { potassium: { criticalHigh: 5 } } }
    expect(await a.answer('alerts.save-policy', { unit: 'icu', policy })).toMatchObject({
      error: { code: 'alerts.bad-policy' },
    })
    expect((await a.ask('alerts.policy', { unit: 'icu' })).isDefault).toBe(true)
  })
})
