import { useEffect, useRef, useState } from 'react'
import type { RunRow } from '@shared/features/diagnostics/model.ts'

/** A row passed by quickly is not read: every run that is shown is on record as looked at. */
const REST_MS = 180

/** Keys belong to what is being written in, to an open dialog and to the tabs. */
function elsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [role="dialog"], [role="radiogroup"], [role="tab"]') !== null
  )
}

/** J and K move through the runs, Enter opens; once a run is open, it follows the list. */
export function useListKeys(parts: {
  readonly rows: readonly RunRow[]
  readonly openedId: string | null
  readonly open: (row: RunRow) => void
}): { readonly selectedId: string | null; readonly select: (sessionId: string) => void } {
  const [chosen, setChosen] = useState<string | null>(null)
  const wanted = chosen ?? parts.openedId
  const known = wanted !== null && parts.rows.some(({ sessionId }) => sessionId === wanted)
  const selectedId = known ? wanted : (parts.rows[0]?.sessionId ?? null)
  const latest = useRef({ ...parts, selectedId })
  useEffect(() => {
    latest.current = { ...parts, selectedId }
  })
  useEffect(() => {
    let rest: ReturnType<typeof setTimeout> | null = null
    const move = (by: number): void => {
      const { rows, selectedId: from, openedId } = latest.current
      const place = rows.findIndex(({ sessionId }) => sessionId === from)
      const next = rows[Math.min(rows.length - 1, Math.max(0, place + by))]
      if (next === undefined) return
      setChosen(next.sessionId)
      if (rest !== null) clearTimeout(rest)
      if (openedId !== null) rest = setTimeout(() => latest.current.open(next), REST_MS)
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || elsewhere(event.target))
        return
      const control = event.target instanceof Element && event.target.closest('button, a, summary') !== null
      const inPanel = event.target instanceof Element && event.target.closest('.dx-run') !== null
      const key = event.key.toLowerCase()
      if (key === 'j' || (key === 'arrowdown' && !control && !inPanel)) move(1)
      else if (key === 'k' || (key === 'arrowup' && !control && !inPanel)) move(-1)
      else if (key === 'enter' && !control && !event.repeat) {
        const row = latest.current.rows.find(({ sessionId }) => sessionId === latest.current.selectedId)
        if (row !== undefined) latest.current.open(row)
      } else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', onKey)
      if (rest !== null) clearTimeout(rest)
    }
  }, [])
  return { selectedId, select: setChosen }
}
