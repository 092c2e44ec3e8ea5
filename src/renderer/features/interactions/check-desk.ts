import { createStore, type StoreApi } from 'zustand/vanilla'
import { carryOver, withLate } from './check-result.ts'
import { findingName, toDecide, undecided, type Decision, type Decisions } from './decisions.ts'
import type { CheckResult, Finding, LateAnswer } from '@shared/features/interactions/check.ts'
import type { OverrideReason } from '@shared/features/interactions/governance.ts'
import {
  nothingKnown,
  type ListedDrug,
  type PatientContext,
  type Recognition,
} from '@shared/features/interactions/model.ts'
import { request, type RequestFn } from '@renderer/ipc/client.ts'
import { subscribe, type SubscribeFn } from '@renderer/ipc/events.ts'

/** Late answers that may wait for the reply of their check. */
const MOST_EARLY = 500

/** A drug of the list; a drug that is changed is another entry. */
export interface ListEntry {
  readonly id: number
  readonly drug: ListedDrug
}

export type Selected =
  | { readonly kind: 'finding'; readonly name: string }
  | { readonly kind: 'pair'; readonly ids: readonly [number, number] }

export interface CheckState {
  readonly entries: readonly ListEntry[]
  readonly context: PatientContext
  /** Whose list it is, or from whom it was copied; null for a list of nobody. */
  readonly patientId: string | null
  readonly recognitions: ReadonlyMap<number, Recognition>
  /** Always said of the present entries; null before the first answer. */
  readonly result: CheckResult | null
  readonly phase: 'idle' | 'asking' | 'had' | 'failed'
  readonly failure: string | null
  readonly decisions: Decisions
  readonly selected: Selected | null
}

const emptyState: CheckState = {
  entries: [],
  context: nothingKnown,
  patientId: null,
  recognitions: new Map(),
  result: null,
  phase: 'idle',
  failure: null,
  decisions: new Map(),
  selected: null,
}

/** A list of drugs as it is opened. */
export interface OpenedList {
  readonly drugs: readonly ListedDrug[]
  readonly context: PatientContext
  readonly patientId: string | null
  /** Drugs of the list that are no news: what is found among them is told and interrupts nobody. All when absent. */
  readonly isKnown?: (drug: ListedDrug) => boolean
}

/** A list as it stood when the station locked, with what had been decided about it, by places. */
export interface KeptList extends Omit<OpenedList, 'isKnown'> {
  readonly decided: readonly {
    readonly key: string
    readonly places: readonly number[]
    readonly decision: Decision
  }[]
}

export interface CheckDesk {
  readonly store: StoreApi<CheckState>
  /** Listens for late answers; returns the way to stop. */
  readonly start: () => () => void
  readonly add: (drugs: readonly ListedDrug[]) => void
  /** Puts another reading in an entry's place. */
  readonly change: (id: number, drug: ListedDrug) => void
  readonly remove: (id: number) => void
  readonly setContext: (context: PatientContext) => void
  /** Opens a list that exists already: its warnings are told, and interrupt nobody. */
  readonly open: (list: OpenedList) => void
  /** Brings a list back to an empty desk; it is checked at once or as soon as somebody looks at it. */
  readonly restore: (kept: KeptList) => void
  readonly empty: () => void
  readonly again: () => void
  readonly select: (selected: Selected | null) => void
  readonly retry: (a: number, b: number) => Promise<string | null>
  /** Puts off all that waits for a decision. */
  readonly decideLater: () => void
  /** Opens the decision about a finding that was put off. */
  readonly decideNow: (finding: Finding) => void
  /** Follows the warning: takes an entry off the list. Resolves to what went wrong with the record, or null. */
  readonly accept: (finding: Finding, id: number) => Promise<string | null>
  /** Goes on anyway. Resolves to why it could not be recorded, or null. */
  readonly override: (finding: Finding, reason: OverrideReason, text: string) => Promise<string | null>
}

interface DeskParts {
  readonly request: RequestFn
  readonly subscribe: SubscribeFn
}

export const idsOf = (entries: readonly ListEntry[]): number[] => entries.map(({ id }) => id)

/** A list of drugs that is checked at every change. */
export function createCheckDesk(parts: DeskParts): CheckDesk {
  const store = createStore<CheckState>()(() => emptyState)
  let nextId = 1
  let question = 0
  /** The entries that the last answered check was about, and its id: late answers speak of those places. */
  let answered: { readonly checkId: string; readonly ids: readonly number[] } | null = null
  let early: LateAnswer[] = []
  /** Entries of a list that was opened and has not been answered yet: what is among them is no news to anybody. */
  let opened: ReadonlySet<number> | null = null
  let watched = 0

  function takeLate(late: LateAnswer): void {
    const { result, entries, phase } = store.getState()
    if (answered === null || late.checkId !== answered.checkId || result === null) {
      early = [...early, late].slice(-MOST_EARLY)
      return
    }
    // While another check is under way the places belong to the former list; its answer will bring this one too.
    if (phase !== 'had' || answered.ids.length !== entries.length) return
    store.setState({ result: withLate(result, late) })
  }

  async function ask(): Promise<void> {
    question += 1
    const mine = question
    const { entries, context, patientId } = store.getState()
    if (entries.length === 0) {
      answered = null
      store.setState({ result: null, phase: 'idle', failure: null, recognitions: new Map() })
      return
    }
    store.setState({ phase: 'asking', failure: null })
    const drugs = entries.map(({ drug }) => drug)
    const reply = await parts.request('interactions.check', { drugs, context, patientId })
    if (question !== mine) return
    if (!reply.ok) {
      const { result } = store.getState()
      const pending = result === null ? null : { ...result, pending: [] }
      store.setState({ phase: 'failed', failure: reply.error.message, result: pending })
      return
    }
    const ids = idsOf(entries)
    const arrived = early.filter(({ checkId }) => checkId === reply.value.checkId)
    early = []
    answered = { checkId: reply.value.checkId, ids }
    const result = arrived.reduce(withLate, reply.value)
    const recognitions = new Map(
      ids.flatMap((id, place): [number, Recognition][] => {
        const recognition = reply.value.drugs[place]
        return recognition === undefined ? [] : [[id, recognition]]
      }),
    )
    const decisions = new Map<string, Decision>(store.getState().decisions)
    for (const finding of result.findings) {
      const known = finding.drugs.every((place) => opened?.has(ids[place] ?? -1) ?? false)
      if (finding.interrupts && known) decisions.set(findingName(finding, ids), { kind: 'told' })
    }
    opened = null
    store.setState({ result, recognitions, phase: 'had', failure: null, decisions })
  }

  /** Shows what is known of the present list at once, and asks about the rest. */
  function changed(entries: readonly ListEntry[]): void {
    const before = store.getState()
    const result =
      before.result === null ? null : carryOver(before.result, idsOf(before.entries), idsOf(entries), true)
    store.setState({ entries, result })
    void ask()
  }

  function decide(finding: Finding, decision: Decision | null): void {
    const { decisions, entries } = store.getState()
    const next = new Map(decisions)
    const name = findingName(finding, idsOf(entries))
    if (decision === null) next.delete(name)
    else next.set(name, decision)
    store.setState({ decisions: next })
  }

  const remove = (id: number): void => changed(store.getState().entries.filter((entry) => entry.id !== id))

  const entryOf = (drug: ListedDrug): ListEntry => {
    const id = nextId
    nextId += 1
    return { id, drug }
  }

  return {
    store,
    start() {
      watched += 1
      const end = parts.subscribe('interactions.answered', { onEvent: takeLate, onBad: () => void ask() })
      const { entries, phase } = store.getState()
      if (phase === 'idle' && entries.length > 0) void ask()
      return () => {
        watched -= 1
        end()
      }
    },
    add: (drugs) => changed([...store.getState().entries, ...drugs.map(entryOf)]),
    change: (id, drug) =>
      changed(store.getState().entries.map((entry) => (entry.id === id ? entryOf(drug) : entry))),
    remove,
    setContext(context) {
      const { result, entries } = store.getState()
      // Every answer may depend on these facts: none of the old ones is shown as if it still held.
      const open = result === null ? null : carryOver(result, [], idsOf(entries), true)
      store.setState({ context, result: open })
      void ask()
    },
    open({ drugs, context, patientId, isKnown = () => true }) {
      const entries = drugs.map(entryOf)
      opened = new Set(idsOf(entries.filter(({ drug }) => isKnown(drug))))
      store.setState({ ...emptyState, entries, context, patientId })
      void ask()
    },
    restore({ drugs, context, patientId, decided }) {
      if (store.getState().entries.length > 0) return
      const entries = drugs.map(entryOf)
      const ids = idsOf(entries)
      const decisions = new Map(
        decided.map(({ key, places, decision }) => [findingName({ key, drugs: [...places] }, ids), decision]),
      )
      store.setState({ ...emptyState, entries, context, patientId, decisions })
      // A list of a patient is read by whoever looks at it, not by whoever signs in.
      if (watched > 0) void ask()
    },
    empty() {
      question += 1
      answered = null
      opened = null
      early = []
      store.setState(emptyState)
    },
    again: () => void ask(),
    select: (selected) => store.setState({ selected }),
    async retry(a, b) {
      const { result } = store.getState()
      if (result === null) return null
      const reply = await parts.request('interactions.retry', { checkId: result.checkId, pair: [a, b] })
      if (!reply.ok) return reply.error.message
      const now = store.getState().result
      if (now === null || now.checkId !== result.checkId) return null
      const others = now.unchecked.filter(({ drugs }) => !(drugs.includes(a) && drugs.includes(b)))
      store.setState({ result: { ...now, unchecked: others, pending: [...now.pending, [a, b]] } })
      return null
    },
    decideLater() {
      const { result, entries, decisions } = store.getState()
      const ids = idsOf(entries)
      const next = new Map(decisions)
      for (const finding of toDecide(result?.findings ?? [], ids, decisions))
        next.set(findingName(finding, ids), { kind: 'later' })
      store.setState({ decisions: next })
    },
    decideNow: (finding) => decide(finding, null),
    async accept(finding, id) {
      const { patientId } = store.getState()
      const { key, ingredients } = finding
      remove(id)
      const reply = await parts.request('interactions.accept', { key, drugs: [...ingredients], patientId })
      return reply.ok ? null : reply.error.message
    },
    async override(finding, reason, text) {
      const { patientId } = store.getState()
      const { key, ingredients } = finding
      const reply = await parts.request('interactions.override', {
        key,
        drugs: [...ingredients],
        patientId,
        reason,
        text: text.trim(),
      })
      if (!reply.ok) return reply.error.message
      decide(finding, { kind: 'overridden', reason, text: text.trim() })
      return null
    },
  }
}

/** Interrupting findings of a desk about which nobody has decided. */
export function undecidedOf({ result, entries, decisions }: CheckState): readonly Finding[] {
  return undecided(result?.findings ?? [], idsOf(entries), decisions)
}

/** The list of the Interactions screen; it stays while other screens are looked at and goes when the window locks. */
export const checkDesk = createCheckDesk({ request, subscribe })
