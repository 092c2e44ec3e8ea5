import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useApprovalRights } from '@renderer/app/approvals-host.tsx'
import { goTo, navigation } from '@renderer/app/navigation.ts'
import { openScreens } from '@renderer/app/workspace.ts'
import { frameStrings as s } from '@renderer/app/strings.ts'
import { board } from '@renderer/features/alerts/desk.ts'
import { queue } from '@renderer/features/approvals/desk.ts'
import { countWaiting } from '@renderer/features/approvals/queue-order.ts'
import { useOpenSession } from '@renderer/features/sessions/use-session.ts'
import { useNow } from '@renderer/ui/ticker.ts'
import './rail.css'

/** Highest number a badge shows. */
const MOST = 99

/** Claims run out without a change of the queue; the badge looks this often, in milliseconds. */
const PACE_MS = 5_000

/** How many requests wait for the person here; follows the queue for as long as the rail is there. */
function useApprovalsWaiting(user: string): number {
  const rights = useApprovalRights()
  const sees = rights.see.size > 0
  useEffect(() => (sees ? queue.follow() : undefined), [sees])
  const now = useNow(PACE_MS)
  const items = useStore(queue.store, (state) => state.items)
  return countWaiting(items, rights, user, now)
}

/** The way between screens, left. */
export function Rail() {
  const place = useStore(navigation, (state) => state.place)
  const counts = useStore(board.store, (state) => state.counts)
  const session = useOpenSession()
  const approvals = useApprovalsWaiting(session?.user.id ?? '')
  const current = place.screen === 'patient' ? place.from : place.screen
  return (
    <nav className="rail" aria-label={s.railLabel}>
      {openScreens().map((screen) => {
        const waiting = screen.waiting({ counts, approvals })
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
