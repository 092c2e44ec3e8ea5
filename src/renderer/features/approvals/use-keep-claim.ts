import { useEffect, useRef } from 'react'
import { review } from './desk.ts'
import { hubTime } from '@renderer/ui/ticker.ts'

const LOOK_MS = 5_000
/** Whoever has touched nothing for this long has turned to something else: the claim then ends by itself. */
const AWAY_MS = 60_000
/** Renewed when less than this is left. */
const LEFT_MS = 60_000

/** Keeps the claim on the opened request while its reviewer is at work on it. */
export function useKeepClaim(claim: { readonly until: number } | null, live: boolean): void {
  const latest = useRef({ claim, live })
  useEffect(() => {
    latest.current = { claim, live }
  })
  useEffect(() => {
    let touchedAt = performance.now()
    const touch = (): void => {
      touchedAt = performance.now()
    }
    const look = (): void => {
      const { claim: held, live: linked } = latest.current
      if (held === null || !linked || performance.now() - touchedAt > AWAY_MS) return
      const left = held.until - hubTime()
      if (left > 0 && left < LEFT_MS) void review.keep()
    }
    window.addEventListener('pointermove', touch)
    window.addEventListener('keydown', touch)
    const timer = setInterval(look, LOOK_MS)
    return () => {
      clearInterval(timer)
      window.removeEventListener('pointermove', touch)
      window.removeEventListener('keydown', touch)
    }
  }, [])
}
