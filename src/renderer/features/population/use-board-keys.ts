import { useEffect } from 'react'
import { board, care, openDialog, openWhy, patientOf, screenStore, tickRow } from './desk.ts'
import type { CarePatient } from './care-desk.ts'
import { usePopulationHost } from './use-host.ts'
import type { BoardRow } from '@shared/features/population/model.ts'

/** A row passed by quickly is not read: whose reasons are shown is on record. Milliseconds. */
const REST_MS = 180

/** Keys belong to what is being written in, to an open dialog, to lists that open and to groups of choices. */
function elsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input:not([type="checkbox"]), textarea, select, [role="dialog"], [role="listbox"], [role="radiogroup"], [role="tab"], [role="menu"]',
    ) !== null
  )
}

/** The row under the cursor; null when none is, or when it has not been read yet. */
export function rowAtCursor(): BoardRow | null {
  const { rows, cursor } = board.store.getState()
  return rows.find(({ patientId }) => patientId === cursor.patientId) ?? null
}

/** Whom a key is for: the patient whose card is open, as its buttons say, else the row under the cursor. */
function patientInHand(): CarePatient | null {
  const { openedId } = screenStore.getState()
  const { rows } = board.store.getState()
  const row = openedId === null ? rowAtCursor() : rows.find(({ patientId }) => patientId === openedId)
  const { records } = care.store.getState()
  if (row !== null && row !== undefined) return patientOf(row, records.get(row.patientId) ?? null)
  if (openedId === null) return null
  const { rev = 0, manager = null } = records.get(openedId) ?? {}
  return { patientId: openedId, rev, manager }
}

/** Those whom an assignment is for: everybody who is ticked, else the patient in hand. */
function chosen(patient: CarePatient | null): readonly CarePatient[] {
  const { ticked } = screenStore.getState()
  if (ticked.size > 0) return [...ticked.values()]
  return patient === null ? [] : [patient]
}

function onManage(key: string): boolean {
  const patient = patientInHand()
  if (key === 'z') {
    void care.undo()
    return true
  }
  if (key === 'a') {
    const patients = chosen(patient)
    if (patients.length > 0) openDialog('assign', patients)
    return true
  }
  if (key === ' ') {
    const row = rowAtCursor()
    if (row !== null) tickRow(row)
    return row !== null
  }
  if (patient === null) return false
  if (key === 's') openDialog('snooze', [patient])
  else if (key === 'n') openDialog('outreach', [patient])
  else if (key === 'c') openDialog('contact', [patient])
  else return false
  return true
}

/**
 * The board's keyboard: J and K move, Enter opens the "why" card and Escape closes it, Space ticks, A S N C do care
 * work, Z undoes, P opens the patient, / searches.
 */
export function useBoardKeys(onSearch: () => void): void {
  const { rights, openPatient } = usePopulationHost()
  const { manage } = rights
  useEffect(() => {
    let rest: ReturnType<typeof setTimeout> | null = null
    /** Once a card is open, it follows the cursor when that rests. */
    const move = (by: number): void => {
      board.move(by)
      if (rest !== null) clearTimeout(rest)
      if (screenStore.getState().openedId === null) return
      rest = setTimeout(() => {
        const row = rowAtCursor()
        if (row !== null && screenStore.getState().openedId !== null) openWhy(row.patientId)
      }, REST_MS)
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      // A key typed right after "/" may still be addressed to the list, although the field has the focus already.
      if (elsewhere(event.target) || elsewhere(document.activeElement)) return
      const onButton = event.target instanceof Element && event.target.closest('button, a, summary') !== null
      const inCard = event.target instanceof Element && event.target.closest('.why') !== null
      const key = event.key.toLowerCase()
      const row = rowAtCursor()
      if (key === 'j' || (key === 'arrowdown' && !onButton && !inCard)) move(1)
      else if (key === 'k' || (key === 'arrowup' && !onButton && !inCard)) move(-1)
      else if (event.repeat) return
      else if (key === '/') onSearch()
      else if (key === 'escape' && screenStore.getState().openedId !== null) openWhy(null)
      else if (key === 'enter' && !onButton && row !== null) openWhy(row.patientId)
      else if (key === 'p' && openPatient !== null) {
        const patient = patientInHand()
        if (patient !== null) openPatient(patient.patientId)
      } else if (!manage || (onButton && key === ' ') || !onManage(key)) return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', onKey)
      if (rest !== null) clearTimeout(rest)
    }
  }, [manage, openPatient, onSearch])
}
