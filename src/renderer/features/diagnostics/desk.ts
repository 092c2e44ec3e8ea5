import { createStore } from 'zustand/vanilla'
import type { FindingsDraft } from './findings-draft.ts'
import { createForeignStore } from './foreign-store.ts'
import { createRunDesk } from './run-desk.ts'
import { createRunsStore } from './runs-store.ts'
import type { RunRow } from '@shared/features/diagnostics/model.ts'
import { request } from '@renderer/ipc/client.ts'
import { subscribe } from '@renderer/ipc/events.ts'
import { say } from '@renderer/ui/toast-store.ts'

export const tabNames = ['new', 'runs', 'figures'] as const
export type TabName = (typeof tabNames)[number]

/** The runs of this window and the one that is open. One of each: a window shows one station. */
export const runs = createRunsStore({ request, subscribe })
export const foreign = createForeignStore({ request, subscribe })
export const desk = createRunDesk({ request, subscribe, say })

export interface ScreenState {
  readonly tab: TabName
  /** For whom the form is wanted, and with which findings to begin; null when nobody has asked. */
  readonly wanted: { readonly patientId: string; readonly findings: FindingsDraft | null } | null
  /** Whose history the list shows; null for everybody's. */
  readonly historyOf: string | null
}

export const noScreen: ScreenState = { tab: 'runs', wanted: null, historyOf: null }

/** What the screen shows; emptied when a person leaves it. */
export const screenStore = createStore<ScreenState>()(() => noScreen)

/** Turns the screen to the form for this patient. */
export function wantForm(patientId: string, findings: FindingsDraft | null = null): void {
  screenStore.setState({ tab: 'new', wanted: { patientId, findings } })
}

/** Opens a run beside the list, in the place of whichever is open. */
export function openRun(row: RunRow): void {
  foreign.open(null)
  desk.open(row)
}

/** Turns the screen to a run that another program makes. */
export function showForeign(sessionId: string): void {
  screenStore.setState({ tab: 'runs' })
  foreign.open(sessionId)
}

/** Turns the screen to this run. */
export function showRun(row: RunRow): void {
  screenStore.setState({ tab: 'runs' })
  openRun(row)
}
