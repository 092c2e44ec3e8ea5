import { createStore, type StoreApi } from 'zustand/vanilla'
import {
  type AuditEntry,
  type AuditFilter,
  type AuditStatus,
  openFilter,
} from '@shared/features/audit/model.ts'
import { request, type RequestFn } from '@renderer/ipc/client.ts'
import { subscribe, type SubscribeFn } from '@renderer/ipc/events.ts'

/** A search stops here and waits for "further back": more than anybody reads at once. */
const ENOUGH = 300

export interface AuditState {
  readonly status: AuditStatus | null
  /** What is, or was last, searched for. */
  readonly filter: AuditFilter
  /** Set when the question is who had to do with one patient. */
  readonly whoLooked: string | null
  readonly items: readonly AuditEntry[]
  readonly phase: 'idle' | 'searching' | 'paused' | 'complete' | 'failed'
  readonly failure: string | null
  readonly next: number | null
  readonly looked: number
  readonly backTo: number | null
  readonly unreadable: number
}

const nothingYet = {
  items: [],
  phase: 'idle',
  failure: null,
  next: null,
  looked: 0,
  backTo: null,
  unreadable: 0,
} as const

export interface AuditDesk {
  readonly store: StoreApi<AuditState>
  /** Follows the state of the audit; returns the way to stop. */
  start(): () => void
  search(filter: AuditFilter): Promise<void>
  /** Everybody of whom this station's audit says that they had to do with this patient. */
  whoLooked(patientId: string): Promise<void>
  further(): Promise<void>
  stop(): void
  /** Forgets what was found: nobody sits here any more. */
  empty(): void
  verify(): Promise<void>
  exportAs(format: 'csv' | 'jsonl'): Promise<void>
}

interface DeskParts {
  readonly request: RequestFn
  readonly subscribe: SubscribeFn
}

/** The Audit screen's state: what is searched for, what was found so far, and how the audit does. */
export function createAuditDesk(parts: DeskParts): AuditDesk {
  const store = createStore<AuditState>()(() => ({
    status: null,
    filter: openFilter,
    whoLooked: null,
    ...nothingYet,
  }))
  let question = 0

  async function readOn(asked: number, limit: number): Promise<void> {
    for (;;) {
      const { filter, next } = store.getState()
      const reply = await parts.request('audit.search', { filter, before: next })
      if (question !== asked) return
      if (!reply.ok) return store.setState({ phase: 'failed', failure: reply.error.message })
      const { items, complete, backTo, looked, unreadable } = reply.value
      const now = store.getState()
      const found = [...now.items, ...items]
      store.setState({
        items: found,
        next: reply.value.next,
        looked: now.looked + looked,
        backTo: backTo ?? now.backTo,
        unreadable: now.unreadable + unreadable,
        phase: complete ? 'complete' : 'searching',
      })
      if (complete) return undefined
      if (found.length >= limit) return store.setState({ phase: 'paused' })
    }
  }

  async function begin(filter: AuditFilter, whoLooked: string | null, limit: number): Promise<void> {
    question += 1
    store.setState({ filter, whoLooked, ...nothingYet, phase: 'searching' })
    await readOn(question, limit)
  }

  async function ask(what: () => ReturnType<typeof parts.request<'audit.status'>>): Promise<void> {
    const reply = await what()
    if (reply.ok) store.setState({ status: reply.value })
    else store.setState({ failure: reply.error.message })
  }

  return {
    store,
    start() {
      const status = () => ask(() => parts.request('audit.status', {}))
      const end = parts.subscribe('audit.changed', {
        onEvent: (value) => store.setState({ status: value }),
        onBad: () => void status(),
      })
      void status()
      return end
    },
    search: (filter) => begin(filter, null, ENOUGH),
    whoLooked: (patient) =>
      begin({ ...openFilter, patient, patientExact: true }, patient, Number.POSITIVE_INFINITY),
    further() {
      question += 1
      const { items, whoLooked } = store.getState()
      store.setState({ phase: 'searching', failure: null })
      return readOn(question, whoLooked === null ? items.length + ENOUGH : Number.POSITIVE_INFINITY)
    },
    stop() {
      question += 1
      if (store.getState().phase === 'searching') store.setState({ phase: 'paused' })
    },
    empty() {
      question += 1
      store.setState({ filter: openFilter, whoLooked: null, ...nothingYet })
    },
    verify: () => ask(() => parts.request('audit.verify', {})),
    exportAs: (format) =>
      ask(() => parts.request('audit.export', { filter: store.getState().filter, format })),
  }
}

/** The audit desk of this window. */
export const auditDesk = createAuditDesk({ request, subscribe })
