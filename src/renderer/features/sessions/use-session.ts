import { useStore } from 'zustand'
import { may, sessionStore } from './store.ts'
import type { Permission } from '@shared/clinical/permissions.ts'
import type { LockedView, OpenView } from '@shared/features/sessions/model.ts'

/** The person who is signed in; null while nobody is. */
export function useOpenSession(): OpenView | null {
  return useStore(sessionStore, (state) => (state.view?.phase === 'open' ? state.view : null))
}

/** The lock screen's content; null while somebody is signed in or main has not said yet. */
export function useLockedView(): LockedView | null {
  return useStore(sessionStore, (state) => (state.view?.phase === 'locked' ? state.view : null))
}

export function useMay(permission: Permission): boolean {
  return useStore(sessionStore, (state) => may(state.view, permission))
}
