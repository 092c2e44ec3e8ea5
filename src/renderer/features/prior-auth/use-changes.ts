import { useEffect, useState } from 'react'
import { subscribe } from '@renderer/ipc/events.ts'

/** A batch changes thousands of requests: what shows them asks again at most this often. */
const SETTLE_MS = 400

/** A number that grows when requests have changed; a question that carries it is asked again. */
export function usePriorAuthChanges(): number {
  const [again, setAgain] = useState(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const grow = (): void => {
      timer ??= setTimeout(() => {
        timer = null
        setAgain((before) => before + 1)
      }, SETTLE_MS)
    }
    const endings = [
      subscribe('prior-auth.changed', { onEvent: grow, onBad: grow }),
      subscribe('prior-auth.escalated', { onEvent: grow, onBad: grow }),
    ]
    return () => {
      if (timer !== null) clearTimeout(timer)
      for (const end of endings) end()
    }
  }, [])
  return again
}
