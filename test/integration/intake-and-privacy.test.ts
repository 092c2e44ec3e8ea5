import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Journal } from '@main/journal/journal.ts'
import { journalKey } from '@main/journal/journal-key.ts'
import { KeptValues } from '@main/journal/kept-values.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'wardlight-station-'))
  closing.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

async function start(prefix: string, dataFolder: string): Promise<HeadlessStation> {
  const station = new HeadlessStation({ hubUrl: redis.url, units: ['icu'], prefix, dataFolder, logs: true })
  closing.push(() => station.stop().catch(() => undefined))
  await station.start()
  await station.live()
  return station
}

function publisherOf(prefix: string): SeedPublisher {
  const publisher = new SeedPublisher(redis.url, prefix)
  closing.push(() => publisher.close())
  return publisher
}

describe('what cannot be understood', () => {
  // Catches: a bad message that ends the station, holds up the good ones, or is dropped without a word.
  test('is counted and kept with its reason, and the good messages around it are shown', async () => {
    const prefix = 'bad:'
    const station = await start(prefix, folder())
    const publisher = publisherOf(prefix)
    const good = seedMessage({ patient_id: 'P1' })
    const bad: readonly (string | Buffer)[] = [
      'hello',
      '{"patient_id": "P1", "value": NaN}',
      JSON.stringify([good]),
      JSON.stringify({ ...good, patient_id: '' }),
      JSON.stringify({ ...good, value: 'high' }),
      JSON.stringify({ ...good, context: { note: 'x'.repeat(1_048_576) } }),
      `{"__proto__": {"a": 1}, ${JSON.stringify(good).slice(1)}`,
      Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
      JSON.stringify({ ...good, alert_type: 'seizure_detected', severity: null }),
    ]
    for (const text of bad) await publisher.client.publish(`${prefix}alerts:icu`, text)
    await publisher.publish({
      ...good,
      alert_type: 'seizure_detected',
      severity: 'critical',
      patient_id: 'P2',
    })
    await publisher.publish({ ...good, unit: 'spoons', patient_id: 'P3' })
    await publisher.publish({ ...good, timestamp: '2001-01-01T00:00:00', patient_id: 'P4' })
    await publisher.publish(good)
    await station.until('the good ones', () => station.board.size === 4)
    const report = await station.ask('hub.report', {})
    expect(report.quarantine.map(({ reason }) => reason).sort()).toEqual(
      [
        'not-json',
        'not-json',
        'not-an-object',
        'missing-patient',
        'wrong-value',
        'too-large',
        'forbidden-key',
        'invalid-utf8',
        'unknown-type',
        'unknown-type',
        'unknown-unit',
        'time-ancient',
      ].sort(),
    )
    expect(report.counters.quarantined).toBe(12)
    expect(report.quarantine.filter(({ shown }) => shown)).toHaveLength(3)
    expect(station.alertOf('P2')).toMatchObject({ severity: 'critical', doubts: ['unknown-type'] })
    expect(station.alertOf('P3')).toMatchObject({ severity: 'warning', doubts: ['unknown-unit'] })
    expect(station.alertOf('P4')?.doubts).toEqual(['time-ancient'])
  })
})

describe('after a night', () => {
  // Catches: a station that comes back as if nothing had happened, or tells of what everybody saw.
  test('the station tells what it missed, and calls only for what it has not shown', async () => {
    const prefix = 'night:'
    const dataFolder = folder()
    const first = await start(prefix, dataFolder)
    const publisher = publisherOf(prefix)
    await publisher.publish(seedMessage({ patient_id: 'P1' }))
    await first.until('the alert', () => first.notices.length === 1)
    await first.until('settled', () => first.board.size === 1)
    expect((await first.ask('alerts.list', {})).missed).toBeNull()
    await first.stop()
    // The hours are moved, not waited for: the station was last live an hour ago.
    const { keyHex } = journalKey(dataFolder, { protect: () => null, reveal: () => null })
    const journal = Journal.open(join(dataFolder, 'journal.db'), keyHex)
    new KeptValues(journal).write('alerts.last-live', Date.now() - 3_600_000)
    journal.close()
    const other = await start(prefix, folder())
    await publisher.publish(seedMessage({ patient_id: 'P2' }))
    await publisher.publish(seedMessage({ patient_id: 'P3', value: 6.1 }))
    await other.until('the alerts of the night', () => other.board.size === 3)
    const second = await start(prefix, dataFolder)
    const { missed } = await second.ask('alerts.list', {})
    expect(missed).toMatchObject({ raised: { critical: 1, warning: 1, info: 0 }, stillOpen: 2, escalated: 0 })
    await second.until('the calls', () => second.notices.length === 2)
    await second.ask('alerts.dismiss-missed', {})
    expect((await second.ask('alerts.list', {})).missed).toBeNull()
    expect(second.notices).toHaveLength(2)
  })
})

describe('patient data', () => {
  // Catches: a name, an id or a value in a file, a notification or an error that leaves the ward.
  test('is in no file of the station, no notification and no sentence about the hub', async () => {
    const prefix = 'private:'
    const dataFolder = folder()
    const station = await start(prefix, dataFolder)
    const publisher = publisherOf(prefix)
    const secrets = ['Maria-Muster', 'MRN-778899', 'PAT-20771', '6.77', 'penicillin']
    const context = {
      unit: 'icu',
      name: 'Maria-Muster',
      mrn: 'MRN-778899',
      bed: 'ICU 04',
      allergies: ['penicillin'],
    }
    const message = seedMessage({ patient_id: 'PAT-20771', value: 6.77, context })
    await publisher.publish(message)
    await publisher.client.publish(
      `${prefix}alerts:icu`,
      JSON.stringify({ ...message, value: 'Maria-Muster' }),
    )
    await station.until('the alert', () => station.board.size === 1)
    const id = station.alertOf('PAT-20771')?.id ?? ''
    const replies = [
      await station.answer('alerts.follow', { patientId: 'PAT-20771', follow: true }),
      await station.answer('alerts.note', { id, text: 'Maria-Muster is nil by mouth' }),
      await station.answer('alerts.read-back', { id, toldTo: 'Dr A', repeatedBy: 'Dr A' }),
    ]
    expect(replies.every(({ ok }) => ok)).toBe(true)
    await redis.client.config('SET', 'maxmemory', '1')
    const refused = await station.answer('alerts.note', { id, text: 'Maria-Muster' })
    await station.until('the loss', () => station.status?.link === 'lost')
    await redis.client.config('SET', 'maxmemory', '0')
    await station.until('the return', () => station.status?.link === 'live')
    const { status, lastErrors, quarantine } = await station.ask('hub.report', {})
    await station.stop()
    expect(refused.ok).toBe(false)
    expect(lastErrors.length).toBeGreaterThan(0)
    expect(station.notices.length).toBeGreaterThan(0)
    const told = JSON.stringify([status, lastErrors, quarantine, refused, station.notices])
    const files = readdirSync(dataFolder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(dataFolder, name))
      .filter((path) => statSync(path).isFile())
    expect(files.some((path) => path.endsWith('station.log'))).toBe(true)
    for (const secret of [...secrets, redis.password]) {
      expect(told).not.toContain(secret)
      for (const path of files)
        expect({ path, holds: readFileSync(path).includes(secret) }).toEqual({ path, holds: false })
    }
  })
})
