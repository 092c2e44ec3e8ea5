import { createStore } from 'zustand/vanilla'
import { request, type RequestFn } from '@renderer/ipc/client.ts'
import { subscribe, type SubscribeFn } from '@renderer/ipc/events.ts'

/** How many answers of models wait for a pharmacist; 0 as long as nobody has said. */
export const queueCount = createStore<{ readonly waiting: number }>()(() => ({ waiting: 0 }))

/** Keeps the count up to date while a pharmacist is here; returns the way to stop, which also empties it. */
export function followQueue(
  parts: { readonly request: RequestFn; readonly subscribe: SubscribeFn } = { request, subscribe },
): () => void {
  let stopped = false
  const ask = async (): Promise<void> => {
    const reply = await parts.request('interactions.queue', {})
    if (stopped || !reply.ok) return
    queueCount.setState({ waiting: reply.value.items.filter(({ state }) => state === 'waiting').length })
  }
  const end = parts.subscribe('interactions.changed', {
    onEvent: ({ what }) => {
      if (what === 'queue') void ask()
    },
    onBad: () => void ask(),
  })
  void ask()
  return () => {
    stopped = true
    end()
    queueCount.setState({ waiting: 0 })
  }
}
