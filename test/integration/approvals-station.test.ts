import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openFilter } from '@shared/features/audit/model.ts'
import type { Role } from '@shared/clinical/roles.ts'
import { payloadSchemaOf } from '@shared/ipc/registry.ts'
import { GuardedRedis } from '@test/support/access-list.ts'
import { pythonAnnouncement, pythonRequest, SPECIFIC } from '@test/support/approval-samples.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { seedMessage } from '@test/support/seed-publisher.ts'
import { TestRedis } from '@test/support/redis-server.ts'

const ID = 'auth_approval:d4d917e3'
const named = { id: ID, patientId: 'P1' }
/** Ten seconds to undo, and the clock's next look. */
const FINAL_MS = 20_000
/** Less than the time after which a queue that was denied something is tried again: it must be heard at once. */
const HEARD_MS = 5_000

let guarded: GuardedRedis
beforeAll(async () => {
  guarded = await GuardedRedis.start()
})
afterAll(() => guarded.close())

const stations: HeadlessStation[] = []
afterEach(async () => {
  await Promise.all(stations.splice(0).map((station) => station.stop()))
})

async function open(hubUrl: string, role: Role | null, stationName: string): Promise<HeadlessStation> {
  const station = await new HeadlessStation({ hubUrl, units: ['icu'], role, stationName }).start()
  stations.push(station)
  // Not `live`: that waits for the board, which not every role may see.
  const isHere = (): boolean => role === null || station.station.people.sessions.present !== null
  await station.until('the link and the person', () => station.status?.link === 'live' && isHere())
  return station
}

async function rows(station: HeadlessStation) {
  return (await station.ask('approvals.list', {})).items
}

describe('a whole station', () => {
  // Catches: a command or channel that the queue needs and the printed permissions forgot; a window that is not told; a
  // decision that is not on record with what was seen; an engine host that cannot do without people.
  test('with exactly the printed permissions carries a request from Python to its decision', async () => {
    const host = await open(guarded.urlAs('engine-host'), null, 'host')
    const desk = await open(guarded.urlAs('station'), 'physician', 'A')
    const python = guarded.as('publisher')
    await python.setex(`approval_request:${ID}`, 86_400, pythonRequest(ID))
    await python.publish('auth:pending', pythonAnnouncement(ID))
    await expect.poll(async () => (await rows(desk)).length, { timeout: HEARD_MS }).toBe(1)
    const { approval, digest } = await desk.ask('approvals.claim', named)
    const token = approval.claim?.token ?? 0
    const decision = { ...named, token, digest, verdict: 'denied', reason: SPECIFIC } as const
    await desk.ask('approvals.decide', decision)
    expect(await desk.ask('approvals.list', {})).toMatchObject({ problem: null })
    const closed = await desk.ask('approvals.closed', { patientId: 'P1', after: null, limit: 10 })
    expect(closed).toEqual({ kind: 'found', rows: [], older: null })
    expect(await desk.ask('approvals.read', named)).toMatchObject({ approval: { status: 'claimed' } })
    // The station goes; what it has decided becomes final all the same.
    stations.splice(stations.indexOf(desk), 1)
    const { items } = await desk.audit.search(openFilter, null)
    const seen = items.find(({ action }) => action === 'approvals.seen.denied')
    expect(seen).toMatchObject({ patients: ['P1'], user: 'test.physician', why: SPECIFIC })
    expect(seen?.about).toContain(`digest: ${digest}`)
    expect(items.find(({ action }) => action === 'approvals.decide')).toMatchObject({ patients: ['P1'] })
    const pushed = desk.pushed.filter(({ name }) => name === 'approvals.changed')
    const last = payloadSchemaOf('approvals.changed').parse(pushed.at(-1)?.payload)
    expect(last.upserts[0]?.proposal?.verdict).toBe('denied')
    await desk.stop()
    const status = async (): Promise<unknown> => {
      const value: unknown = JSON.parse((await python.get(`approval_request:${ID}`)) ?? 'null')
      return typeof value === 'object' && value !== null && 'status' in value ? value.status : null
    }
    await expect.poll(status, { timeout: FINAL_MS }).toBe('denied')
    const ended = async (): Promise<readonly string[]> =>
      (await host.audit.search(openFilter, null)).items.map(({ action }) => action)
    await expect.poll(ended, { timeout: 10_000 }).toContain('approvals.denied')
  })

  // Catches: patients shown to a role that works without them, and a decision by one that may only look.
  test('shows and lets do what the role may', async () => {
    const other = 'auth_approval:0a0b0c0d'
    const python = guarded.as('publisher')
    await python.setex(`approval_request:${other}`, 86_400, pythonRequest(other))
    const nurse = await open(guarded.urlAs('station'), 'nurse', 'N')
    await expect.poll(async () => (await rows(nurse)).map(({ id }) => id)).toContain(other)
    expect(await nurse.answer('approvals.claim', { id: other, patientId: 'P1' })).toMatchObject({
      error: { code: 'approvals.not-permitted' },
    })
    const [row] = (await nurse.ask('approvals.list', {})).items
    expect(row).toMatchObject({ claim: null })
    await nurse.stop()
    stations.splice(0)
    const officer = await open(guarded.urlAs('station'), 'privacy-officer', 'P')
    expect((await officer.ask('approvals.list', {})).items).toEqual([])
    expect(await officer.ask('approvals.read', { id: other, patientId: 'P1' })).toEqual({ kind: 'not-found' })
    expect(await officer.answer('approvals.claim', { id: other, patientId: 'P1' })).toMatchObject({
      error: { code: 'approvals.not-found' },
    })
    expect(await officer.ask('approvals.closed', { patientId: null, after: null, limit: 10 })).toMatchObject({
      rows: [],
    })
    const pushes = officer.pushed.filter(({ name }) => name === 'approvals.changed')
    for (const { payload } of pushes)
      expect(payloadSchemaOf('approvals.changed').parse(payload)).toMatchObject({ upserts: [], removed: [] })
    const researcher = await open(guarded.urlAs('station'), 'quality-research', 'Q')
    expect(await researcher.answer('approvals.list', {})).toMatchObject({
      error: { code: 'ipc.not-permitted' },
    })
  })
})

// Catches: a hub whose permissions are older than the queue silencing the alerts of every station.
test('a hub that denies the queue leaves the alerts alone, and the queue says so', async () => {
  const redis = await TestRedis.start()
  try {
    await redis.client.call(
      'ACL',
      'SETUSER',
      'old',
      'on',
      '>old',
      '+@all',
      'resetchannels',
      'resetkeys',
      ...['alert:*', 'alert_history:*', 'session:*', 'user:*', 'emergency:*', 'audit:*'].map(
        (key) => `~${key}`,
      ),
      '&alerts:*',
    )
    const station = await open(redis.urlAs('old', 'old'), 'charge-nurse', 'old')
    const queue = await station.ask('approvals.list', {})
    expect(queue).toMatchObject({ complete: false, problem: expect.stringMatching(/denies/) })
    await redis.client.publish('alerts:icu', JSON.stringify(seedMessage({ patient_id: 'P1' })))
    await station.until('the alert', () => station.alertOf('P1') !== undefined)
    await Promise.all(stations.splice(0).map((each) => each.stop()))
  } finally {
    await redis.close()
  }
})
