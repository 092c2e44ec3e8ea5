import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RunPlace } from '@shared/features/diagnostics/contract.ts'
import type { RunRow } from '@shared/features/diagnostics/model.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'
import type { SubscribeFn } from '@renderer/ipc/events.ts'

/** Most runs that one question brings. */
export const MOST_RUNS = 200

export interface RunsState {
  readonly phase: 'loading' | 'ready' | 'failed'
  /** Why the list could not be read or renewed; rows that are there stay. */
  readonly problem: string | null
  readonly rows: readonly RunRow[]
  /** Where older runs are; null when there are none. */
  readonly older: RunPlace | null
  /** True while a further page is read. */
  readonly reading: boolean
}

export interface RunsStore {
  readonly store: StoreApi<RunsState>
  /** Shows the runs of a patient, or with null of all, and follows them; returns the way to stop, which empties it. */
  follow(patientId: string | null): () => void
  refresh(): void
  /** Reads the next older page. */
  further(): void
}

const nothing: RunsState = { phase: 'loading', problem: null, rows: [], older: null, reading: false }

/** Newest first; the identifier decides between runs of the same millisecond. */
function byTime(a: RunRow, b: RunRow): number {
  return b.startedAt - a.startedAt || (a.sessionId < b.sessionId ? -1 : 1)
}

/** The rows with one of them as it is now. The list grows only by pages that were asked for. */
export function withRow(rows: readonly RunRow[], row: RunRow): readonly RunRow[] {
  return joined([row], rows).slice(0, Math.max(MOST_RUNS, rows.length))
}

/** Each run once, as the newer reading has it. */
function joined(newer: readonly RunRow[], known: readonly RunRow[]): readonly RunRow[] {
  const ids = new Set(newer.map(({ sessionId }) => sessionId))
  return [...newer, ...known.filter(({ sessionId }) => !ids.has(sessionId))].toSorted(byTime)
}

/** The list of runs of this window, live. A failed renewal keeps what is shown. */
export function createRunsStore(parts: {
  readonly request: RequestFn
  readonly subscribe: SubscribeFn
}): RunsStore {
  const store = createStore<RunsState>()(() => nothing)
  let of: string | null = null
  let following = false
  /** Answers to earlier questions are dropped. */
  let question = 0
  /** Runs that moved on while a question was under way: its answer may be older. */
  let fresher = new Map<string, RunRow>()
  let revision: number | null = null

  async function read(after: RunPlace | null): Promise<void> {
    question += 1
    const asked = question
    fresher = new Map()
    if (after !== null) store.setState({ reading: true })
    const reply = await parts.request('diagnostics.list', { patientId: of, limit: MOST_RUNS, after })
    if (asked !== question || !following) return
    const before = store.getState()
    const failed = (problem: string): void =>
      store.setState({ problem, reading: false, phase: before.phase === 'ready' ? 'ready' : 'failed' })
    if (!reply.ok) return failed(reply.error.message)
    if (reply.value.kind === 'could-not-read') return failed(reply.value.reason)
    const page = reply.value
    // A new first page that reaches what is known leaves the place further back as it was.
    const known = new Set(before.rows.map(({ sessionId }) => sessionId))
    const reaches = after === null && page.runs.some(({ sessionId }) => known.has(sessionId))
    let rows = joined(page.runs, after === null && !reaches ? [] : before.rows)
    for (const row of fresher.values()) rows = withRow(rows, row)
    const older = reaches && before.rows.length > page.runs.length ? before.older : page.older
    store.setState({ phase: 'ready', problem: null, reading: false, rows, older })
    return undefined
  }

  const refresh = (): void => {
    if (following) void read(null)
  }

  return {
    store,
    refresh,
    further() {
      const { older, reading } = store.getState()
      if (following && older !== null && !reading) void read(older)
    },
    follow(patientId) {
      of = patientId
      following = true
      revision = null
      store.setState(nothing, true)
      const endings = [
        parts.subscribe('diagnostics.changed', {
          onEvent: (change) => {
            const gap = revision !== null && change.revision !== revision + 1
            revision = change.revision
            if (of === null || change.run.patientId === of) {
              fresher.set(change.run.sessionId, change.run)
              store.setState({ rows: withRow(store.getState().rows, change.run) })
            }
            if (gap) refresh()
          },
          onBad: refresh,
        }),
        parts.subscribe('diagnostics.reset', {
          onEvent: (reset) => {
            revision = reset.revision
            refresh()
          },
          onBad: refresh,
        }),
      ]
      refresh()
      return () => {
        for (const end of endings) end()
        following = false
        question += 1
        store.setState(nothing, true)
      }
    },
  }
}
