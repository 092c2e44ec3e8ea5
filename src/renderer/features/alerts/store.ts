import { createStore, type StoreApi } from 'zustand/vanilla'
import {
  countBoard,
  noCounts,
  recount,
  reorder,
  sortBoard,
  type AlertMap,
  type BoardCounts,
} from './board-order.ts'
import type { BoardChange, MissedSummary } from '@shared/features/alerts/contract.ts'
import type { Alert } from '@shared/features/alerts/model.ts'
import type { Failure } from '@shared/ipc/envelope.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'
import type { SubscribeFn } from '@renderer/ipc/events.ts'

/** `loading` before the first snapshot; `stale` while a newer one is fetched or could not be had. */
export type BoardPhase = 'loading' | 'ready' | 'stale'

export interface BoardState {
  readonly phase: BoardPhase
  /** Why there is no fresh snapshot; null when nothing is wrong. */
  readonly failure: Failure | null
  readonly revision: number
  readonly items: AlertMap
  /** Ids of the open alerts in the order of the board. */
  readonly order: readonly string[]
  readonly counts: BoardCounts
  readonly missed: MissedSummary | null
  readonly followed: ReadonlySet<string>
  /** Ids of alerts that came after the first snapshot, newest change only; for the live region. */
  readonly arrived: readonly string[]
}

export interface BoardStoreParts {
  readonly request: RequestFn
  readonly subscribe: SubscribeFn
  readonly afterPaint: (then: () => void) => void
  readonly retryAfterMs: number
}

export interface BoardStore {
  readonly store: StoreApi<BoardState>
  /** Subscribes, then fetches; returns the way to stop. */
  start(): () => void
  /** Takes a new snapshot; changes that arrive meanwhile are kept and applied after it. */
  refresh(): void
  /** Puts the alert of a reply on the board at once; the hub's own change follows and wins by its `rev`. */
  adopt(alert: Alert): void
  setFollowed(followed: readonly string[]): void
  clearMissed(): void
  /** Forgets everything and asks for nothing until `open`: nobody may see it. */
  close(): void
  open(): void
}

const empty: BoardState = {
  phase: 'loading',
  failure: null,
  revision: 0,
  items: new Map(),
  order: [],
  counts: noCounts,
  missed: null,
  followed: new Set(),
  arrived: [],
}

function applyChange(state: BoardState, change: BoardChange): BoardState {
  const items = new Map(state.items)
  const changed = new Set<string>()
  const arrived: string[] = []
  for (const alert of change.upserts) {
    if (!items.has(alert.id)) arrived.push(alert.id)
    items.set(alert.id, alert)
    changed.add(alert.id)
  }
  for (const id of change.removed) {
    items.delete(id)
    changed.add(id)
  }
  const order = reorder(state.order, changed, items)
  const counts = recount(state.counts, changed, state.items, items)
  return { ...state, revision: change.revision, items, order, counts, arrived }
}

/**
 * The board of this window. Main's snapshot carries a revision; changes at or below it are dropped, the next one
 * is applied, and a hole in the numbering leads to a new snapshot. What was applied is reported to main only
 * after it has been painted.
 */
export function createBoardStore(parts: BoardStoreParts): BoardStore {
  const store = createStore<BoardState>()(() => empty)
  let fetching = false
  let again = false
  let stopped = false
  let closed = false
  /** Answers to questions from before the board was closed are dropped. */
  let generation = 0
  let buffered: BoardChange[] = []
  // Replies that came while a snapshot was on its way: it may have been taken before what they confirm.
  const adopted = new Map<string, Alert>()
  let retry: ReturnType<typeof setTimeout> | null = null

  function reportPainted(revision: number): void {
    parts.afterPaint(() => {
      if (!stopped) void parts.request('alerts.shown', { revision })
    })
  }

  function accept(change: BoardChange): 'applied' | 'old' | 'gap' {
    const state = store.getState()
    if (change.revision <= state.revision) return 'old'
    if (change.revision !== state.revision + 1) return 'gap'
    store.setState(applyChange(state, change), true)
    reportPainted(change.revision)
    return 'applied'
  }

  function drain(): void {
    const waiting = buffered.sort((a, b) => a.revision - b.revision)
    buffered = []
    for (const [index, change] of waiting.entries()) {
      if (accept(change) === 'gap') {
        buffered = waiting.slice(index)
        scheduleRefresh()
        return
      }
    }
  }

  function scheduleRefresh(): void {
    if (stopped || closed) return
    store.setState({ phase: store.getState().phase === 'loading' ? 'loading' : 'stale' })
    retry ??= setTimeout(() => {
      retry = null
      refresh()
    }, parts.retryAfterMs)
  }

  async function fetchSnapshot(): Promise<void> {
    const asked = generation
    const reply = await parts.request('alerts.list', {})
    if (asked !== generation) return
    fetching = false
    if (stopped) return
    if (again) {
      again = false
      refresh()
      return
    }
    if (!reply.ok) {
      store.setState({ failure: reply.error })
      scheduleRefresh()
      return
    }
    const { revision, items: list, missed, followed } = reply.value
    const items = new Map(list.map((alert) => [alert.id, alert]))
    for (const alert of adopted.values())
      if ((items.get(alert.id)?.rev ?? alert.rev) < alert.rev) items.set(alert.id, alert)
    adopted.clear()
    const order = sortBoard(items)
    const before = store.getState()
    const arrived = before.phase === 'loading' ? [] : order.filter((id) => !before.items.has(id))
    store.setState(
      {
        phase: 'ready',
        failure: null,
        revision,
        items,
        order,
        counts: countBoard(items),
        missed,
        followed: new Set(followed),
        arrived,
      },
      true,
    )
    reportPainted(revision)
    drain()
  }

  function refresh(): void {
    if (stopped || closed) return
    if (fetching) {
      // What is on its way may be older than the reason for asking again.
      again = true
      return
    }
    fetching = true
    if (store.getState().phase === 'ready') store.setState({ phase: 'stale' })
    void fetchSnapshot()
  }

  function onChange(change: BoardChange): void {
    if (closed) return
    if (fetching || store.getState().phase !== 'ready') {
      buffered.push(change)
      return
    }
    if (accept(change) === 'gap') {
      buffered.push(change)
      refresh()
    }
  }

  function start(): () => void {
    stopped = false
    const endings = [
      parts.subscribe('alerts.changed', { onEvent: onChange, onBad: refresh }),
      parts.subscribe('alerts.reset', {
        onEvent: () => {
          buffered = []
          refresh()
        },
        onBad: refresh,
      }),
    ]
    refresh()
    return () => {
      stopped = true
      if (retry !== null) clearTimeout(retry)
      retry = null
      for (const end of endings) end()
    }
  }

  function adopt(alert: Alert): void {
    if (fetching) adopted.set(alert.id, alert)
    const state = store.getState()
    const known = state.items.get(alert.id)
    if (known === undefined || known.rev >= alert.rev) return
    const change = { revision: state.revision, upserts: [alert], removed: [] }
    store.setState(applyChange(state, change), true)
  }

  function close(): void {
    closed = true
    generation += 1
    fetching = false
    again = false
    buffered = []
    if (retry !== null) clearTimeout(retry)
    retry = null
    store.setState(empty, true)
  }

  function open(): void {
    closed = false
    refresh()
  }

  return {
    store,
    start,
    close,
    open,
    refresh,
    adopt,
    setFollowed: (followed) => store.setState({ followed: new Set(followed) }),
    clearMissed: () => store.setState({ missed: null }),
  }
}
