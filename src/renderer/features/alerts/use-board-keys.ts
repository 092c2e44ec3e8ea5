import { useEffect } from 'react'
import { board, list, mute, openDialog, setFollow, startStep } from './desk.ts'
import { rowNameOf } from './describe.ts'
import { useAlertsHost } from './use-alerts.ts'
import type { ActionKind } from './actions.ts'
import { isMine } from './board-order.ts'
import { isOpen, type Alert } from '@shared/features/alerts/model.ts'

/** Keys of the board and what they start; J, K, Enter, F and M are handled beside them. */
const steps: Readonly<Record<string, ActionKind>> = {
  a: 'acknowledge',
  e: 'escalate',
  r: 'read-back',
  x: 'resolve',
  n: 'note',
}

/** Keys belong to what is being written in, and to an open dialog. */
function elsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input, textarea, select, [contenteditable], [role="dialog"], [role="listbox"], [role="menu"]',
    ) !== null
  )
}

function selected(): Alert | null {
  const { selectedId } = list.store.getState()
  return selectedId === null ? null : (board.store.getState().items.get(selectedId) ?? null)
}

function onSelected(key: string, alert: Alert, user: string): boolean {
  if (key === 'f') {
    const { patientId } = alert.patient
    void setFollow(patientId, rowNameOf(alert), !board.store.getState().followed.has(patientId))
    return true
  }
  if (!isOpen(alert)) return false
  if (key === 't') {
    startStep(alert, alert.holder !== null && isMine(alert, user) ? 'release' : 'take')
    return true
  }
  const step = steps[key]
  if (step === undefined) return false
  startStep(alert, step)
  return true
}

/** The board's keyboard: J and K move, A E R T X N act, F follows, M mutes, Enter opens the patient. */
export function useBoardKeys(): void {
  const { user, openPatient } = useAlertsHost()
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || elsewhere(event.target))
        return
      const key = event.key.toLowerCase()
      const onButton =
        event.target instanceof Element && event.target.closest('button, a, [role="tab"]') !== null
      const alert = selected()
      if (key === 'j' || (key === 'arrowdown' && !onButton)) list.move(1)
      else if (key === 'k' || (key === 'arrowup' && !onButton)) list.move(-1)
      else if (key === 'escape') openDialog(null, null)
      else if (event.repeat) return
      else if (key === 'm') void mute(120)
      else if (alert === null) return
      else if (key === 'enter') {
        if (onButton) return
        openPatient(alert.patient.patientId)
      } else if (!onSelected(key, alert, user)) return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [openPatient, user])
}
