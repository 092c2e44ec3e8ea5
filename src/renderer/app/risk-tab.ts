import { createStore } from 'zustand/vanilla'

export type RiskTab = 'population' | 'clinical'

/** The tab of the Risk screen; the palette opens either from anywhere. */
export const riskTabStore = createStore<{ readonly tab: RiskTab }>()(() => ({ tab: 'population' }))
