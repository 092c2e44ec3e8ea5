import { createStore } from 'zustand/vanilla'
import type { SettingsView, StationSettings } from '@shared/features/settings/model.ts'
import type { Failure } from '@shared/ipc/envelope.ts'
import { request } from '@renderer/ipc/client.ts'
import { subscribe } from '@renderer/ipc/events.ts'
import { say } from '@renderer/ui/toast-store.ts'

interface SettingsState {
  readonly view: SettingsView | null
  readonly failure: Failure | null
}

/** This workstation's settings as main keeps them. */
export const settingsStore = createStore<SettingsState>()(() => ({ view: null, failure: null }))

async function read(): Promise<void> {
  const reply = await request('settings.read', {})
  settingsStore.setState(reply.ok ? { view: reply.value, failure: null } : { failure: reply.error })
}

/** Reads the settings and follows their changes; returns the way to stop. */
export function startSettings(): () => void {
  const end = subscribe('settings.changed', {
    onEvent: (view) => settingsStore.setState({ view, failure: null }),
    onBad: () => void read(),
  })
  void read()
  return end
}

export function readSettingsAgain(): void {
  void read()
}

/** Saves some settings over the present ones; on a failure the present ones stay and the reason is said. */
export async function changeSettings(change: Partial<StationSettings>): Promise<boolean> {
  const { view } = settingsStore.getState()
  if (view === null) return false
  const reply = await request('settings.save', { ...view.settings, ...change })
  if (!reply.ok) {
    say('failed', reply.error.message)
    return false
  }
  settingsStore.setState({ view: reply.value, failure: null })
  return true
}

/** Attaches to another hub, or with null goes back to the embedded one. Resolves to what went wrong, if anything. */
export async function connectHub(url: string | null): Promise<string | null> {
  const reply = await request('settings.connect-hub', { url })
  if (!reply.ok) return reply.error.message
  settingsStore.setState({ view: reply.value, failure: null })
  return null
}
