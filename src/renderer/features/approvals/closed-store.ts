import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ClosedPlace, ClosedRow } from '@shared/features/approvals/contract.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'
import type { SubscribeFn } from '@renderer/ipc/events.ts'

/** What closes within this time is read together. */
const RENEW_MS = 1_000
/** Rows of one page. */
export const CLOSED_PAGE = 200

export interface ClosedState {
  readonly phase: 'loading' | 'ready' | 'failed'
  /** Why the list could not be read, renewed or gone on with; rows that are there stay. */
  readonly problem: string | null
  readonly rows: readonly ClosedRow[]
  /** Where older ones are; null when there are none. */
  readonly older: ClosedPlace | null
  readonly reading: boolean
}

export interface ClosedStore {
  readonly store: StoreApi<ClosedState>
  /** Shows the requests of a patient, or with null of all; returns the way to stop, which empties it. */
  follow(patientId: string | null): () => void
  /** Reads the next page. */
  further(): void
  again(): void
}

const nothing: ClosedState = { phase: 'loading', problem: null, rows: [], older: null, reading: false }

/** The latest first; each request once, as the newer reading has it. */
function joined(newer: readonly ClosedRow[], known: readonly ClosedRow[]): readonly ClosedRow[] {
  const ids = new Set(newer.map(({ id }) => id))
  return [...newer, ...known.filter(({ id }) => !ids.has(id))].toSorted((a, b) => b.closedAt - a.closedAt)
}

/** Requests that have come to an end, page by page. What closes meanwhile is put on top. */
export function createClosedStore(parts: {
  readonly request: RequestFn
  readonly subscribe: SubscribeFn
}): ClosedStore {
  const store = createStore<ClosedState>()(() => nothing)
  let of: string | null = null
  let following = false
  /** Answers to earlier questions are dropped. */
  let question = 0
  let soon: ReturnType<typeof setTimeout> | null = null

  async function read(after: ClosedPlace | null): Promise<void> {
    if (!following) return
    question += 1
    const asked = question
    store.setState({ reading: true })
    const reply = await parts.request('approvals.closed', { patientId: of, after, limit: CLOSED_PAGE })
    if (asked !== question) return
    const { phase, rows, older } = store.getState()
    const failed = (problem: string): void =>
      store.setState({ reading: false, problem, phase: phase === 'ready' ? 'ready' : 'failed' })
    if (!reply.ok) return failed(reply.error.message)
    if (reply.value.kind === 'could-not-read') return failed(reply.value.reason)
    const page = reply.value
    // A new first page that reaches what is known leaves the place further back as it was.
    const reaches = after === null && page.rows.some(({ id }) => rows.some((row) => row.id === id))
    store.setState({
      phase: 'ready',
      problem: null,
      reading: false,
      rows: after === null && !reaches ? page.rows : joined(page.rows, rows),
      older: reaches ? older : page.older,
    })
    return undefined
  }

  const again = (): void => void read(null)
  const renew = (): void => {
    soon = null
    again()
  }

  return {
    store,
    again,
    further() {
      const { older, reading } = store.getState()
      if (older !== null && !reading) void read(older)
    },
    follow(patientId) {
      of = patientId
      following = true
      store.setState(nothing, true)
      const endings = [
        parts.subscribe('approvals.changed', {
          onEvent: ({ removed }) => {
            // A batch closes thousands, and every reading is on record.
            if (removed.length > 0) soon ??= setTimeout(renew, RENEW_MS)
          },
          onBad: again,
        }),
        parts.subscribe('approvals.reset', { onEvent: again, onBad: again }),
      ]
      again()
      return () => {
        for (const end of endings) end()
        if (soon !== null) clearTimeout(soon)
        soon = null
        following = false
        question += 1
        store.setState(nothing, true)
      }
    },
  }
}
