import { createStore } from 'zustand/vanilla'

/** Until when this station's sounds are silent; null when they are not. */
export const muteStore = createStore<{ readonly until: number | null }>()(() => ({ until: null }))
