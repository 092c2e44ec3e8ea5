import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { list, queue } from './desk.ts'
import { arrangeQueue, keepPlace } from './queue-order.ts'
import { useApprovalsHost } from './use-host.ts'
import type { ApprovalRow } from '@shared/features/approvals/model.ts'
import { useNow } from '@renderer/ui/ticker.ts'

/** Claims run out without a change of the queue; the list looks this often. */
const PACE_MS = 5_000
/** A pointer that lies still this long is a mouse nobody holds; rows must not wait for it. */
const IDLE_MS = 20_000

export interface HeldRows {
  readonly rows: readonly ApprovalRow[]
  /** How many are not shown because rows never move under the pointer. */
  readonly waiting: number
  readonly admit: () => void
  readonly hold: { readonly onPointerMove: () => void; readonly onPointerLeave: () => void }
}

/** The rows as they are ordered now. */
function useOrdered(): readonly ApprovalRow[] {
  const { user } = useApprovalsHost()
  const items = useStore(queue.store, (state) => state.items)
  const filter = useStore(list, (state) => state.filter)
  const now = useNow(PACE_MS)
  return useMemo(() => arrangeQueue(items, filter, user, now), [items, filter, user, now])
}

/** Rows that stay where they are while a pointer is among them; what has gone stays as it was until it leaves. */
export function useHeldRows(): HeldRows {
  const ordered = useOrdered()
  const [held, setHeld] = useState<readonly ApprovalRow[] | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const filter = useStore(list, (state) => state.filter)
  const heldFilter = useRef(filter)
  const release = (): void => {
    if (timer.current !== null) clearTimeout(timer.current)
    timer.current = null
    setHeld(null)
  }
  const grip = (): void => {
    if (timer.current !== null) clearTimeout(timer.current)
    timer.current = setTimeout(release, IDLE_MS)
    if (held === null || heldFilter.current !== filter) {
      heldFilter.current = filter
      setHeld(ordered)
    }
  }
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
    },
    [],
  )
  // Another filter is another list, wherever the pointer is.
  const base = held !== null && heldFilter.current === filter ? held : null
  const rows = useMemo(() => {
    if (base === null) return ordered
    const now = new Map(ordered.map((row) => [row.id, row]))
    return base.map((row) => now.get(row.id) ?? row)
  }, [base, ordered])
  const known = useMemo(() => (base === null ? null : new Set(base.map(({ id }) => id))), [base])
  const waiting = known === null ? 0 : ordered.filter(({ id }) => !known.has(id)).length
  useSelection(rows)
  return {
    rows,
    waiting,
    admit: () => setHeld(ordered),
    hold: { onPointerMove: grip, onPointerLeave: release },
  }
}

/** Keeps a row selected: after one has gone, the one now at its place. */
function useSelection(rows: readonly ApprovalRow[]): void {
  const before = useRef<readonly string[]>([])
  useEffect(() => {
    const ids = rows.map(({ id }) => id)
    const { selectedId } = list.getState()
    const next = keepPlace(selectedId, before.current, ids)
    before.current = ids
    if (next !== selectedId) list.setState({ selectedId: next })
  }, [rows])
}
