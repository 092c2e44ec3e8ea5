import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CareRecord } from '@shared/features/population/model.ts'
import { type CareShelf, SharedCareDesk } from './care-desk.ts'
import type { CarePut, StoredCare } from './care-store.ts'

/** What care.lua does, in memory; every answer comes when the schedule says so. */
class Shelf implements CareShelf {
  readonly records = new Map<string, CareRecord>()
  readonly written: CarePut[] = []
  #now = 1_000
  readonly #schedule: <T>(value: T) => Promise<T>

  constructor(schedule: <T>(value: T) => Promise<T>) {
    this.#schedule = schedule
  }

  now(): number {
    this.#now += 1
    return this.#now
  }

  async read(patientIds: readonly string[]): Promise<ReadonlyMap<string, StoredCare>> {
    await this.#schedule('asked')
    const found = new Map<string, StoredCare>()
    for (const id of patientIds) {
      const record = this.records.get(id)
      if (record !== undefined) found.set(id, record)
    }
    return this.#schedule(found)
  }

  async put(puts: readonly CarePut[]): Promise<readonly (StoredCare | null)[]> {
    await this.#schedule('sent')
    const answers = puts.map((put) => {
      const stored = this.records.get(put.record.patientId)
      if ((stored?.rev ?? 0) !== put.expectedRev) return stored ?? null
      this.records.set(put.record.patientId, put.record)
      this.written.push(put)
      return null
    })
    return this.#schedule(answers)
  }
}

const command = fc.oneof(
  fc.record({ kind: fc.constant('assign'), to: fc.constantFrom('ann', 'ben', null), seen: fc.boolean() }),
  fc.record({ kind: fc.constant('note'), id: fc.constantFrom('a', 'b', 'c', 'd', 'e') }),
  fc.record({ kind: fc.constant('snooze') }),
  fc.record({ kind: fc.constant('wake') }),
  fc.record({ kind: fc.constant('plan'), date: fc.constantFrom('2026-12-01', '2026-12-02') }),
)
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

/** One station: it carries its commands out one after the other, each on what it has seen last. */
async function work(desk: SharedCareDesk, user: string, commands: readonly Command[]) {
  const notes: string[] = []
  const done: CareRecord[] = []
  let refused = 0
  for (const each of commands) {
    const { rev } = await desk.read('P1')
    try {
      if (each.kind === 'assign') {
        const { records } = await desk.assign([{ patientId: 'P1', rev: each.seen ? rev : rev - 1 }], each.to)
        done.push(...records)
        refused += 1 - records.length
      } else if (each.kind === 'note') {
        const id = `${user}-${each.id}`
        done.push(await desk.outreach('P1', { id, kind: 'call', reached: true, text: '' }))
        notes.push(id)
      } else if (each.kind === 'wake') await desk.wake('P1', 4_000)
      else {
        const record =
          each.kind === 'snooze'
            ? await desk.snooze('P1', rev, 5_000, 'a good reason')
            : await desk.nextContact('P1', rev, each.date)
        // Unless it was there already, it follows at once on what was seen.
        if (each.kind === 'snooze') expect(record.rev).toBe(rev + 1)
        done.push(record)
      }
    } catch (error) {
      expect(error).toMatchObject({ code: 'population.changed-meanwhile' })
      refused += 1
    }
  }
  return { notes, done, refused }
}

// Catches: a change that is said to be done and is lost, a note that is lost or doubled, revisions that are used twice,
// an end that is not the last change that was written.
test('whatever two stations do and however it is interleaved, nothing that was answered is lost', async () => {
  const commands = fc.array(command, { minLength: 1, maxLength: 7 })
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), commands, commands, async (scheduler, ofAnn, ofBen) => {
      const shelf = new Shelf((value) => scheduler.schedule(Promise.resolve(value)))
      const deskOf = (user: string): SharedCareDesk =>
        new SharedCareDesk({ store: shelf, actor: () => ({ user, role: 'care-manager', station: user }) })
      const both = Promise.all([work(deskOf('ann'), 'ann', ofAnn), work(deskOf('ben'), 'ben', ofBen)])
      await scheduler.waitFor(both)
      const [ann, ben] = await both
      const final = shelf.records.get('P1')
      const revs = shelf.written.map(({ record }) => record.rev)
      expect(revs).toEqual(revs.map((_, index) => index + 1))
      if (shelf.written.length > 0) expect(final).toEqual(shelf.written.at(-1)?.record)
      // Every answer was the record at some moment.
      for (const record of [...ann.done, ...ben.done])
        if (record.rev > 0) expect(shelf.written[record.rev - 1]?.record).toEqual(record)
      const wanted = new Set([...ann.notes, ...ben.notes])
      expect((final?.outreach ?? []).map(({ id }) => id).sort()).toEqual([...wanted].sort())
      // What one field says is what the last written act on it said.
      const lastPlan = shelf.written.findLast(({ act }) => act.kind === 'planned')
      expect(final?.nextContact ?? null).toBe(lastPlan?.record.nextContact ?? null)
      const lastHand = shelf.written.findLast(({ act }) => act.kind === 'assigned')
      expect(final?.manager ?? null).toBe(lastHand?.record.manager ?? null)
    }),
    { numRuns: 300 },
  )
})

const atOnce = <T>(value: T): Promise<T> => Promise.resolve(value)

// Catches: work that is put down to nobody.
test('nobody works who is not signed in; a crossing wakes nevertheless', async () => {
  const shelf = new Shelf(atOnce)
  const desk = new SharedCareDesk({ store: shelf, actor: () => null })
  await expect(desk.assign([{ patientId: 'P1', rev: 0 }], 'ann')).rejects.toMatchObject({
    code: 'ipc.no-session',
  })
  await desk.wake('P1', 5)
  expect(shelf.written).toEqual([])
})

// Catches: an assignment of many that undoes what somebody has agreed on since they were ticked, one change among them
// that holds up the others, and patients that are in the wanted hands already said to be taken by others.
test('an assignment of many changes those that are as they were seen, and names the others', async () => {
  const shelf = new Shelf(atOnce)
  const desk = new SharedCareDesk({
    store: shelf,
    actor: () => ({ user: 'ann', role: 'care-manager', station: 'A' }),
  })
  const all = ['P1', 'P2', 'P3', 'P4'].map((patientId) => ({ patientId, rev: 0 }))
  await desk.outreach('P2', { id: 'n', kind: 'call', reached: true, text: '' })
  await desk.assign([{ patientId: 'P3', rev: 0 }], 'ben')
  const { records, refused } = await desk.assign(all, 'ben')
  expect(records.map(({ patientId, rev }) => `${patientId} ${rev}`).sort()).toEqual(['P1 1', 'P3 1', 'P4 1'])
  expect(refused).toMatchObject([{ patientId: 'P2', rev: 1, manager: null }])
  expect((await desk.assign(refused, 'ben')).refused).toEqual([])
  expect(shelf.records.get('P2')).toMatchObject({ rev: 2, manager: 'ben' })
})
