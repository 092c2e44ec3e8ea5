import { createStore } from 'zustand/vanilla'
import { noFilter, type QueueFilter } from './queue-order.ts'
import { createClosedStore } from './closed-store.ts'
import { createReviewDesk } from './review-desk.ts'
import { createQueueStore } from './store.ts'
import { request } from '@renderer/ipc/client.ts'
import { subscribe } from '@renderer/ipc/events.ts'
import { hubTime } from '@renderer/ui/ticker.ts'
import { say } from '@renderer/ui/toast-store.ts'

const RETRY_MS = 1_000

/** The queue of this window and the request opened from it. One of each: a window shows one station. */
export const queue = createQueueStore({ request, subscribe, retryAfterMs: RETRY_MS })
export const review = createReviewDesk({ request, queue, say, now: hubTime })

/** Requests that have come to an end. */
export const closed = createClosedStore({ request, subscribe })

export interface ListState {
  readonly which: 'waiting' | 'closed'
  readonly filter: QueueFilter
  readonly selectedId: string | null
}

export const emptyList: ListState = {
  which: 'waiting',
  filter: noFilter,
  selectedId: null,
}

/** What is filtered and which row is selected. */
export const list = createStore<ListState>()(() => emptyList)
