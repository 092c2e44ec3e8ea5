import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { SessionView } from '@shared/features/sessions/model.ts'
import { addTo, Desks, isLocked, signInAt } from '@test/support/desks.ts'
import type { HeadlessStation } from '@test/support/headless-station.ts'
import { person } from '@test/support/people.ts'
import { TestRedis } from '@test/support/redis-server.ts'

/** The issue allows two seconds from the deletion of a key to the lock. */
const LOCK_MS = 2_000

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())

let tests = 0
let desks: Desks
beforeEach(() => {
  tests += 1
  desks = new Desks(redis, `test${tests}:`)
})
afterEach(() => desks.close())

async function reasonAt(desk: HeadlessStation): Promise<string> {
  const view = SessionView.parse(await desk.ask('sessions.view', {}))
  return view.phase === 'locked' ? view.reason : 'open'
}

describe('a session on the hub', () => {
  // Catches: a key that programs written against the seed cannot read.
  test('is the hash of the seed, with its fields and its time to live, and goes with the sign-out', async () => {
    const desk = await desks.open()
    await addTo(desk, person('physician', { department: 'emergency' }))
    expect(await signInAt(desk, 'physician')).toMatchObject({ ok: true, value: { phase: 'open' } })
    const [key = ''] = await desks.keys()
    expect(await redis.client.hgetall(key)).toMatchObject({
      user_id: 'test.physician',
      role: 'physician',
      department: 'emergency',
      portal: 'Wardlight',
      last_activity: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/),
    })
    const seconds = await redis.client.ttl(key)
    expect(seconds).toBeGreaterThan(1_790)
    expect(seconds).toBeLessThanOrEqual(1_800)
    // 256 random bits in base64url.
    expect(key.slice(`${desks.prefix}session:`.length)).toMatch(/^[\w-]{43}$/)
    await desk.ask('sessions.sign-out', {})
    await desk.until('the key gone', () => isLocked(desk))
    await expect.poll(() => desks.keys()).toEqual([])
  })

  // Catches: a station that goes on after another program has ended its session, or whose next activity revives the key.
  test.each([
    ['deleted', (key: string) => redis.client.del(key)],
    ['expired', (key: string) => redis.client.pexpire(key, 1)],
    ['given to somebody else', (key: string) => redis.client.hset(key, 'user_id', 'mallory')],
    ['given another role', (key: string) => redis.client.hset(key, 'role', 'physician')],
  ])('%s from outside locks the station, which writes nothing more', async (_, strike) => {
    const desk = await desks.open()
    await addTo(desk, person('nurse'))
    await signInAt(desk, 'nurse')
    const [key = ''] = await desks.keys()
    await strike(key)
    await desk.ask('sessions.activity', {}).catch(() => undefined)
    await desk.until('the lock', () => isLocked(desk), LOCK_MS)
    expect(await reasonAt(desk)).toBe('ended-elsewhere')
    expect(await desk.answer('alerts.list', {})).toMatchObject({ error: { code: 'ipc.no-session' } })
    await expect.poll(() => desks.keys()).toEqual([])
  })

  // Catches: a hub's restart without its data that locks the whole hospital out, users included.
  test('survives a hub that comes back without its data, and so do the users', async () => {
    const ownRedis = await TestRedis.start()
    const own = new Desks(ownRedis, 'own:')
    try {
      const desk = await own.open()
      await addTo(desk, person('nurse'))
      await signInAt(desk, 'nurse')
      await ownRedis.restartEmpty()
      await expect.poll(() => own.keys(), { timeout: 15_000 }).toHaveLength(1)
      expect(isLocked(desk)).toBe(false)
      await desk.ask('sessions.sign-out', {})
      expect(await signInAt(desk, 'nurse')).toMatchObject({ ok: true })
    } finally {
      await own.close()
      await ownRedis.close()
    }
  })

  // Catches: a lost hub that locks everybody out of what the station still shows, or lets a stranger in.
  test('can be begun without the hub only by who has been here before, and is registered on its return', async () => {
    const ownRedis = await TestRedis.start()
    const own = new Desks(ownRedis, 'own:')
    try {
      const desk = await own.open()
      await addTo(desk, person('nurse'), person('physician'))
      await signInAt(desk, 'nurse')
      await desk.ask('sessions.sign-out', {})
      await ownRedis.kill()
      await desk.until('the link lost', () => desk.status?.link === 'lost')
      expect(await signInAt(desk, 'physician')).toMatchObject({ ok: false })
      expect(await signInAt(desk, 'nurse')).toMatchObject({ ok: true, value: { phase: 'open' } })
      await ownRedis.launch()
      await expect.poll(() => own.keys(), { timeout: 15_000 }).toHaveLength(1)
      expect(isLocked(desk)).toBe(false)
    } finally {
      await own.close()
      await ownRedis.close()
    }
  })
})
