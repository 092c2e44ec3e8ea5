import { useEffect, useState } from 'react'
import { subscribe } from '@renderer/ipc/events.ts'
import { useRequest, type Answer } from '@renderer/ipc/use-request.ts'
import type { RequestOutput } from '@shared/ipc/registry.ts'

/** Many may cross at once; the list is read again at most this often. Every reading is on record. */
const SETTLE_MS = 2_000

/** The last crossings of the threshold, newest first, read again when there is a new one. */
export function useCrossings(limit: number): Answer<RequestOutput<'population.crossings'>> {
  const [again, setAgain] = useState(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const grow = (): void => {
      timer ??= setTimeout(() => {
        timer = null
        setAgain((before) => before + 1)
      }, SETTLE_MS)
    }
    const end = subscribe('population.crossed', { onEvent: grow, onBad: grow })
    return () => {
      end()
      if (timer !== null) clearTimeout(timer)
    }
  }, [])
  return useRequest('population.crossings', { limit }, again)
}
