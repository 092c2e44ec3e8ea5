import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CareRecord } from '@shared/features/population/model.ts'
import { PopulationCareDesk } from '@test/support/population-care-desk.ts'
import { TestRedis } from '@test/support/redis-server.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start({ appendonly: 'no' })
})
afterAll(() => redis.close())

let prefix = ''
let tests = 0
let ann: PopulationCareDesk
let ben: PopulationCareDesk
beforeEach(async () => {
  tests += 1
  prefix = `c${tests}:`
  ann = await PopulationCareDesk.open(redis.url, prefix, 'ann')
  ben = await PopulationCareDesk.open(redis.url, prefix, 'ben')
})
afterEach(() => {
  ann.close()
  ben.close()
})

const note = (id: string, reached = true) => ({ id, kind: 'call', reached, text: `note ${id}` }) as const

async function logged(kind: string): Promise<number> {
  const lines = await redis.client.xrange(ann.hub.keys.population('care-log'), '-', '+')
  return lines.filter(([, fields]) => fields[fields.indexOf('k') + 1] === kind).length
}

describe('two stations', () => {
  // Catches: the later click undoing the earlier one unseen, or both believing that they have the patient.
  test('assign the same patients at once: one wins each, the other is shown the newer record', async () => {
    const patients = Array.from({ length: 120 }, (_, n) => ({ patientId: `P${n}`, rev: 0 }))
    const [byAnn, byBen] = await Promise.all([
      ann.care.assign(patients, 'ann'),
      ben.care.assign(patients.toReversed(), 'ben'),
    ])
    expect(byAnn.records.length + byBen.records.length).toBe(120)
    expect(byAnn.refused.length + byBen.refused.length).toBe(120)
    const holders = new Map<string, string | null>()
    for (const { patientId, manager } of [...byAnn.records, ...byBen.records]) holders.set(patientId, manager)
    expect(holders.size).toBe(120)
    for (const { patientId, manager, rev } of [...byAnn.refused, ...byBen.refused]) {
      expect(rev).toBe(1)
      expect(manager).toBe(holders.get(patientId))
      expect((await ann.care.read(patientId)).manager).toBe(manager)
    }
    expect(await logged('assigned')).toBe(120)
  })

  // Catches: an assignment that loses a note written meanwhile, or that is refused and said to be done.
  test('assign while the other writes notes: both are kept, and the refused one names the newer record', async () => {
    const rounds = Array.from({ length: 25 }, (_, n) => n)
    await Promise.all([
      (async () => {
        for (const n of rounds) {
          let open = [{ patientId: 'P1', rev: 0 }]
          while (open.length > 0) open = (await ann.care.assign(open, `m${n}`)).refused
        }
      })(),
      (async () => {
        for (const n of rounds) await ben.care.outreach('P1', note(`n${n}`))
      })(),
    ])
    const record = await ann.care.read('P1')
    expect(record.manager).toBe('m24')
    expect(record.rev).toBe(50)
    expect(new Set(record.outreach.map(({ id }) => id))).toEqual(new Set(rounds.map((n) => `n${n}`)))
  })

  // Catches: a change on an old revision that is taken, and a refusal that does not bring the newer record.
  test('a change that was decided on an older revision is refused with the newer one', async () => {
    await ann.care.assign([{ patientId: 'P1', rev: 0 }], 'ann')
    const refusal: unknown = await ben.care
      .snooze('P1', 0, Date.now() + 86_400_000, 'in hospital')
      .catch((error: unknown) => error)
    expect(refusal).toMatchObject({
      code: 'population.changed-meanwhile',
      details: { record: { patientId: 'P1', rev: 1, manager: 'ann', snooze: null } },
    })
    expect(JSON.stringify(refusal)).not.toMatch(/in hospital/)
    await expect(ben.care.nextContact('P1', 0, '2026-12-24')).rejects.toMatchObject({
      code: 'population.changed-meanwhile',
    })
    expect((await ann.care.read('P1')).rev).toBe(1)
  })

  // Catches: a station that is not told, or told something else than what is stored.
  test('hear of every change the record as it now is', async () => {
    await ann.care.assign([{ patientId: 'P1', rev: 0 }], 'ann')
    await ann.care.nextContact('P1', 1, '2026-12-24')
    await ben.until('both changes', () => ben.heard.length === 2)
    const now = await ben.care.read('P1')
    expect(ben.heard[1]).toEqual({ kind: 'care', record: now })
    expect(now).toMatchObject({ rev: 2, manager: 'ann', nextContact: '2026-12-24' })
  })
})

describe('a note of a contact', () => {
  // Catches: a note that stands there twice because its answer was lost and it was sent again.
  test('that is sent twice, from two stations at once, is written once', async () => {
    await Promise.all([ann.care.outreach('P1', note('one')), ben.care.outreach('P1', note('one'))])
    await ann.care.outreach('P1', note('one'))
    const record = await ben.care.read('P1')
    expect(record.outreach).toHaveLength(1)
    expect(record.rev).toBe(1)
    expect(await logged('contact')).toBe(1)
  })

  // Catches: a record that grows without end, or older notes that vanish uncounted.
  test('is kept among the 200 newest; the others are counted', async () => {
    for (let n = 0; n < 205; n += 1) {
      const { outreach } = await ann.care.outreach('P1', note(`n${n}`))
      // Of two notes of one millisecond neither is the newer.
      await ann.until('the next millisecond', () => ann.store.now() > (outreach[0]?.at ?? 0))
    }
    const record: CareRecord = await ann.care.read('P1')
    expect(record.outreach).toHaveLength(200)
    expect(record.outreach[0]).toMatchObject({ id: 'n204', by: 'ann' })
    expect(record.outreach.at(-1)?.id).toBe('n5')
    expect(record.olderNotes).toBe(5)
    const acts: string[] = []
    for await (const some of ann.store.acts(0)) acts.push(...some.map(({ kind }) => kind))
    expect(acts.filter((kind) => kind === 'contact')).toHaveLength(205)
  })
})

describe('a snooze', () => {
  // Catches: a patient who stays off the list although he has crossed the threshold since.
  test('ends by a crossing that comes after it, once however many stations see it', async () => {
    const until = ann.store.now() + 7 * 86_400_000
    const snoozed = await ann.care.snooze('P1', 0, until, 'abroad')
    expect(snoozed.snooze).toMatchObject({ until, reason: 'abroad', by: 'ann' })
    await ann.care.wake('P1', (snoozed.snooze?.at ?? 0) - 1)
    expect((await ann.care.read('P1')).snooze).not.toBeNull()
    const crossedAt = ann.store.now() + 1
    await Promise.all([ann.care.wake('P1', crossedAt), ben.care.wake('P1', crossedAt)])
    expect(await ben.care.read('P1')).toMatchObject({ snooze: null, rev: 2 })
    expect(await logged('woken')).toBe(1)
  })

  // Catches: an end in the past, which would be no snooze, and one of many years by a slip of the finger.
  test('needs an end that lies ahead, by a year at most', async () => {
    for (const until of [ann.store.now() - 1, ann.store.now() + 400 * 86_400_000])
      await expect(ann.care.snooze('P1', 0, until, 'a reason')).rejects.toMatchObject({
        code: 'population.bad-reading',
      })
    expect((await ann.care.read('P1')).rev).toBe(0)
  })
})

// Catches: somebody's value under our name that is overwritten, or read as "nobody has this patient".
test('a record that cannot be read is said to be so and stays', async () => {
  await redis.client.hset(ann.hub.keys.population('care'), 'P1', '{"rev":"seven"}', 'P2', '{"rev":1,"cut')
  for (const patientId of ['P1', 'P2']) {
    await expect(ann.care.read(patientId)).rejects.toMatchObject({ code: 'population.not-found' })
    await expect(ann.care.outreach(patientId, note('n'))).rejects.toMatchObject({
      code: 'population.not-found',
    })
  }
  await expect(ann.care.assign([{ patientId: 'P1', rev: 1 }], 'ann')).rejects.toMatchObject({
    code: 'population.not-found',
  })
  expect(await redis.client.hget(ann.hub.keys.population('care'), 'P1')).toBe('{"rev":"seven"}')
})

// Catches: a write whose answer was lost and that is taken for somebody else's when it is repeated.
test('repeating a write to the letter is no conflict and is logged once', async () => {
  const record: CareRecord = {
    patientId: 'P1',
    rev: 1,
    manager: 'ann',
    assignedAt: 5,
    snooze: null,
    nextContact: null,
    outreach: [],
    olderNotes: 0,
  }
  const act = { patientId: 'P1', kind: 'assigned', manager: 'ann', by: 'ann', reached: null, at: 5 } as const
  expect(await ann.store.put([{ record, expectedRev: 0, act }])).toEqual([null])
  expect(await ben.store.put([{ record, expectedRev: 0, act }])).toEqual([null])
  expect(await logged('assigned')).toBe(1)
  const other = { ...record, manager: 'ben' }
  expect(await ben.store.put([{ record: other, expectedRev: 0, act }])).toEqual([record])
})
