import { useCallback, useEffect, useRef, useState } from 'react'
import type { UnitHistoryItem } from '@shared/features/alerts/contract.ts'
import { request } from '@renderer/ipc/client.ts'

const DAY_MS = 86_400_000

export interface UnitHistory {
  readonly items: readonly UnitHistoryItem[]
  /** Null when the last 24 hours are complete. */
  readonly next: string | null
  readonly phase: 'asking' | 'had' | 'failed'
  readonly failure: string | null
  readonly more: () => void
}

interface Pages {
  readonly items: readonly UnitHistoryItem[]
  readonly next: string | null
  readonly phase: 'asking' | 'had' | 'failed'
  readonly failure: string | null
}

const first: Pages = { items: [], next: null, phase: 'asking', failure: null }

/** The events of one unit in the last 24 hours, page by page, newest first. A failed page keeps those before it. */
export function useUnitHistory(unit: string): UnitHistory {
  const [pages, setPages] = useState<Pages>(first)
  const wanted = useRef(unit)
  const load = useCallback(async (cursor: string | null, before: readonly UnitHistoryItem[]) => {
    const asked = wanted.current
    const reply = await request('alerts.unit-history', { unit: asked, cursor })
    if (wanted.current !== asked) return
    if (!reply.ok || reply.value.kind === 'could-not-read') {
      const failure = !reply.ok
        ? reply.error.message
        : reply.value.kind === 'page'
          ? null
          : reply.value.reason
      setPages({ items: before, next: cursor, phase: 'failed', failure })
      return
    }
    const since = Date.now() - DAY_MS
    const recent = reply.value.items.filter((item) => item.at >= since)
    const complete = recent.length < reply.value.items.length
    setPages({
      items: [...before, ...recent],
      next: complete ? null : reply.value.next,
      phase: 'had',
      failure: null,
    })
  }, [])
  useEffect(() => {
    wanted.current = unit
    setPages(first)
    void load(null, [])
  }, [load, unit])
  const more = useCallback(() => {
    setPages((now) => ({ ...now, phase: 'asking' }))
    void load(pages.next, pages.items)
  }, [load, pages])
  return { ...pages, more }
}
