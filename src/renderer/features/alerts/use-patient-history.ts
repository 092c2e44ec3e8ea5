import { useCallback, useEffect, useRef, useState } from 'react'
import type { HistoryItem } from '@shared/features/alerts/contract.ts'
import { request } from '@renderer/ipc/client.ts'

/** Typing pauses this long before the hub is asked. */
const SETTLE_MS = 250

interface Pages {
  readonly items: readonly HistoryItem[]
  readonly next: string | null
  readonly total: number
  readonly phase: 'asking' | 'had' | 'failed'
  readonly failure: string | null
}

const first: Pages = { items: [], next: null, total: 0, phase: 'asking', failure: null }

/** A patient's stored alert messages, newest first, page by page, narrowed by a search text. */
export function usePatientHistory(patientId: string, search: string): Pages & { readonly more: () => void } {
  const [pages, setPages] = useState<Pages>(first)
  const question = `${patientId}\n${search}`
  const wanted = useRef(question)
  const load = useCallback(
    async (cursor: string | null, before: readonly HistoryItem[]) => {
      const reply = await request('alerts.patient-history', { patientId, cursor, search })
      if (wanted.current !== question) return
      if (!reply.ok) {
        setPages((now) => ({ ...now, phase: 'failed', failure: reply.error.message }))
      } else if (reply.value.kind === 'could-not-read') {
        const { reason } = reply.value
        setPages((now) => ({ ...now, phase: 'failed', failure: reason }))
      } else {
        const { items, next, total } = reply.value
        setPages({ items: [...before, ...items], next, total, phase: 'had', failure: null })
      }
    },
    [patientId, search, question],
  )
  useEffect(() => {
    wanted.current = question
    setPages(first)
    const timer = setTimeout(() => void load(null, []), search === '' ? 0 : SETTLE_MS)
    return () => clearTimeout(timer)
  }, [load, question, search])
  const more = useCallback(() => {
    setPages((now) => ({ ...now, phase: 'asking' }))
    void load(pages.next, pages.items)
  }, [load, pages])
  return { ...pages, more }
}
