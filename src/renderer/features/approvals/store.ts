import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RowMap } from './queue-order.ts'
import type { ApprovalChange, ShownApproval } from '@shared/features/approvals/contract.ts'
import { isOpenApproval } from '@shared/features/approvals/model.ts'
import type { Failure } from '@shared/ipc/envelope.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'
import type { SubscribeFn } from '@renderer/ipc/events.ts'
import { rowOf } from '@shared/features/approvals/row.ts'

export interface QueueState {
  /** `loading` before the first snapshot; `stale` while a newer one is fetched or could not be had. */
  readonly phase: 'loading' | 'ready' | 'stale'
  readonly failure: Failure | null
  readonly revision: number
  readonly items: RowMap
  /** False while the station has no link, or has not yet looked for everything: an empty list is then no answer. */
  readonly complete: boolean
  readonly problem: string | null
  readonly unreadable: number
}

export interface QueueStoreParts {
  readonly request: RequestFn
  readonly subscribe: SubscribeFn
  readonly retryAfterMs: number
}

export interface QueueStore {
  readonly store: StoreApi<QueueState>
  /** Follows the queue while anybody does; returns the way to stop. The last one to stop empties it. */
  follow(): () => void
  refresh(): void
  /** Takes over what a reply says of a request, until the queue's own change brings it. */
  adopt(approval: ShownApproval['approval']): void
}

const nothing: QueueState = {
  phase: 'loading',
  failure: null,
  revision: 0,
  items: new Map(),
  complete: false,
  problem: null,
  unreadable: 0,
}

/**
 * The queue of this window. Main's snapshot carries a revision; changes at or below it are dropped, the next one is
 * applied, and a hole in the numbering leads to a new snapshot.
 */
export function createQueueStore(parts: QueueStoreParts): QueueStore {
  const store = createStore<QueueState>()(() => nothing)
  let followers = 0
  /** Answers to questions from before the last stop are dropped. */
  let generation = 0
  let fetching = false
  let again = false
  let waiting: ApprovalChange[] = []
  let retry: ReturnType<typeof setTimeout> | null = null
  let endings: readonly (() => void)[] = []

  function apply(change: ApprovalChange): 'applied' | 'old' | 'gap' {
    const state = store.getState()
    if (change.revision <= state.revision) return 'old'
    if (change.revision !== state.revision + 1) return 'gap'
    const items = new Map(state.items)
    for (const row of change.upserts) items.set(row.id, row)
    for (const id of change.removed) items.delete(id)
    const { revision, complete, problem, unreadable } = change
    store.setState({ items, revision, complete, problem, unreadable })
    return 'applied'
  }

  function drain(): void {
    const changes = waiting.toSorted((a, b) => a.revision - b.revision)
    waiting = []
    for (const [index, change] of changes.entries()) {
      if (apply(change) !== 'gap') continue
      waiting = changes.slice(index)
      refresh()
      return
    }
  }

  async function fetchSnapshot(): Promise<void> {
    const asked = generation
    const reply = await parts.request('approvals.list', {})
    if (asked !== generation) return
    fetching = false
    if (again) {
      again = false
      refresh()
      return
    }
    if (!reply.ok) {
      store.setState({ failure: reply.error })
      retry ??= setTimeout(() => {
        retry = null
        refresh()
      }, parts.retryAfterMs)
      return
    }
    const { items, ...standing } = reply.value
    store.setState({
      phase: 'ready',
      failure: null,
      items: new Map(items.map((row) => [row.id, row])),
      ...standing,
    })
    drain()
  }

  function refresh(): void {
    if (followers === 0) return
    if (fetching) {
      // What is on its way may be older than the reason for asking again.
      again = true
      return
    }
    fetching = true
    if (store.getState().phase === 'ready') store.setState({ phase: 'stale' })
    void fetchSnapshot()
  }

  function onChange(change: ApprovalChange): void {
    if (fetching || store.getState().phase !== 'ready') {
      waiting.push(change)
      return
    }
    if (apply(change) !== 'gap') return
    waiting.push(change)
    refresh()
  }

  function end(): void {
    generation += 1
    for (const ending of endings) ending()
    if (retry !== null) clearTimeout(retry)
    retry = null
    fetching = false
    again = false
    waiting = []
    store.setState(nothing, true)
  }

  return {
    store,
    refresh,
    follow() {
      followers += 1
      if (followers === 1) {
        endings = [
          parts.subscribe('approvals.changed', { onEvent: onChange, onBad: refresh }),
          parts.subscribe('approvals.reset', {
            onEvent: () => {
              waiting = []
              refresh()
            },
            onBad: refresh,
          }),
        ]
        refresh()
      }
      let following = true
      return () => {
        if (!following) return
        following = false
        followers -= 1
        if (followers === 0) end()
      }
    },
    adopt(approval) {
      const { items } = store.getState()
      const known = items.get(approval.id)
      if (known === undefined || known.rev >= approval.rev) return
      const next = new Map(items)
      if (isOpenApproval(approval)) next.set(approval.id, rowOf(approval))
      else next.delete(approval.id)
      store.setState({ items: next })
    },
  }
}
