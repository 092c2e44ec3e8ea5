import { useCallback, useEffect, useRef, useState } from 'react'
import type { FormularyEntry } from '@shared/features/interactions/governance.ts'
import { request } from '@renderer/ipc/client.ts'

/** Typing pauses this long before main is asked. */
const SETTLE_MS = 120
const PAGE = 100

interface Pages {
  readonly total: number
  readonly entries: ReadonlyMap<number, FormularyEntry>
  readonly phase: 'asking' | 'had' | 'failed'
  readonly failure: string | null
}

const nothing: Pages = { total: 0, entries: new Map(), phase: 'asking', failure: null }

/** The formulary as far as it has been looked at; `need` fetches the page around a line. */
export function useFormulary(query: string): Pages & { readonly need: (index: number) => void } {
  const [pages, setPages] = useState(nothing)
  const wanted = useRef(query)
  const asked = useRef(new Set<number>())
  const load = useCallback(
    async (page: number) => {
      if (asked.current.has(page)) return
      asked.current.add(page)
      const reply = await request('interactions.formulary', { query, offset: page * PAGE, limit: PAGE })
      if (wanted.current !== query) return
      if (!reply.ok) {
        asked.current.delete(page)
        setPages((before) => ({ ...before, phase: 'failed', failure: reply.error.message }))
        return
      }
      const { entries, total } = reply.value
      setPages((before) => {
        const known = before.phase === 'had' ? new Map(before.entries) : new Map<number, FormularyEntry>()
        for (const [at, entry] of entries.entries()) known.set(page * PAGE + at, entry)
        return { total, entries: known, phase: 'had', failure: null }
      })
    },
    [query],
  )
  useEffect(() => {
    wanted.current = query
    asked.current = new Set()
    setPages((before) => ({ ...before, phase: 'asking' }))
    const timer = setTimeout(() => void load(0), query === '' ? 0 : SETTLE_MS)
    return () => clearTimeout(timer)
  }, [load, query])
  const need = useCallback((index: number) => void load(Math.floor(index / PAGE)), [load])
  return { ...pages, need }
}
