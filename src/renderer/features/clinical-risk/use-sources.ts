import { useEffect, useState } from 'react'
import { type Answer, useRequest } from '@renderer/ipc/use-request.ts'
import { subscribe } from '@renderer/ipc/events.ts'
import type { RequestOutput } from '@shared/ipc/registry.ts'

/** Files come and go in the folder without a word; it is looked into this often while it is shown. */
const LOOK_MS = 5_000

export type Sources = RequestOutput<'clinical-risk.sources'>

/** What lies in the watched folder, looked at again and again while it is shown; asks nothing for who may not. */
export function useSources(may: boolean): { readonly answer: Answer<Sources>; readonly look: () => void } {
  const [looks, setLooks] = useState(0)
  const look = (): void => setLooks((before) => before + 1)
  useEffect(() => {
    if (!may) return undefined
    const timer = setInterval(() => setLooks((before) => before + 1), LOOK_MS)
    let state = ''
    const end = subscribe('clinical-risk.run', {
      onEvent: (run) => {
        const now = `${run.id} ${run.state}`
        if (now !== state) setLooks((before) => before + 1)
        state = now
      },
      onBad: () => undefined,
    })
    return () => {
      clearInterval(timer)
      end()
    }
  }, [may])
  return { answer: useRequest('clinical-risk.sources', may ? {} : null, looks), look }
}
