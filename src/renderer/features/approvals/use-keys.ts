import { useEffect, useRef } from 'react'
import { list, queue, review } from './desk.ts'
import { stepFrom, undoable } from './queue-order.ts'
import type { Possible } from './possible.ts'
import type { ApprovalRow } from '@shared/features/approvals/model.ts'
import { hubTime } from '@renderer/ui/ticker.ts'

/** A row passed by quickly is not read: every request that is shown is on record as looked at. */
const REST_MS = 180

/** The key of each act, as printed on its button. Take and give back share one. */
export const actKeys = {
  take: 'T',
  release: 'T',
  approve: 'A',
  deny: 'D',
  ask: 'Q',
  answer: 'N',
  delegate: 'H',
  withdraw: 'W',
  undo: 'U',
  look: 'L',
} as const

/** Keys belong to what is being written in, and to an open dialog. */
function elsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input, textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="radiogroup"], .select-list',
    ) !== null
  )
}

function openSelected(rows: readonly ApprovalRow[]): void {
  const row = rows.find(({ id }) => id === list.getState().selectedId)
  if (row !== undefined) review.open(row)
}

function onAct(key: string, possible: Possible): boolean {
  const { opened } = review.store.getState()
  if (key === 'l' && opened !== null && opened.newer !== null) review.takeNewer()
  else if (key === 't' && possible.take) void review.take()
  else if (key === 't' && possible.release) void review.release()
  else if (key === 'a' && possible.decide) review.approve()
  else if (key === 'd' && possible.decide) review.openDialog('deny')
  else if (key === 'q' && possible.ask) review.openDialog('ask')
  else if (key === 'n' && possible.answer) review.openDialog('answer')
  else if (key === 'h' && possible.delegate) review.openDialog('delegate')
  else if (key === 'w' && possible.withdraw) review.openDialog('withdraw')
  else return false
  return true
}

/** The screen's keyboard: J and K move, Enter opens, the letters on the buttons act, U undoes. */
export function useApprovalKeys(parts: {
  readonly rows: readonly ApprovalRow[]
  readonly possible: Possible
  readonly user: string
  readonly live: boolean
}): void {
  const latest = useRef(parts)
  useEffect(() => {
    latest.current = parts
  })
  useEffect(() => {
    let rest: ReturnType<typeof setTimeout> | null = null
    const move = (by: number): void => {
      const { rows } = latest.current
      const selectedId = stepFrom(
        list.getState().selectedId,
        rows.map(({ id }) => id),
        by,
      )
      list.setState({ selectedId })
      if (rest !== null) clearTimeout(rest)
      // Once a request is open, the panel follows the list.
      if (review.store.getState().opened !== null)
        rest = setTimeout(() => openSelected(latest.current.rows), REST_MS)
    }
    const undoLast = (): boolean => {
      const { user, live } = latest.current
      const [row] = undoable(queue.store.getState().items, user, hubTime())
      if (row === undefined || !live) return false
      void review.undo(row)
      return true
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || elsewhere(event.target))
        return
      const key = event.key.toLowerCase()
      const onButton =
        event.target instanceof Element && event.target.closest('button, a, [role="tab"]') !== null
      if (key === 'j' || (key === 'arrowdown' && !onButton)) move(1)
      else if (key === 'k' || (key === 'arrowup' && !onButton)) move(-1)
      else if (event.repeat) return
      else if (key === 'enter') {
        if (onButton) return
        openSelected(latest.current.rows)
      } else if (key === 'u') {
        if (!undoLast()) return
      } else if (!onAct(key, latest.current.possible)) return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', onKey)
      if (rest !== null) clearTimeout(rest)
    }
  }, [])
}
