import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { GuardedRedis } from '@test/support/access-list.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'

let guarded: GuardedRedis
beforeAll(async () => {
  guarded = await GuardedRedis.start()
})
afterAll(() => guarded.close())

// Catches: instructions that lead to another list than the one that is tested here.
test('the operations manual points to the command', () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync('package.json', 'utf8')))
  const [, name = ''] = /npm run(?: -s)? (acl)\b/.exec(readFileSync('docs/operations.md', 'utf8')) ?? []
  expect(scripts[name]).toBe('node scripts/acl.mjs')
})

// Catches: a command that the station needs and the printed list forgot; the operator would meet NOPERM at night.
test('a station with exactly the printed permissions carries an alert from publishing to resolution', async () => {
  const { redis } = guarded
  const station = await new HeadlessStation({ hubUrl: guarded.urlAs('station'), units: ['icu'] }).start()
  const publisher = new SeedPublisher(redis.url)
  try {
    await station.live()
    await publisher.client.zadd('ts:patient:P1:potassium', Date.now() / 1_000, '6.1:0a1b2c3d')
    await publisher.publish(seedMessage({ patient_id: 'P1' }))
    await station.until('the alert', () => station.alertOf('P1') !== undefined)
    const id = station.alertOf('P1')?.id ?? ''
    await station.ask('alerts.acknowledge', { id })
    await station.ask('alerts.read-back', { id, toldTo: 'Dr Rao', repeatedBy: 'Dr Rao' })
    expect(await station.ask('alerts.stamps', { id })).toMatchObject({ kind: 'found' })
    expect(await station.ask('alerts.patient', { patientId: 'P1' })).toMatchObject({ metricsKnown: true })
    expect(
      await station.ask('alerts.trend', { patientId: 'P1', type: 'potassium', hours: 24 }),
    ).toMatchObject({ kind: 'found' })
    expect(await station.ask('alerts.unit-history', { unit: 'icu', cursor: null })).toMatchObject({
      kind: 'page',
    })
    const { policy } = await station.ask('alerts.policy', { unit: 'icu' })
    await station.ask('alerts.save-policy', { unit: 'icu', policy })
    await station.ask('alerts.follow', { patientId: 'P1', follow: true })
    await station.ask('alerts.resolve', { id, reason: null })
    await station.audit.exchangeNow()
    expect(station.audit.status().publishedSeq).toBeGreaterThan(0)
    expect((await station.audit.verify()).compared.hub).toBeGreaterThan(0)
    await station.until('the row gone', () => station.board.size === 0)
    const { lastErrors, server } = await station.ask('hub.report', {})
    expect(lastErrors).toEqual([])
    expect(server).not.toBeNull()
    // Catches: a station's password with which the audit's past can be taken back from the hub.
    const heads = `audit:{${station.audit.status().station}}:heads`
    expect(await redis.client.call('ACL', 'DRYRUN', 'wardlight-station', 'DEL', heads)).toMatch(
      /no permissions/,
    )
    expect(
      await redis.client.call('ACL', 'DRYRUN', 'wardlight-station', 'XTRIM', heads, 'MAXLEN', '0'),
    ).toMatch(/no permissions/)
  } finally {
    publisher.close()
    await station.stop()
  }
})
