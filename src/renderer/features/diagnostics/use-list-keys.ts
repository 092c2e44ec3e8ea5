import { useState } from 'react'
import type { RunRow } from '@shared/features/diagnostics/model.ts'
import { stepped, useListKeys as useKeys, useRest } from '@renderer/ui/list-keys.ts'

/** J and K move through the runs, Enter opens; once a run is open, it follows the list. */
export function useListKeys(parts: {
  readonly rows: readonly RunRow[]
  readonly openedId: string | null
  readonly open: (row: RunRow) => void
}): { readonly selectedId: string | null; readonly select: (sessionId: string) => void } {
  const { rows, openedId, open } = parts
  const [chosen, setChosen] = useState<string | null>(null)
  const wanted = chosen ?? openedId
  const known = wanted !== null && rows.some(({ sessionId }) => sessionId === wanted)
  const selectedId = known ? wanted : (rows[0]?.sessionId ?? null)
  const isSelected = ({ sessionId }: RunRow): boolean => sessionId === selectedId
  const rest = useRest()
  useKeys({
    move: (by) => {
      const next = stepped(rows, isSelected, by)
      if (next === undefined) return
      setChosen(next.sessionId)
      if (openedId !== null) rest(() => open(next))
    },
    open: () => {
      const row = rows.find(isSelected)
      if (row !== undefined) open(row)
    },
    scrolls: '.dx-run',
  })
  return { selectedId, select: setChosen }
}
