import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { board } from './desk.ts'
import type { Why } from '@shared/features/population/board.ts'
import type { BoardRow } from '@shared/features/population/model.ts'
import { useRequest, type Answer } from '@renderer/ipc/use-request.ts'

/** A patient of whom a monitor writes ten times a second is not asked about ten times a second. Milliseconds. */
const SETTLE_MS = 1_500

/** What the answer rests on; when it changes, it is asked anew. */
function basisOf(row: BoardRow | null): string {
  if (row === null) return ''
  return row.contributions.map(({ metric, value, at }) => `${metric} ${value} ${at}`).join(' ')
}

/** A text that follows another one at most every `ms`. */
function useSettled(text: string, ms: number): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), ms)
    return () => clearTimeout(timer)
  }, [text, ms])
  return settled
}

/** Why this patient stands where he stands: the row at once, as far as it is on the board; the rest when it is read. */
export function useWhy(
  patientId: string,
  retries: number,
): { readonly row: BoardRow | null; readonly answer: Answer<Why> } {
  const shown = useStore(board.store, ({ rows }) => rows.find((row) => row.patientId === patientId) ?? null)
  const settled = useSettled(basisOf(shown), SETTLE_MS)
  const answer = useRequest('population.why', { patientId }, `${settled} ${retries}`)
  return { row: shown ?? (answer.phase === 'had' ? answer.value.row : null), answer }
}
