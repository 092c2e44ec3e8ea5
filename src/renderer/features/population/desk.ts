import { createStore } from 'zustand/vanilla'
import { createCareDesk, type CarePatient } from './care-desk.ts'
import { populationStrings } from './strings.ts'
import { createBoardStore } from './store.ts'
import type { BoardView } from '@shared/features/population/board.ts'
import type { BoardRow, CareRecord, CohortFilter } from '@shared/features/population/model.ts'
import { request } from '@renderer/ipc/client.ts'
import { subscribe } from '@renderer/ipc/events.ts'
import { hubTime } from '@renderer/ui/ticker.ts'
import { say } from '@renderer/ui/toast-store.ts'

/** The risk board of this window and its care work. One of each: a window shows one station. */
export const board = createBoardStore({
  request,
  subscribe,
  clock: () => performance.now(),
  beforePaint: (work) => void requestAnimationFrame(work),
})
export const care = createCareDesk({ request, subscribe, say, now: hubTime })

export const sectionNames = ['ranking', 'distribution', 'trends', 'care'] as const
export type SectionName = (typeof sectionNames)[number]

export type DialogKind = 'assign' | 'snooze' | 'outreach' | 'contact' | 'record' | 'roster' | 'export'

/** What a dialog is about: those patients, or with none the board as a whole. */
export interface DialogState {
  readonly kind: DialogKind
  readonly patients: readonly CarePatient[]
}

export interface ScreenState {
  readonly section: SectionName
  /** Whose "why" card is open. */
  readonly openedId: string | null
  /** Who is ticked for an act on many, as the board showed them then. */
  readonly ticked: ReadonlyMap<string, CarePatient>
  readonly dialog: DialogState | null
}

const nothing: ScreenState = { section: 'ranking', openedId: null, ticked: new Map(), dialog: null }

/** What the screen shows; emptied when a person leaves it. */
export const screenStore = createStore<ScreenState>()(() => nothing)

export function openWhy(openedId: string | null): void {
  screenStore.setState({ openedId })
}

/** As many as one act takes. */
const MOST_TICKED = 500

/** The patient as the screen shows him: by his record where that has been read, else by the board's row. */
export function patientOf(row: BoardRow, record: CareRecord | null): CarePatient {
  const { rev, manager } = record ?? row.care
  return { patientId: row.patientId, rev, manager }
}

/** Ticks or unticks the patient of a row. */
export function tickRow(row: BoardRow): void {
  const { patientId } = row
  const ticked = new Map(screenStore.getState().ticked)
  if (!ticked.delete(patientId)) ticked.set(patientId, patientOf(row, null))
  if (ticked.size > MOST_TICKED) return say('failed', populationStrings.list.tooMany(MOST_TICKED))
  return screenStore.setState({ ticked })
}

/** Lists a part of the scores; the rest of the filter stays, the search goes. */
export function listWith(part: Pick<CohortFilter, 'band' | 'scores'>, order: BoardView['order']): void {
  const { question } = board.store.getState()
  board.ask({ search: '', order, filter: { ...question.filter, ...part } })
  screenStore.setState({ section: 'ranking' })
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

/** Nothing that one person has chosen is left for the next. */
export function emptyPopulation(): void {
  board.empty()
  screenStore.setState(nothing)
}

/** Nothing of a patient stays when the screen is left; the part that was looked at does. */
export function leaveScreen(): void {
  screenStore.setState({ ...nothing, section: screenStore.getState().section })
}
