import { useState } from 'react'
import type { QueueRow } from '@shared/features/prior-auth/answers.ts'
import { stepped, useListKeys as useKeys, useRest } from '@renderer/ui/list-keys.ts'

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
  const rest = useRest()
  useKeys({
    move: (by) => {
      const next = stepped(rows, ({ id }) => id === selectedId, by)
      if (next === undefined) return
      setChosen(next.id)
      if (openedId !== null) rest(() => setOpenedId(next.id))
    },
    open: () => setOpenedId(selectedId),
  })
  const open = (id: string): void => {
    setChosen(id)
    setOpenedId(id)
  }
  return { selectedId, openedId, open }
}
