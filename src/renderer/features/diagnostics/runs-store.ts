import { createStore, type StoreApi } from 'zustand/vanilla'
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
}

export interface RunsStore {
  readonly store: StoreApi<RunsState>
  /** Shows the runs of a patient, or with null of all, and follows them; returns the way to stop, which empties it. */
  follow(patientId: string | null): () => void
  refresh(): void
}

const nothing: RunsState = { phase: 'loading', problem: null, rows: [] }

/** Newest first; the identifier decides between runs of the same millisecond. */
function byTime(a: RunRow, b: RunRow): number {
  return b.startedAt - a.startedAt || (a.sessionId < b.sessionId ? -1 : 1)
}

/** The rows with one of them as it is now. */
export function withRow(rows: readonly RunRow[], row: RunRow): readonly RunRow[] {
  return [row, ...rows.filter(({ sessionId }) => sessionId !== row.sessionId)]
    .toSorted(byTime)
    .slice(0, MOST_RUNS)
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

  async function read(): Promise<void> {
    question += 1
    const asked = question
    fresher = new Map()
    const reply = await parts.request('diagnostics.list', { patientId: of, limit: MOST_RUNS })
    if (asked !== question || !following) return
    const failed = (problem: string): void => {
      const { phase } = store.getState()
      store.setState({ problem, phase: phase === 'ready' ? 'ready' : 'failed' })
    }
    if (!reply.ok) return failed(reply.error.message)
    if (reply.value.kind === 'could-not-read') return failed(reply.value.reason)
    let rows: readonly RunRow[] = reply.value.runs.toSorted(byTime)
    for (const row of fresher.values()) rows = withRow(rows, row)
    store.setState({ phase: 'ready', problem: null, rows })
    return undefined
  }

  const refresh = (): void => {
    if (following) void read()
  }

  return {
    store,
    refresh,
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
