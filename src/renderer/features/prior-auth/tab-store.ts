import { createStore } from 'zustand/vanilla'

export const tabNames = ['request', 'queue', 'batch', 'statistics'] as const
export type TabName = (typeof tabNames)[number]

/** The tab of the Prior authorisation screen; the palette opens the form from anywhere. */
export const tabStore = createStore<{ readonly tab: TabName }>()(() => ({ tab: 'request' }))
