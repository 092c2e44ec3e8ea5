import { useStore } from 'zustand'
import { linkView, type LinkView } from './link-view.ts'
import { hub } from './store.ts'
import type { HubStatus } from '@shared/features/hub-health/model.ts'
import { useNow } from '@renderer/ui/ticker.ts'

/** Pace of the proof-of-life display, in milliseconds. */
const PACE_MS = 250

/** The link with its growing age; renders four times a second, so only small components use it. */
export function useLinkAge(): LinkView {
  const received = useStore(hub.store, (state) => state.received)
  useNow(PACE_MS)
  return linkView(received, performance.now())
}

export function useHubStatus(): HubStatus | null {
  return useStore(hub.store, (state) => state.received?.status ?? null)
}
