import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RedisEmergencies } from '@main/features/sessions/redis-emergencies.ts'
import { readHubAddress } from '@main/hub/address.ts'
import { Hub } from '@main/hub/hub.ts'
import { HubKeys } from '@main/hub/keys.ts'
import type { Role } from '@shared/clinical/roles.ts'
import { openFilter } from '@shared/features/audit/model.ts'
import { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { TestRedis } from '@test/support/redis-server.ts'

const REASON = 'the ward round could not wait'
const FOUND = 'The patient was on that ward.'
/** Decisions that are final within a test. */
const policy = { approvals: ApprovalPolicy.parse({ undoMs: 300, orphanedMs: 400 }) }
const USER = 'test.administrator'

let redis: TestRedis
let tests = 0
let prefix = ''
const stations: HeadlessStation[] = []
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())
beforeEach(() => {
  tests += 1
  prefix = `e${tests}:`
})
afterEach(async () => {
  await Promise.all(stations.splice(0).map((station) => station.stop()))
})

async function open(role: Role, stationName: string, hubUrl = redis.url): Promise<HeadlessStation> {
  const station = new HeadlessStation({ hubUrl, units: ['icu'], prefix, role, stationName, policy })
  stations.push(station)
  await station.start()
  const isHere = (): boolean => station.station.people.sessions.present !== null
  await station.until('the link and the person', () => station.status?.link === 'live' && isHere())
  return station
}

async function reviewOf(officer: HeadlessStation) {
  const rows = async () => (await officer.ask('approvals.list', {})).items
  await expect.poll(rows, { timeout: 10_000 }).toHaveLength(1)
  const [row] = await rows()
  const named = { id: row?.id ?? '', patientId: null }
  const found = await officer.ask('approvals.read', named)
  if (found.kind !== 'found') throw new Error(found.kind)
  return { named, ...found }
}

async function decide(officer: HeadlessStation): Promise<void> {
  const { named } = await reviewOf(officer)
  const { approval, digest } = await officer.ask('approvals.claim', named)
  const token = approval.claim?.token ?? 0
  await officer.ask('approvals.decide', { ...named, token, digest, verdict: 'approved', reason: FOUND })
}

const entriesAt = async (officer: HeadlessStation) => (await officer.ask('emergency.queue', {})).entries

function line(shown: Awaited<ReturnType<typeof reviewOf>>, label: string) {
  return shown.approval.content.basis.find((each) => each.label === label)
}

describe('an emergency access', () => {
  // Catches: an access that nobody reviews because the hub was gone when it began, or because it ended with its session;
  // a review that does not say what was looked at; a review that never reaches the access.
  test('that began without the hub is put before a reviewer with all of it, and has its finding', async () => {
    const own = await TestRedis.start()
    try {
      const desk = await open('administrator', 'A', own.url)
      await own.kill()
      await desk.until('the link lost', () => desk.status?.link === 'lost')
      await desk.ask('emergency.begin', { reason: REASON, minutes: 15 })
      await desk.answer('alerts.patient', { patientId: 'P7' })
      await own.launch()
      await desk.until('the link', () => desk.status?.link === 'live')
      const officer = await open('privacy-officer', 'B', own.url)
      const begun = await reviewOf(officer)
      expect(begun.approval.content).toMatchObject({
        kind: 'emergency_access',
        patientId: null,
        askedBy: USER,
        justification: REASON,
      })
      expect(line(begun, 'Patients opened')?.standing).toBe('missing')
      await desk.ask('sessions.sign-out', {})
      await expect
        .poll(async () => line(await reviewOf(officer), 'Patients opened'))
        .toMatchObject({
          standing: 'fact',
          text: 'P7',
        })
      await decide(officer)
      const ends = async () =>
        (await entriesAt(officer)).map(({ review, patients }) => ({ review, patients }))
      await expect
        .poll(ends, { timeout: 10_000 })
        .toMatchObject([
          { patients: ['P7'], review: { verdict: 'justified', by: 'test.privacy-officer', note: FOUND } },
        ])
      const { items } = await officer.audit.search({ ...openFilter, kind: 'break-glass' }, null)
      expect(items.find(({ action }) => action === 'approvals.seen.approved')).toMatchObject({
        user: 'test.privacy-officer',
        patients: [],
        why: FOUND,
      })
      await expect.poll(() => own.client.scard(new HubKeys(prefix).emergencies('waiting'))).toBe(0)
    } finally {
      await Promise.all(stations.splice(0).map((station) => station.stop()))
      await own.close()
    }
  })

  // Catches: a review made while the access was running, standing for what was looked at afterwards.
  test('that was reviewed while it was running is reviewed again when it has ended', async () => {
    const desk = await open('administrator', 'A')
    const officer = await open('privacy-officer', 'B')
    await desk.ask('emergency.begin', { reason: REASON, minutes: 15 })
    await decide(officer)
    const verdicts = async () => (await entriesAt(officer)).map(({ review }) => review?.verdict ?? null)
    await expect.poll(verdicts, { timeout: 10_000 }).toEqual(['justified'])
    await desk.ask('emergency.end', {})
    expect(await verdicts()).toEqual([null])
    await decide(officer)
    await expect.poll(verdicts, { timeout: 10_000 }).toEqual(['justified'])
  })

  // Catches: an access that waits for ever, and is asked about no more, because the ruling on its beginning was told once
  // more after the review of the whole.
  test('keeps the review of the whole when what was found at its beginning is told late', async () => {
    const address = readHubAddress(redis.url)
    if (!address.ok) throw new Error(address.sentence)
    const officer = await open('privacy-officer', 'B')
    const hub = new Hub(address.address, new HubKeys(prefix), 'late')
    hub.start()
    try {
      await expect.poll(() => hub.state.link).toBe('live')
      const store = new RedisEmergencies(hub)
      const id = randomUUID()
      const user = { userId: USER, role: 'administrator', station: 'C', reason: REASON } as const
      await store.write({ ...user, id, begunAt: 1, endsAt: 3, endedAt: 2, patients: ['P7'], review: null })
      const review = { by: 'p', at: 3, verdict: 'justified', note: FOUND } as const
      await store.writeReview(id, 'ended', { ...review, at: 9, verdict: 'not-justified' })
      await store.writeReview(id, 'begun', review)
      expect(await entriesAt(officer)).toMatchObject([{ id, review: { verdict: 'not-justified', at: 9 } }])
    } finally {
      hub.stop()
    }
  })

  // Catches: accesses that wait on a hub since before the queue reviewed them, left there for good; the findings of
  // those that were reviewed then, lost.
  test('of an older version is put before a reviewer when a station attaches', async () => {
    const entries = new HubKeys(prefix).emergencies('entries')
    const old = { userId: USER, role: 'administrator', station: 'C', begunAt: 1, endsAt: 2, endedAt: null }
    const [waiting, done] = [randomUUID(), randomUUID()]
    const review = { by: 'p', at: 3, verdict: 'not-justified', note: 'No.' }
    await redis.client.hset(
      entries,
      waiting,
      JSON.stringify({ ...old, id: waiting, reason: REASON, review: null }),
      done,
      JSON.stringify({ ...old, id: done, reason: REASON, review }),
    )
    const officer = await open('privacy-officer', 'B')
    expect((await reviewOf(officer)).named.id).toBe(`emergency_access:${waiting}`)
    await decide(officer)
    const found = async () =>
      new Map((await entriesAt(officer)).map(({ id, review: made }) => [id, made?.verdict ?? null]))
    await expect.poll(found, { timeout: 10_000 }).toEqual(
      new Map([
        [waiting, 'justified'],
        [done, 'not-justified'],
      ]),
    )
  })

  // Catches: an access whose end was written by a station that was lost before it could ask about it.
  test('that ended unasked is asked about by another station', async () => {
    const desk = await open('administrator', 'A')
    await desk.ask('emergency.begin', { reason: REASON, minutes: 15 })
    const officer = await open('privacy-officer', 'B')
    await decide(officer)
    const [entry] = await entriesAt(officer)
    await expect.poll(async () => (await entriesAt(officer))[0]?.review?.verdict).toBe('justified')
    const ended = { ...entry, endedAt: (entry?.begunAt ?? 0) + 60_000, patients: ['P8'], review: null }
    await redis.client.hset(
      new HubKeys(prefix).emergencies('entries'),
      entry?.id ?? '',
      JSON.stringify(ended),
    )
    await open('physician', 'C')
    expect(line(await reviewOf(officer), 'Patients opened')).toMatchObject({ text: 'P8' })
  })

  // Catches: the way around the queue, with its own rules, left open.
  test('has no other way to its review', async () => {
    const officer = await open('privacy-officer', 'B')
    expect(await officer.station.answer('emergency.review', {}, true)).toMatchObject({
      error: { code: 'ipc.unknown-request' },
    })
  })
})
