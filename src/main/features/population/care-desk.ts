import type { Actor } from '@shared/clinical/person.ts'
import type { CareRecord, OutreachNote } from '@shared/features/population/model.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import type { CarePut, StoredCare } from './care-store.ts'
import { assigned, contacted, planned, snoozed, untouched, wokenByCrossing } from './engine-care.ts'
import type { CareAct } from './engine-figures.ts'
import { onHub, populationFailure } from './errors.ts'
import type { CareDesk } from './ports.ts'

/** How often a change is decided anew when others were faster; each time somebody has got on. */
const MOST_TRIES = 20
const YEAR_MS = 366 * 86_400_000

/** What the desk needs of the hub; care-store.ts is it. */
export interface CareShelf {
  now(): number
  read(patientIds: readonly string[]): Promise<ReadonlyMap<string, StoredCare>>
  put(puts: readonly CarePut[]): Promise<readonly (StoredCare | null)[]>
}

interface Ports {
  readonly store: CareShelf
  /** Who sits here; null when nobody has signed in. */
  readonly actor: () => Actor | null
}

type Act = Omit<CareAct, 'patientId' | 'by' | 'at'>
type Decide = (record: CareRecord, now: number, by: string) => CareRecord

/**
 * What care managers agree on, shared by all stations: every change names the revision that it was decided on, and a
 * change that comes second is told the newer record instead of undoing it.
 */
export class SharedCareDesk implements CareDesk {
  readonly #ports: Ports

  constructor(ports: Ports) {
    this.#ports = ports
  }

  async read(patientId: string): Promise<CareRecord> {
    const stored = await onHub(() => this.#ports.store.read([patientId]))
    return readable(stored.get(patientId) ?? untouched(patientId))
  }

  async assign(
    patients: readonly { readonly patientId: string; readonly rev: number }[],
    manager: string | null,
  ): Promise<{ records: CareRecord[]; refused: CareRecord[] }> {
    const { store } = this.#ports
    const by = this.#by()
    const seen = new Map(patients.map(({ patientId, rev }) => [patientId, rev]))
    const known = await onHub(() => store.read([...seen.keys()]))
    for (const stored of known.values()) readable(stored)
    const [records, refused]: [CareRecord[], CareRecord[]] = [[], []]
    const puts: CarePut[] = []
    const now = store.now()
    for (const [patientId, rev] of seen) {
      const record = readable(known.get(patientId) ?? untouched(patientId))
      const next = assigned(record, manager, now)
      if (next === record) records.push(record)
      else if (rev !== record.rev) refused.push(record)
      else {
        const act = { patientId, kind: 'assigned', manager, by, reached: null, at: now } as const
        puts.push({ record: next, expectedRev: rev, act })
      }
    }
    const answers = await onHub(() => store.put(puts))
    puts.forEach(({ record }, index) => {
      const stored = answers[index] ?? null
      if (stored === null) records.push(record)
      else {
        // Somebody was quicker, perhaps with the same.
        const newer = readable(stored)
        const isDone = assigned(newer, manager, now) === newer
        if (isDone) records.push(newer)
        else refused.push(newer)
      }
    })
    return { records, refused }
  }

  async snooze(patientId: string, rev: number, until: number | null, reason: string): Promise<CareRecord> {
    if (until !== null) this.#checkUntil(until)
    const act: Act = { kind: until === null ? 'woken' : 'snoozed', manager: null, reached: null }
    return this.#change(patientId, rev, act, (record, at, by) =>
      snoozed(record, until === null ? null : { until, reason, by, at }),
    )
  }

  #checkUntil(until: number): void {
    const now = this.#ports.store.now()
    if (until > now && until <= now + YEAR_MS) return
    throw populationFailure(
      'population.bad-reading',
      'A patient can be put off until a time that lies ahead, by a year at most. Nothing was changed.',
    )
  }

  async outreach(patientId: string, note: Omit<OutreachNote, 'at' | 'by'>): Promise<CareRecord> {
    const act: Act = { kind: 'contact', manager: null, reached: note.reached }
    return this.#change(patientId, null, act, (record, at, by) => contacted(record, { ...note, at, by }))
  }

  async nextContact(patientId: string, rev: number, date: string | null): Promise<CareRecord> {
    const act: Act = { kind: 'planned', manager: null, reached: null }
    return this.#change(patientId, rev, act, (record) => planned(record, date))
  }

  async wake(patientId: string, crossedAt: number): Promise<void> {
    const act: Act = { kind: 'woken', manager: null, reached: null }
    const wake = (record: CareRecord): CareRecord => wokenByCrossing(record, crossedAt)
    // Nobody has to sit here for it: the threshold wakes him.
    await this.#changed(patientId, null, act, wake, '')
  }

  async #change(patientId: string, rev: number | null, act: Act, decide: Decide): Promise<CareRecord> {
    return this.#changed(patientId, rev, act, decide, this.#by())
  }

  /** @param rev the revision that the change was decided on; null when it holds whatever others have done. */
  async #changed(
    patientId: string,
    rev: number | null,
    act: Act,
    decide: Decide,
    by: string,
  ): Promise<CareRecord> {
    const { store } = this.#ports
    return onHub(async () => {
      let stored: StoredCare = (await store.read([patientId])).get(patientId) ?? untouched(patientId)
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const record = readable(stored)
        const now = store.now()
        const next = decide(record, now, by)
        if (next === record) return record
        if (rev !== null && rev !== record.rev) throw changedMeanwhile(record)
        const put = { record: next, expectedRev: record.rev, act: { ...act, patientId, by, at: now } }
        const [answer = null] = await store.put([put])
        if (answer === null) return next
        stored = answer
      }
      throw changedMeanwhile(readable(stored))
    })
  }

  #by(): string {
    const actor = this.#ports.actor()
    // The router lets nobody through who has not signed in; a session may have ended since.
    if (actor === null)
      throw new RequestFailure('ipc.no-session', 'Nobody is signed in at this station. Nothing was changed.')
    return actor.user
  }
}

function changedMeanwhile(record: CareRecord): Error {
  return populationFailure(
    'population.changed-meanwhile',
    'Somebody else has changed it meanwhile. Nothing was changed; the newer state is shown.',
    { record },
  )
}

function readable(stored: StoredCare): CareRecord {
  if (stored !== 'unreadable') return stored
  throw populationFailure(
    'population.not-found',
    'What the hub keeps about the care of this patient cannot be read. Nothing was changed; tell whoever runs the hub.',
  )
}
