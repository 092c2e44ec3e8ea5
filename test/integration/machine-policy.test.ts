import { afterAll, beforeAll, expect, test } from 'vitest'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { TestRedis } from '@test/support/redis-server.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())

/** An administrator has no board to wait for. */
function signedIn(station: HeadlessStation): Promise<void> {
  return station.until('somebody is signed in', () => station.station.people.sessions.present !== null)
}

// Catches: a fixed setting that can be changed at the station, a free one that cannot, a fixed value that is not in
// force, and a screen that does not know what is fixed.
test('what the policy fixes is in force, is told, and is refused when changed', async () => {
  const station = await new HeadlessStation({
    hubUrl: redis.url,
    units: ['icu'],
    role: 'administrator',
    policy: { units: ['4b'], contentProtection: true, hub: redis.url, auditYears: 10 },
  }).start()
  try {
    await signedIn(station)
    const view = await station.ask('settings.read', {})
    expect(view).toMatchObject({
      settings: { units: ['4b'], contentProtection: true },
      fixed: ['units', 'contentProtection'],
      hub: { from: 'policy' },
    })
    expect(station.contentProtected).toEqual([true])
    for (const change of [{ units: ['icu'] }, { contentProtection: false }]) {
      expect(await station.answer('settings.save', { ...view.settings, ...change })).toMatchObject({
        ok: false,
        error: { code: 'settings.fixed' },
      })
    }
    expect(await station.answer('settings.connect-hub', { url: null })).toMatchObject({
      error: { code: 'settings.fixed' },
    })
    expect(await station.ask('settings.save', { ...view.settings, stationName: 'other' })).toMatchObject({
      settings: { stationName: 'other', units: ['4b'] },
    })
    expect(station.audit.status().retentionYears).toBe(10)
  } finally {
    await station.stop()
  }
})

// Catches: a content protection that is stored but never reaches the window.
test('content protection follows the setting', async () => {
  const station = await new HeadlessStation({
    hubUrl: redis.url,
    units: ['icu'],
    role: 'administrator',
  }).start()
  try {
    await signedIn(station)
    const { settings } = await station.ask('settings.read', {})
    await station.ask('settings.save', { ...settings, contentProtection: true })
    await station.ask('settings.save', { ...settings, contentProtection: false })
    expect(station.contentProtected).toEqual([false, true, false])
  } finally {
    await station.stop()
  }
})
