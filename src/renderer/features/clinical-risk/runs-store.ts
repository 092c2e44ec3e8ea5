import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RunStatus } from '@shared/features/clinical-risk/model.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'
import type { SubscribeFn } from '@renderer/ipc/events.ts'

/** Most runs that one question brings. */
const MOST_RUNS = 200

export interface RunsState {
  readonly phase: 'loading' | 'ready' | 'failed'
  /** Why the list could not be read or renewed; runs that are there stay. */
  readonly problem: string | null
  readonly runs: readonly RunStatus[]
}

export interface RunsStore {
  readonly store: StoreApi<RunsState>
  /** Follows the runs; returns the way to stop, which empties the store. */
  follow(): () => void
  refresh(): void
  /** What an action has answered. */
  took(run: RunStatus): void
}

const nothing: RunsState = { phase: 'loading', problem: null, runs: [] }

/** Newest first; the identifier decides between runs of the same millisecond. */
function byTime(a: RunStatus, b: RunStatus): number {
  return b.startedAt - a.startedAt || (a.id < b.id ? -1 : 1)
}

function isMoving({ state }: RunStatus): boolean {
  return state === 'queued' || state === 'reading' || state === 'running'
}

/** Progress that is older than what is shown: fewer patients of the same run while both are under way. */
function isOlder(told: RunStatus, before: RunStatus): boolean {
  return isMoving(told) && isMoving(before) && told.done < before.done
}

/** The runs with one of them as told; word that is older than what is there changes nothing. */
export function withRun(runs: readonly RunStatus[], told: RunStatus): readonly RunStatus[] {
  const before = runs.find(({ id }) => id === told.id)
  if (before !== undefined && isOlder(told, before)) return runs
  return [told, ...runs.filter(({ id }) => id !== told.id)].toSorted(byTime).slice(0, MOST_RUNS)
}

/** The runs that this window knows, live. A failed renewal keeps what is shown. */
export function createRunsStore(parts: {
  readonly request: RequestFn
  readonly subscribe: SubscribeFn
}): RunsStore {
  const store = createStore<RunsState>()(() => nothing)
  let following = false
  /** Answers to earlier questions are dropped. */
  let question = 0
  /** Runs that moved on while a question was under way: its answer may be older. */
  let fresher = new Map<string, RunStatus>()

  async function read(): Promise<void> {
    question += 1
    const asked = question
    fresher = new Map()
    const reply = await parts.request('clinical-risk.runs', { limit: MOST_RUNS })
    if (asked !== question || !following) return
    if (!reply.ok) {
      const { phase } = store.getState()
      store.setState({ problem: reply.error.message, phase: phase === 'ready' ? 'ready' : 'failed' })
      return
    }
    let runs: readonly RunStatus[] = reply.value.runs.toSorted(byTime)
    for (const run of fresher.values()) runs = withRun(runs, run)
    store.setState({ phase: 'ready', problem: null, runs })
  }

  const refresh = (): void => {
    if (following) void read()
  }
  const took = (run: RunStatus): void => {
    if (!following) return
    fresher.set(run.id, run)
    store.setState({ runs: withRun(store.getState().runs, run) })
  }

  return {
    store,
    refresh,
    took,
    follow() {
      following = true
      store.setState(nothing, true)
      const end = parts.subscribe('clinical-risk.run', { onEvent: took, onBad: refresh })
      refresh()
      return () => {
        end()
        following = false
        question += 1
        store.setState(nothing, true)
      }
    },
  }
}
