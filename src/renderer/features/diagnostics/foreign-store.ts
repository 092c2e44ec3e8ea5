import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ForeignRun } from '@shared/features/diagnostics/model.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'
import type { SubscribeFn } from '@renderer/ipc/events.ts'

export interface ForeignState {
  readonly runs: readonly ForeignRun[]
  /** The session of the one that is open beside the list; null when none is. */
  readonly openedId: string | null
}

export interface ForeignStore {
  readonly store: StoreApi<ForeignState>
  /** Follows them; returns the way to stop, which forgets everything. */
  follow(): () => void
  open(sessionId: string | null): void
}

const nothing: ForeignState = { runs: [], openedId: null }

/** What is heard of other programs' runs. Every event brings all of it: the one with the highest revision counts. */
export function createForeignStore(parts: {
  readonly request: RequestFn
  readonly subscribe: SubscribeFn
}): ForeignStore {
  const store = createStore<ForeignState>()(() => nothing)
  let revision = -1
  let following = 0

  const take = (given: { readonly revision: number; readonly runs: readonly ForeignRun[] }): void => {
    if (given.revision < revision) return
    revision = given.revision
    const { openedId } = store.getState()
    const isThere = given.runs.some(({ sessionId }) => sessionId === openedId)
    store.setState({ runs: given.runs, openedId: isThere ? openedId : null })
  }

  async function read(): Promise<void> {
    const asked = following
    const reply = await parts.request('diagnostics.foreign', {})
    if (asked === following && reply.ok) take(reply.value)
  }

  return {
    store,
    follow() {
      revision = -1
      const endings = [
        parts.subscribe('diagnostics.foreign-changed', { onEvent: take, onBad: () => void read() }),
        parts.subscribe('diagnostics.reset', {
          // Another hub counts anew.
          onEvent: () => {
            revision = -1
            void read()
          },
          onBad: () => void read(),
        }),
      ]
      void read()
      return () => {
        for (const end of endings) end()
        following += 1
        store.setState(nothing, true)
      }
    },
    open: (openedId) => store.setState({ openedId }),
  }
}
