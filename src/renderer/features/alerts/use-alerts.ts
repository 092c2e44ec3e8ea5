import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { board, desk, list } from './desk.ts'
import type { ActionKind } from './actions.ts'
import type { BoardState } from './store.ts'
import type { ListView } from './list-view.ts'
import type { Alert } from '@shared/features/alerts/model.ts'

/** What the shell lends to this feature: who is here, how dense, and the ways to other screens. */
export interface AlertsHost {
  readonly user: string
  readonly wall: boolean
  /** Changes with the theme, so that canvases draw themselves again. */
  readonly theme: string
  readonly openPatient: (patientId: string) => void
  /** What the person here has begun to write; kept for them alone. */
  readonly drafts: {
    readonly read: (place: string) => string
    readonly keep: (place: string, text: string) => void
  }
}

export const AlertsHostContext = createContext<AlertsHost>({
  user: '',
  wall: false,
  theme: '',
  openPatient: () => undefined,
  drafts: { read: () => '', keep: () => undefined },
})

export function useAlertsHost(): AlertsHost {
  return useContext(AlertsHostContext)
}

export function useBoard<T>(select: (state: BoardState) => T): T {
  return useStore(board.store, select)
}

export function useList<T>(select: (state: ListView) => T): T {
  return useStore(list.store, select)
}

/** One alert by id, also when it left the board while its row is held. */
export function useAlert(id: string | null): Alert | null {
  const alert = useBoard((state) => (id === null ? undefined : state.items.get(id)))
  const ghost = useList((state) => (id === null ? undefined : state.ghosts.get(id)))
  return alert ?? ghost ?? null
}

export function useBusy(id: string): ActionKind | null {
  return useStore(desk, (state) => state.busy.get(id) ?? null)
}
