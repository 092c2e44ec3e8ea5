import { useEffect, useRef, useState } from 'react'
import type { QueueRow } from '@shared/features/prior-auth/answers.ts'

/** A row passed by quickly is not read: every request that is shown is on record as looked at. */
const REST_MS = 180

/** Keys belong to what is being written in, and to an open dialog. */
function elsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [role="dialog"], [role="radiogroup"], [role="tab"]') !== null
  )
}

interface ListKeys {
  readonly selectedId: string | null
  readonly openedId: string | null
  readonly open: (id: string) => void
}

/** J and K move through the list, Enter opens; once a request is open, it follows the list. */
export function useListKeys(rows: readonly QueueRow[]): ListKeys {
  const [chosen, setChosen] = useState<string | null>(null)
  const [openedId, setOpenedId] = useState<string | null>(null)
  const known = chosen !== null && rows.some(({ id }) => id === chosen)
  const selectedId = known ? chosen : (rows[0]?.id ?? null)
  const latest = useRef({ rows, selectedId, openedId })
  useEffect(() => {
    latest.current = { rows, selectedId, openedId }
  })
  useEffect(() => {
    let rest: ReturnType<typeof setTimeout> | null = null
    const move = (by: number): void => {
      const { rows: all, selectedId: from, openedId: opened } = latest.current
      const place = all.findIndex(({ id }) => id === from)
      const next = all[Math.min(all.length - 1, Math.max(0, place + by))]
      if (next === undefined) return
      setChosen(next.id)
      if (rest !== null) clearTimeout(rest)
      if (opened !== null) rest = setTimeout(() => setOpenedId(next.id), REST_MS)
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || elsewhere(event.target))
        return
      const onButton = event.target instanceof Element && event.target.closest('button, a') !== null
      const key = event.key.toLowerCase()
      if (key === 'j' || (key === 'arrowdown' && !onButton)) move(1)
      else if (key === 'k' || (key === 'arrowup' && !onButton)) move(-1)
      else if (key === 'enter' && !onButton && !event.repeat) setOpenedId(latest.current.selectedId)
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', onKey)
      if (rest !== null) clearTimeout(rest)
    }
  }, [])
  const open = (id: string): void => {
    setChosen(id)
    setOpenedId(id)
  }
  return { selectedId, openedId, open }
}
