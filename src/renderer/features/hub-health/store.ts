import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ReceivedStatus } from './link-view.ts'
import type { HubStatus } from '@shared/features/hub-health/model.ts'
import { setClockAhead } from '@renderer/ui/ticker.ts'
import { request, type RequestFn } from '@renderer/ipc/client.ts'
import { subscribe, type SubscribeFn } from '@renderer/ipc/events.ts'

export interface HubStore {
  readonly store: StoreApi<{ readonly received: ReceivedStatus | null }>
  /** Listens; `onReturn` is called whenever a lost link is live again. Returns the way to stop. */
  start(onReturn: () => void): () => void
}

interface HubStoreParts {
  readonly request: RequestFn
  readonly subscribe: SubscribeFn
  /** Monotonic milliseconds: a wall clock that is set back must not hide a silence. */
  readonly now: () => number
}

/** The hub's link as main last told it, with the time of arrival. */
export function createHubStore(parts: HubStoreParts): HubStore {
  const store = createStore<{ readonly received: ReceivedStatus | null }>()(() => ({ received: null }))

  function start(onReturn: () => void): () => void {
    const take = (status: HubStatus): void => {
      const before = store.getState().received?.status.link
      store.setState({ received: { status, receivedAt: parts.now() } })
      if (before === 'lost' && status.link === 'live') onReturn()
    }
    const ask = async (): Promise<void> => {
      const reply = await parts.request('hub.status', {})
      if (reply.ok) take(reply.value)
    }
    const end = parts.subscribe('hub.changed', { onEvent: take, onBad: () => void ask() })
    void ask()
    return end
  }

  return { store, start }
}

/** The hub link of this window. */
export const hub = createHubStore({ request, subscribe, now: () => performance.now() })
hub.store.subscribe(({ received }) => setClockAhead(received?.status.clockAheadMs ?? 0))
