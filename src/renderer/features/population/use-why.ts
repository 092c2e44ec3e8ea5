import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { board } from './desk.ts'
import type { Why } from '@shared/features/population/board.ts'
import type { BoardRow } from '@shared/features/population/model.ts'
import { useRequest, type Answer } from '@renderer/ipc/use-request.ts'

/** A patient of whom a monitor writes ten times a second is not asked about ten times a second. Milliseconds. */
const SETTLE_MS = 1_500

/** What the answer rests on; '' for a row that is not in view. */
function basisOf(row: BoardRow | null): string {
  if (row === null) return ''
  return row.contributions.map(({ metric, value, at }) => `${metric} ${value} ${at}`).join(' ')
}

/** Grows when the basis has become another than that which was seen, at most every `SETTLE_MS`. */
function useChanges(basis: string): number {
  const [changes, setChanges] = useState(0)
  const seen = useRef(basis)
  const latest = useRef(basis)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => {
    latest.current = basis
    if (seen.current === '') seen.current = basis
    if (basis === '' || basis === seen.current) return
    timer.current ??= setTimeout(() => {
      timer.current = null
      if (latest.current === '' || latest.current === seen.current) return
      seen.current = latest.current
      setChanges((before) => before + 1)
    }, SETTLE_MS)
  }, [basis])
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
      timer.current = null
    },
    [],
  )
  return changes
}

/** Why this patient stands where he stands: the row at once, as far as it is on the board; the rest when it is read. */
export function useWhy(
  patientId: string,
  retries: number,
): { readonly row: BoardRow | null; readonly answer: Answer<Why> } {
  const shown = useStore(board.store, ({ rows }) => rows.find((row) => row.patientId === patientId) ?? null)
  const changes = useChanges(basisOf(shown))
  const answer = useRequest('population.why', { patientId }, `${changes} ${retries}`)
  return { row: shown ?? (answer.phase === 'had' ? answer.value.row : null), answer }
}
