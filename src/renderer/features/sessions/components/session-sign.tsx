import { LogOut } from 'lucide-react'
import { useStore } from 'zustand'
import { leftOf, sessionStore, signOut } from '@renderer/features/sessions/store.ts'
import { sessionStrings } from '@renderer/features/sessions/strings.ts'
import { useOpenSession } from '@renderer/features/sessions/use-session.ts'
import { useNow } from '@renderer/ui/ticker.ts'
import './session-sign.css'

const s = sessionStrings.bar
const RADIUS = 9
const AROUND = 2 * Math.PI * RADIUS
const SECOND = 1_000
const MINUTE = 60_000

/** Empties as the time-out nears; in the last two minutes it says the seconds. */
function Ring() {
  const told = useStore(sessionStore, (state) => state.told)
  useNow(SECOND)
  const left = leftOf(told, performance.now())
  if (told === null || left === null) return null
  const share = left / told.remaining.limitMs
  const ending = left <= told.remaining.warnMs
  const text = ending ? s.ending(Math.ceil(left / SECOND)) : s.left(Math.ceil(left / MINUTE))
  return (
    <span className="session-ring" data-ending={ending} role="img" aria-label={text} title={text}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <circle className="session-ring-track" cx="12" cy="12" r={RADIUS} />
        <circle
          className="session-ring-left"
          cx="12"
          cy="12"
          r={RADIUS}
          strokeDasharray={`${share * AROUND} ${AROUND}`}
          transform="rotate(-90 12 12)"
        />
      </svg>
      {ending && <span aria-hidden="true">{text}</span>}
    </span>
  )
}

/** Who is signed in, how long yet, and the way out; for the status bar. */
export function SessionSign() {
  const session = useOpenSession()
  if (session === null) return null
  return (
    <span className="who">
      <span className="who-name">{session.user.name}</span>
      <span className="who-role">{sessionStrings.roles[session.user.role]}</span>
      <Ring />
      <button
        type="button"
        className="who-out"
        aria-label={s.signOut}
        title={s.signOut}
        onClick={() => void signOut()}
      >
        <LogOut aria-hidden="true" />
      </button>
    </span>
  )
}

/** The warning before the end, for everybody to see and for assistive technology once. */
export function EndingBanner() {
  const told = useStore(sessionStore, (state) => state.told)
  const open = useOpenSession() !== null
  useNow(SECOND)
  const left = leftOf(told, performance.now())
  const ending = open && told !== null && left !== null && left <= told.remaining.warnMs
  return (
    <div className="session-ending" data-shown={ending} role="status">
      {ending && (
        <>
          <span className="visually-hidden">{s.warning(Math.ceil(told.remaining.warnMs / SECOND))}</span>
          <span aria-hidden="true">{s.warning(Math.ceil(left / SECOND))}</span>
        </>
      )}
    </div>
  )
}
