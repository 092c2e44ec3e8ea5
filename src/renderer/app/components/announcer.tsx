import { useEffect, useState } from 'react'
import { announcement } from '@renderer/app/announce.ts'
import { frameStrings } from '@renderer/app/strings.ts'
import { board } from '@renderer/features/alerts/desk.ts'
import type { Alert } from '@shared/features/alerts/model.ts'

/** Alerts that come within this time are announced together. */
const GATHER_MS = 1_500

/** Tells assistive technology about new alerts, gathered. */
export function Announcer() {
  const [text, setText] = useState('')
  useEffect(() => {
    let gathered: Alert[] = []
    let timer: ReturnType<typeof setTimeout> | null = null
    const end = board.store.subscribe((state, before) => {
      if (state.arrived === before.arrived || state.arrived.length === 0) return
      for (const id of state.arrived) {
        const alert = state.items.get(id)
        if (alert !== undefined) gathered.push(alert)
      }
      timer ??= setTimeout(() => {
        setText(announcement(gathered) ?? '')
        gathered = []
        timer = null
      }, GATHER_MS)
    })
    return () => {
      end()
      if (timer !== null) clearTimeout(timer)
    }
  }, [])
  return (
    <div className="visually-hidden" role="log" aria-live="assertive" aria-label={frameStrings.announcements}>
      {text}
    </div>
  )
}
