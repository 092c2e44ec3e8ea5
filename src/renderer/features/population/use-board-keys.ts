import { useEffect } from 'react'
import { board, care, openDialog, openWhy, screenStore, tick } from './desk.ts'
import { usePopulationHost } from './use-host.ts'
import type { BoardRow } from '@shared/features/population/model.ts'

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

/** Those whom an act is for: everybody who is ticked, else the row under the cursor. */
function chosen(row: BoardRow | null): readonly { patientId: string; manager: string | null }[] {
  const { ticked } = screenStore.getState()
  if (ticked.size > 0) return [...ticked].map(([patientId, manager]) => ({ patientId, manager }))
  return row === null ? [] : [{ patientId: row.patientId, manager: row.care.manager }]
}

function onManage(key: string, row: BoardRow | null): boolean {
  if (key === 'z') {
    void care.undo()
    return true
  }
  if (key === 'a') {
    const patients = chosen(row)
    if (patients.length > 0) openDialog('assign', patients)
    return true
  }
  if (row === null) return false
  const patients = [{ patientId: row.patientId, manager: row.care.manager }]
  if (key === ' ') tick(row.patientId, row.care.manager)
  else if (key === 's') openDialog('snooze', patients)
  else if (key === 'n') openDialog('outreach', patients)
  else if (key === 'c') openDialog('contact', patients)
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
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      // A key typed right after "/" may still be addressed to the list, although the field has the focus already.
      if (elsewhere(event.target) || elsewhere(document.activeElement)) return
      const onButton = event.target instanceof Element && event.target.closest('button, a, summary') !== null
      const inCard = event.target instanceof Element && event.target.closest('.why') !== null
      const key = event.key.toLowerCase()
      const row = rowAtCursor()
      if (key === 'j' || (key === 'arrowdown' && !onButton && !inCard)) board.move(1)
      else if (key === 'k' || (key === 'arrowup' && !onButton && !inCard)) board.move(-1)
      else if (event.repeat) return
      else if (key === '/') onSearch()
      else if (key === 'escape' && screenStore.getState().openedId !== null) openWhy(null)
      else if (key === 'enter' && !onButton && row !== null) openWhy(row.patientId)
      else if (key === 'p' && row !== null && openPatient !== null) openPatient(row.patientId)
      else if (manage && !(onButton && key === ' ') && onManage(key, row)) event.preventDefault()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [manage, openPatient, onSearch])
}
