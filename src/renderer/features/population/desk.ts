import { createStore } from 'zustand/vanilla'
import { createCareDesk } from './care-desk.ts'
import { createBoardStore } from './store.ts'
import { request } from '@renderer/ipc/client.ts'
import { subscribe } from '@renderer/ipc/events.ts'
import { say } from '@renderer/ui/toast-store.ts'

/** The risk board of this window and its care work. One of each: a window shows one station. */
export const board = createBoardStore({ request, subscribe, clock: () => performance.now() })
export const care = createCareDesk({ request, subscribe, say })

export const sectionNames = ['ranking', 'distribution', 'trends', 'care'] as const
export type SectionName = (typeof sectionNames)[number]

export type DialogKind = 'assign' | 'snooze' | 'outreach' | 'contact' | 'record' | 'roster' | 'export'

/** What a dialog is about: those patients, or with none the board as a whole. */
export interface DialogState {
  readonly kind: DialogKind
  readonly patients: readonly { readonly patientId: string; readonly manager: string | null }[]
}

export interface ScreenState {
  readonly section: SectionName
  /** Whose "why" card is open. */
  readonly openedId: string | null
  /** Who is ticked for an act on many, with the manager that the board showed. */
  readonly ticked: ReadonlyMap<string, string | null>
  readonly dialog: DialogState | null
}

const nothing: ScreenState = { section: 'ranking', openedId: null, ticked: new Map(), dialog: null }

/** What the screen shows; emptied when a person leaves it. */
export const screenStore = createStore<ScreenState>()(() => nothing)

export function openWhy(openedId: string | null): void {
  screenStore.setState({ openedId })
}

/** Ticks or unticks a patient. */
export function tick(patientId: string, manager: string | null): void {
  const ticked = new Map(screenStore.getState().ticked)
  if (!ticked.delete(patientId)) ticked.set(patientId, manager)
  screenStore.setState({ ticked })
}

export function untickAll(): void {
  screenStore.setState({ ticked: new Map() })
}

export function openDialog(kind: DialogKind, patients: DialogState['patients'] = []): void {
  care.clearProblem()
  screenStore.setState({ dialog: { kind, patients } })
}

export function closeDialog(): void {
  care.clearProblem()
  screenStore.setState({ dialog: null })
}

/** Nothing of a patient stays when the screen is left; the part that was looked at does. */
export function leaveScreen(): void {
  screenStore.setState({ ...nothing, section: screenStore.getState().section })
}
