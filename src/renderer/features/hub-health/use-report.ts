import { useEffect, useState } from 'react'
import type { HubReport } from '@shared/features/hub-health/model.ts'
import { request } from '@renderer/ipc/client.ts'

/** Pace of the Hub screen while it is in sight, in milliseconds. */
const PACE_MS = 2_000

/** The hub's report, renewed every 2 s while the screen is shown; a failed poll keeps the last one and says so. */
export function useHubReport(): { readonly report: HubReport | null; readonly failure: string | null } {
  const [state, setState] = useState<{ report: HubReport | null; failure: string | null }>({
    report: null,
    failure: null,
  })
  useEffect(() => {
    let stopped = false
    let timer: ReturnType<typeof setTimeout> | null = null
    async function poll(): Promise<void> {
      if (document.visibilityState === 'visible') {
        const reply = await request('hub.report', {})
        if (stopped) return
        setState((before) =>
          reply.ok
            ? { report: reply.value, failure: null }
            : { report: before.report, failure: reply.error.message },
        )
      }
      timer = setTimeout(() => void poll(), PACE_MS)
    }
    void poll()
    return () => {
      stopped = true
      if (timer !== null) clearTimeout(timer)
    }
  }, [])
  return state
}
