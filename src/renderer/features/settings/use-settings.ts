import { useStore } from 'zustand'
import { settingsStore } from './store.ts'
import type { SettingsView } from '@shared/features/settings/model.ts'

/** The settings; null until main has sent them. */
export function useSettings(): SettingsView | null {
  return useStore(settingsStore, (state) => state.view)
}
