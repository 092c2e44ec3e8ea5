import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { setTimeout as pause } from 'node:timers/promises'
import type { Account } from '@main/features/sessions/ports.ts'
import { badgeDigest } from '@main/features/sessions/redis-accounts.ts'
import type { Role } from '@shared/clinical/roles.ts'
import { addTo, Desks, isLocked, signInAt } from '@test/support/desks.ts'
import { person } from '@test/support/people.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'

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

describe('signing in', () => {
  // Catches: four stations giving four times as many tries.
  test('is locked out after failures at whatever stations, and says for how long', async () => {
    const [a, b] = [await desks.open('A'), await desks.open('B')]
    await addTo(a, person('nurse'))
    for (let n = 0; n < 5; n += 1)
      expect(await signInAt(n % 2 === 0 ? a : b, 'nurse', 'wrong-secret')).toMatchObject({
        error: { code: 'sessions.refused' },
      })
    for (const each of [a, b])
      expect(await signInAt(each, 'nurse')).toMatchObject({
        error: { code: 'sessions.locked-out', message: expect.stringMatching(/Wait \d+ seconds/) },
      })
  })

  // Catches: attempts side by side that are all tried before any is counted.
  test('counts attempts that are made at the same time', async () => {
    const desk = await desks.open()
    await addTo(desk, person('nurse'))
    const replies = await Promise.all(
      Array.from({ length: 12 }, () => signInAt(desk, 'nurse', 'wrong-secret')),
    )
    const codes = replies.map((reply) => (reply.ok ? 'ok' : reply.error.code))
    expect(codes.filter((code) => code === 'sessions.refused')).toHaveLength(5)
    expect(codes.filter((code) => code === 'sessions.locked-out')).toHaveLength(7)
  })

  // Catches: an answer that tells which names exist.
  test('answers an unknown name like a wrong password, and forgets failures after a success', async () => {
    const desk = await desks.open()
    await addTo(desk, person('nurse'))
    const unknown = await desk.answer('sessions.sign-in', { userId: 'nobody', secret: 'wrong-secret' })
    const wrong = await signInAt(desk, 'nurse', 'wrong-secret')
    expect(unknown).toEqual(wrong)
    for (let round = 0; round < 3; round += 1) {
      for (let n = 0; n < 3; n += 1) await signInAt(desk, 'nurse', 'wrong-secret')
      expect(await signInAt(desk, 'nurse')).toMatchObject({ ok: true })
    }
  })

  // Catches: a demonstration user at a hub with real patients.
  test('as a demonstration user is refused where there is no demonstration', async () => {
    const desk = await desks.open()
    expect(await desk.answer('sessions.demonstration', { userId: 'demo.nurse' })).toMatchObject({
      error: { code: 'sessions.not-offered' },
    })
    expect(await desk.ask('sessions.view', {})).toMatchObject({ demonstration: [] })
  })

  // Catches: two stations that both create "the first" administrator, and a hub with users that takes a second one.
  test('creates the first administrator once per hub', async () => {
    const [a, b] = [await desks.open('A'), await desks.open('B')]
    const first = { id: 'root', name: 'Root', secret: 'long enough' }
    const replies = await Promise.all([
      a.answer('sessions.first-administrator', first),
      b.answer('sessions.first-administrator', { ...first, id: 'other' }),
    ])
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1)
    expect(replies.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'sessions.users-exist' } })
  })
})

describe('a locked station', () => {
  // Catches: content pushed to a screen that is supposed to be blank, or a lock that silences the ward.
  test('gets no content, but goes on calling without naming anybody', async () => {
    const desk = await desks.open()
    await addTo(desk, person('nurse'))
    await signInAt(desk, 'nurse')
    await desk.ask('alerts.list', {})
    await desk.ask('sessions.sign-out', {})
    const from = desk.pushed.length
    const publisher = new SeedPublisher(redis.url, desks.prefix)
    await publisher.publish(
      seedMessage({ patient_id: 'P9', context: { unit: 'icu', bed: 'ICU 09', name: 'Canary, Carla' } }),
    )
    publisher.close()
    const pushed = (): typeof desk.pushed => desk.pushed.slice(from)
    await desk.until('the tone', () =>
      pushed().some(
        ({ name, payload }) => name === 'alerts.sound' && JSON.stringify(payload).includes('high'),
      ),
    )
    await desk.until('the count', () => pushed().some(({ name }) => name === 'sessions.waiting'))
    expect(desk.notices.join()).toContain('High alert, ICU 09')
    expect(await desk.ask('sessions.view', {})).toMatchObject({ waiting: { high: 1 } })
    await pause(300)
    const text = JSON.stringify(pushed())
    for (const canary of ['Canary', 'P9', 'ICU 09']) expect(text).not.toContain(canary)
    expect(desk.notices.join()).not.toContain('Canary')
  })
})

describe('a wall display', () => {
  // Catches: a screen that everybody passes by which names patients, or from which they can be looked up.
  test('without anybody signed in shows beds and findings, no names, and does nothing else', async () => {
    const desk = await desks.open()
    await addTo(desk, person('nurse'))
    await signInAt(desk, 'nurse')
    const { settings } = await desk.ask('settings.read', {})
    await desk.ask('settings.save', { ...settings, density: 'wall' })
    await desk.ask('sessions.sign-out', {})
    await desk.ask('alerts.list', {})
    const from = desk.pushed.length
    const publisher = new SeedPublisher(redis.url, desks.prefix)
    const context = { unit: 'icu', bed: 'ICU 09', name: 'Canary, Carla' }
    await publisher.publish(seedMessage({ patient_id: 'CANARY-9', context }))
    publisher.close()
    await desk.until('the alert', () => desk.board.size === 1)
    const shown = JSON.stringify([desk.pushed.slice(from), await desk.ask('alerts.list', {})])
    expect(shown).toContain('ICU 09')
    for (const canary of ['Canary', 'CANARY-9']) expect(shown).not.toContain(canary)
    const [alert] = desk.board.values()
    for (const [name, input] of [
      ['alerts.acknowledge', { id: alert?.id }],
      ['alerts.patient', { patientId: 'CANARY-9' }],
      ['alerts.unit-history', { unit: 'icu', cursor: null }],
    ] as const)
      expect(await desk.answer(name, input)).toMatchObject({ error: { code: 'ipc.not-permitted' } })
  })
})

describe('people', () => {
  // Catches: a disabled user who stays signed in somewhere; the last administrator locking everybody out.
  test('disabled by the administrator are locked at every station; the last administrator stays', async () => {
    const [a, b] = [await desks.open('A'), await desks.open('B')]
    await addTo(a, person('administrator'), person('nurse'))
    await signInAt(a, 'administrator')
    await signInAt(b, 'nurse')
    await a.ask('users.disable', { id: 'test.nurse', disabled: true })
    await b.until('the lock', () => isLocked(b), LOCK_MS)
    expect(await signInAt(b, 'nurse')).toMatchObject({ error: { code: 'sessions.disabled' } })
    expect(await a.answer('users.disable', { id: 'test.administrator', disabled: true })).toMatchObject({
      error: { code: 'sessions.last-administrator' },
    })
  })

  // Catches: a session id given to the window; somebody else's session ended without the right to.
  test('list and end their own sessions across stations, an administrator anybody’s', async () => {
    const [a, b] = [await desks.open('A'), await desks.open('B')]
    await addTo(a, person('nurse'), person('physician'))
    await signInAt(a, 'nurse')
    await signInAt(b, 'nurse')
    const { sessions } = await a.ask('sessions.mine', {})
    expect(new Map(sessions.map((line) => [line.station, line.here]))).toEqual(
      new Map([
        ['A', true],
        ['B', false],
      ]),
    )
    for (const key of await desks.keys())
      expect(JSON.stringify(sessions)).not.toContain(key.slice(`${desks.prefix}session:`.length))
    await a.ask('sessions.end-mine', { handle: sessions.find((line) => !line.here)?.handle ?? '' })
    await b.until('the lock', () => isLocked(b), LOCK_MS)
    await signInAt(b, 'physician')
    const physician = await b.ask('sessions.mine', {})
    const handle = physician.sessions[0]?.handle ?? ''
    expect(await a.answer('sessions.end-mine', { handle })).toMatchObject({
      error: { code: 'sessions.not-found' },
    })
    expect(isLocked(b)).toBe(false)
  })

  // Catches: a badge that takes over without ending the former session, and drafts that go with the desk.
  test('switch by badge, and keep their drafts to themselves', async () => {
    const desk = await desks.open()
    const pepper = (await desk.station.session?.parts?.people.accounts.pepper()) ?? ''
    const badged = (role: Role, badge: string): Account =>
      person(role, {
        badgeDigest: badgeDigest(badge, pepper),
        draftKey: (role === 'nurse' ? 'aa' : 'bb').repeat(32),
      })
    await addTo(desk, badged('nurse', 'BADGE-ONE'), badged('physician', 'BADGE-TWO'))
    await desk.ask('sessions.badge', { badge: 'BADGE-ONE' })
    await desk.ask('drafts.keep', { place: 'note', text: 'half a thought' })
    expect(await desk.ask('sessions.badge', { badge: 'BADGE-TWO' })).toMatchObject({
      user: { id: 'test.physician' },
    })
    await expect.poll(() => desks.keys()).toHaveLength(1)
    expect(await desk.ask('drafts.all', {})).toEqual({ drafts: {} })
    await desk.ask('sessions.badge', { badge: 'BADGE-ONE' })
    expect(await desk.ask('drafts.all', {})).toEqual({ drafts: { note: 'half a thought' } })
    expect(await desk.ask('sessions.badge', { badge: 'BADGE-ONE' })).toMatchObject({ phase: 'locked' })
    expect(await desk.answer('sessions.badge', { badge: 'BADGE-SIX' })).toMatchObject({
      error: { code: 'sessions.refused' },
    })
  })

  // Catches: a review by the person under review, and an entry that a lost hub swallows.
  test('with emergency access are reviewed by somebody else, also when it began without the hub', async () => {
    const ownRedis = await TestRedis.start()
    const own = new Desks(ownRedis, 'own:')
    try {
      const desk = await own.open()
      await addTo(desk, person('administrator'), person('privacy-officer'))
      await signInAt(desk, 'administrator')
      expect(await desk.answer('alerts.list', {})).toMatchObject({ error: { code: 'ipc.not-permitted' } })
      await ownRedis.kill()
      await desk.until('the link lost', () => desk.status?.link === 'lost')
      await desk.ask('emergency.begin', { reason: 'the hub is gone', minutes: 15 })
      expect(await desk.answer('alerts.list', {})).toMatchObject({ ok: true })
      await ownRedis.launch()
      await desk.until('the link live', () => desk.status?.link === 'live')
      await desk.ask('emergency.end', {})
      expect(await desk.answer('alerts.list', {})).toMatchObject({ error: { code: 'ipc.not-permitted' } })
      await desk.ask('sessions.sign-out', {})
      await expect
        .poll(async () => (await signInAt(desk, 'privacy-officer')).ok, { timeout: 10_000 })
        .toBe(true)
      const { entries } = await desk.ask('emergency.queue', {})
      expect(entries).toMatchObject([
        { reason: 'the hub is gone', review: null, userId: 'test.administrator' },
      ])
      const request = async () => (await desk.ask('approvals.list', {})).items
      await expect.poll(request).toMatchObject([
        {
          id: `emergency_access:${entries[0]?.id ?? ''}`,
          kind: 'emergency_access',
          askedBy: 'test.administrator',
          patientId: null,
        },
      ])
    } finally {
      await own.close()
      await ownRedis.close()
    }
  })
})
