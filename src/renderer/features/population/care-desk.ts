import { createStore, type StoreApi } from 'zustand/vanilla'
import { careStrings as s } from './strings-care.ts'
import type { CareRecord, OutreachNote } from '@shared/features/population/model.ts'
import type { Reply } from '@shared/ipc/envelope.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'
import type { SubscribeFn } from '@renderer/ipc/events.ts'

/** A patient as he stands before an act: what an undo brings back. */
export interface CarePatient {
  readonly patientId: string
  /** The revision of the care record that was on the screen; 0 when nothing was agreed on. */
  readonly rev: number
  readonly manager: string | null
}

/** What brings back how it was before. */
export type UndoStep =
  | { readonly kind: 'assign'; readonly manager: string | null; readonly patients: readonly CarePatient[] }
  | {
      readonly kind: 'snooze'
      readonly patientId: string
      readonly rev: number
      readonly until: number | null
    }
  | {
      readonly kind: 'contact'
      readonly patientId: string
      readonly rev: number
      readonly date: string | null
    }

export interface Undo {
  /** What was done. */
  readonly text: string
  readonly steps: readonly UndoStep[]
}

export type CareAct = 'assign' | 'snooze' | 'outreach' | 'contact' | 'undo'

export interface CareState {
  readonly busy: CareAct | null
  /** Why the act was not done; stays until the next one or until it is put away. */
  readonly problem: string | null
  /** Care records of this window by patient, each the newest that was heard of. */
  readonly records: ReadonlyMap<string, CareRecord>
  /** Who could not be read, and why. */
  readonly unread: ReadonlyMap<string, string>
  readonly undo: Undo | null
}

export interface CareDesk {
  readonly store: StoreApi<CareState>
  /** Follows what others change; returns the way to stop, which empties it. */
  start(): () => void
  read(patientId: string): Promise<void>
  /** Those whom others had changed since they were seen here, as they are now; null when nothing was done. */
  assign(patients: readonly CarePatient[], manager: string | null): Promise<readonly CareRecord[] | null>
  snooze(patientId: string, until: number | null, reason: string): Promise<boolean>
  outreach(patientId: string, note: Omit<OutreachNote, 'at' | 'by'>): Promise<boolean>
  nextContact(patientId: string, date: string | null): Promise<boolean>
  undo(): Promise<boolean>
  forgetUndo(): void
  clearProblem(): void
}

const nothing: CareState = { busy: null, problem: null, records: new Map(), unread: new Map(), undo: null }

/** Former managers and who had each, so that an undo asks once for each of them. */
export function backTo(
  before: readonly CarePatient[],
  after: readonly CareRecord[],
): readonly Extract<UndoStep, { kind: 'assign' }>[] {
  const revs = new Map(after.map(({ patientId, rev }) => [patientId, rev]))
  const steps = new Map<string | null, CarePatient[]>()
  for (const patient of before) {
    const rev = revs.get(patient.patientId)
    if (rev === undefined) continue
    const group = steps.get(patient.manager) ?? []
    steps.set(patient.manager, [...group, { ...patient, rev }])
  }
  return [...steps].map(([manager, patients]) => ({ kind: 'assign', manager, patients }))
}

/**
 * Care work of this window. Nothing is shown as done before the hub has taken it; what was done can be undone until
 * the next act. An act on a patient whom somebody else has changed meanwhile is refused, and the newer state shown.
 */
export function createCareDesk(parts: {
  readonly request: RequestFn
  readonly subscribe: SubscribeFn
  readonly say: (tone: 'told' | 'failed', text: string) => void
  /** Milliseconds since 1970 by the hub's clock. */
  readonly now: () => number
}): CareDesk {
  const store = createStore<CareState>()(() => nothing)
  let generation = 0

  function keep(records: readonly CareRecord[]): void {
    const known = new Map(store.getState().records)
    const unread = new Map(store.getState().unread)
    for (const record of records) {
      if ((known.get(record.patientId)?.rev ?? -1) <= record.rev) known.set(record.patientId, record)
      unread.delete(record.patientId)
    }
    store.setState({ records: known, unread })
  }

  async function read(patientId: string): Promise<void> {
    const asked = generation
    const reply = await parts.request('population.care', { patientId })
    if (asked !== generation) return
    if (reply.ok) keep([reply.value])
    else store.setState({ unread: new Map(store.getState().unread).set(patientId, reply.error.message) })
  }

  /** One act at a time; null when it was not done, for whatever reason, which is then said. */
  async function act<T>(kind: CareAct, ask: () => Promise<Reply<T>>): Promise<T | null> {
    if (store.getState().busy !== null) return null
    const asked = generation
    store.setState({ busy: kind, problem: null })
    const reply = await ask()
    if (asked !== generation) return null
    store.setState({ busy: null })
    if (reply.ok) return reply.value
    store.setState({ problem: reply.error.message })
    return null
  }

  /** An act on one patient. Who was changed by others meanwhile is read again, so that it can be seen. */
  async function actOn(
    kind: CareAct,
    patientId: string,
    ask: (rev: number) => Promise<Reply<CareRecord>>,
  ): Promise<{ readonly before: CareRecord; readonly after: CareRecord } | null> {
    if (!store.getState().records.has(patientId)) await read(patientId)
    const before = store.getState().records.get(patientId)
    if (before === undefined) {
      store.setState({ problem: store.getState().unread.get(patientId) ?? s.notRead })
      return null
    }
    const after = await act(kind, () => ask(before.rev))
    if (after === null) {
      void read(patientId)
      return null
    }
    keep([after])
    return { before, after }
  }

  /** A snooze that is over is none to come back to. */
  function asleepUntil({ snooze }: CareRecord): number | null {
    return snooze !== null && snooze.until > parts.now() ? snooze.until : null
  }

  function done(text: string, steps: readonly UndoStep[]): void {
    store.setState({ undo: steps.length === 0 ? null : { text, steps } })
    if (steps.length === 0) parts.say('told', text)
  }

  async function assign(
    patients: readonly CarePatient[],
    manager: string | null,
  ): Promise<readonly CareRecord[] | null> {
    const value = await act('assign', () =>
      parts.request('population.assign', {
        manager,
        patients: patients.map(({ patientId, rev }) => ({ patientId, rev })),
      }),
    )
    if (value === null) return null
    keep([...value.records, ...value.refused])
    if (value.records.length > 0) {
      const [only] = value.records
      const who = value.records.length === 1 ? only?.patientId : undefined
      done(s.assigned(value.records.length, who, manager), backTo(patients, value.records))
    }
    return value.refused
  }

  async function step(one: UndoStep): Promise<Reply<readonly CareRecord[]>> {
    switch (one.kind) {
      case 'assign': {
        const { manager } = one
        const patients = one.patients.map(({ patientId, rev }) => ({ patientId, rev }))
        const reply = await parts.request('population.assign', { manager, patients })
        if (!reply.ok) return reply
        if (reply.value.refused.length > 0)
          parts.say('failed', s.refused(reply.value.refused.map(({ patientId }) => patientId)))
        return { ok: true, value: [...reply.value.records, ...reply.value.refused] }
      }
      case 'snooze': {
        const { patientId, rev, until } = one
        const reply = await parts.request('population.snooze', {
          patientId,
          rev,
          until,
          reason: s.undoReason,
        })
        return reply.ok ? { ok: true, value: [reply.value] } : reply
      }
      case 'contact': {
        const { patientId, rev, date } = one
        const reply = await parts.request('population.next-contact', { patientId, rev, date })
        return reply.ok ? { ok: true, value: [reply.value] } : reply
      }
    }
  }

  return {
    store,
    read,
    assign,
    start() {
      generation += 1
      store.setState(nothing, true)
      const end = parts.subscribe('population.care-changed', {
        onEvent: (record) => {
          // Others are kept only where somebody here looks at them.
          if (store.getState().records.has(record.patientId)) keep([record])
        },
        onBad: () => {
          for (const patientId of store.getState().records.keys()) void read(patientId)
        },
      })
      return () => {
        end()
        generation += 1
        store.setState(nothing, true)
      }
    },
    async snooze(patientId, until, reason) {
      const did = await actOn('snooze', patientId, (rev) =>
        parts.request('population.snooze', { patientId, rev, until, reason }),
      )
      if (did === null) return false
      const { before, after } = did
      done(s.snoozed(patientId, until), [
        { kind: 'snooze', patientId, rev: after.rev, until: asleepUntil(before) },
      ])
      return true
    },
    async outreach(patientId, note) {
      const record = await act('outreach', () => parts.request('population.outreach', { patientId, note }))
      if (record === null) return false
      keep([record])
      parts.say('told', s.noted(patientId))
      return true
    },
    async nextContact(patientId, date) {
      const did = await actOn('contact', patientId, (rev) =>
        parts.request('population.next-contact', { patientId, rev, date }),
      )
      if (did === null) return false
      const { before, after } = did
      done(s.contactSet(patientId, date), [
        { kind: 'contact', patientId, rev: after.rev, date: before.nextContact },
      ])
      return true
    },
    async undo() {
      const { undo } = store.getState()
      if (undo === null) return false
      for (const one of undo.steps) {
        const records = await act('undo', () => step(one))
        if (records === null) {
          parts.say('failed', store.getState().problem ?? s.notUndone)
          store.setState({ undo: null, problem: null })
          return false
        }
        keep(records)
      }
      store.setState({ undo: null })
      parts.say('told', s.undone)
      return true
    },
    forgetUndo: () => store.setState({ undo: null }),
    clearProblem: () => store.setState({ problem: null }),
  }
}
