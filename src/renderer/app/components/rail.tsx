import { useEffect } from 'react'
import { useStore } from 'zustand'
import { goTo, navigation } from '@renderer/app/navigation.ts'
import { openScreens } from '@renderer/app/workspace.ts'
import { frameStrings as s } from '@renderer/app/strings.ts'
import { board } from '@renderer/features/alerts/desk.ts'
import { followQueue, queueCount } from '@renderer/features/interactions/queue-count.ts'
import { useMay, useOpenSession } from '@renderer/features/sessions/use-session.ts'
import './rail.css'

/** Highest number a badge shows. */
const MOST = 99

/** The way between screens, left. */
export function Rail() {
  const place = useStore(navigation, (state) => state.place)
  const counts = useStore(board.store, (state) => state.counts)
  const reviews = useOpenSession()?.reviewsWaiting ?? 0
  const judges = useMay('validate-interactions')
  const judgements = useStore(queueCount, (state) => state.waiting)
  useEffect(() => (judges ? followQueue() : undefined), [judges])
  const current = place.screen === 'patient' ? place.from : place.screen
  return (
    <nav className="rail" aria-label={s.railLabel}>
      {openScreens().map((screen) => {
        const waiting = screen.waiting({ counts, reviews, judgements })
        const Icon = screen.icon
        return (
          <button
            key={screen.name}
            type="button"
            className="rail-line"
            aria-current={screen.name === current ? 'page' : undefined}
            onClick={() => goTo(screen.name)}
          >
            <Icon aria-hidden="true" />
            <span className="rail-label">{screen.label}</span>
            {waiting > 0 && (
              <span className="rail-badge" data-high={screen.name === 'alerts' && counts.callingHigh > 0}>
                <span aria-hidden="true">{waiting > MOST ? `${MOST}+` : waiting}</span>
                <span className="visually-hidden">{s.waitsForYou(waiting)}</span>
              </span>
            )}
          </button>
        )
      })}
    </nav>
  )
}
