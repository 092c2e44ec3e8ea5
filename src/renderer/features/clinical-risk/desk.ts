import { createStore } from 'zustand/vanilla'
import { createResultsStore } from './results-store.ts'
import { createRunsStore } from './runs-store.ts'
import type { AssessmentStanding } from '@shared/features/clinical-risk/model.ts'
import { request } from '@renderer/ipc/client.ts'
import { subscribe } from '@renderer/ipc/events.ts'

/** The runs of this window and the rows of the one that is open. One of each: a window shows one station. */
export const runs = createRunsStore({ request, subscribe })
export const results = createResultsStore({ request })

export interface ScreenState {
  /** The run that is open; null opens the newest. */
  readonly runId: string | null
  readonly part: 'patients' | 'rejects'
  readonly standing: AssessmentStanding | null
  readonly search: string
  /** The place in the list, 0 for the first. */
  readonly place: number
  /** Whose assessment is open. */
  readonly patientId: string | null
}

const noScreen: ScreenState = {
  runId: null,
  part: 'patients',
  standing: null,
  search: '',
  place: 0,
  patientId: null,
}

/** What the panel shows; it stays while a patient's page is looked at. */
export const screenStore = createStore<ScreenState>()(() => noScreen)

/** Opens a run from its beginning. */
export function openRun(runId: string): void {
  if (screenStore.getState().runId !== runId) screenStore.setState({ ...noScreen, runId })
}

/** Shows the patients of one standing, of all with null. */
export function showStanding(standing: AssessmentStanding | null): void {
  screenStore.setState({ part: 'patients', standing, place: 0 })
}

/** Shows all patients from a place on. */
export function showPlace(place: number): void {
  screenStore.setState({ part: 'patients', standing: null, search: '', place })
}

/** Nothing of a patient stays in the window when it locks or another person comes. */
export function forgetScreen(): void {
  screenStore.setState(noScreen)
}
