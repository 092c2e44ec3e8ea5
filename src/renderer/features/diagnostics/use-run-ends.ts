import { useEffect, useState } from 'react'
import { subscribe } from '@renderer/ipc/events.ts'

/** Many runs may end together: what shows figures asks again at most this often. */
const SETTLE_MS = 500

/** A number that grows when a run has ended or was judged; a question that carries it is asked again. */
export function useRunEnds(): number {
  const [ends, setEnds] = useState(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const grow = (): void => {
      timer ??= setTimeout(() => {
        timer = null
        setEnds((before) => before + 1)
      }, SETTLE_MS)
    }
    const endings = [
      subscribe('diagnostics.changed', {
        onEvent: ({ run }) => {
          if (run.status !== 'running') grow()
        },
        onBad: grow,
      }),
      subscribe('diagnostics.reset', { onEvent: grow, onBad: grow }),
    ]
    return () => {
      if (timer !== null) clearTimeout(timer)
      for (const end of endings) end()
    }
  }, [])
  return ends
}
