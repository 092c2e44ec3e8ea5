import { createStore } from 'zustand/vanilla'
import { listenForBadges } from './badge-listener.ts'
import { sessionStrings as s } from './strings.ts'
import type { Permission } from '@shared/clinical/permissions.ts'
import type { Remaining, SessionView } from '@shared/features/sessions/model.ts'
import type { Reply } from '@shared/ipc/envelope.ts'
import { request } from '@renderer/ipc/client.ts'
import { subscribe } from '@renderer/ipc/events.ts'
import { say } from '@renderer/ui/toast-store.ts'

const RETRY_MS = 500
/** Activity is reported at most this often. */
const REPORT_MS = 2_000
const LOOK_MS = 250

/** Time left with the moment it was told, by this window's monotonic clock. */
export interface Told {
  readonly remaining: Remaining
  readonly at: number
}

interface SessionState {
  /** Null until main has said; nothing is shown before that. */
  readonly view: SessionView | null
  readonly told: Told | null
  /** A sign-in is under way. */
  readonly busy: boolean
  readonly problem: string | null
}

/** Who is at this station, as main says. */
export const sessionStore = createStore<SessionState>()(() => ({
  view: null,
  told: null,
  busy: false,
  problem: null,
}))

function tell(remaining: Remaining | null): Told | null {
  return remaining === null ? null : { remaining, at: performance.now() }
}

function take(view: SessionView): void {
  const told = view.phase === 'open' ? tell(view.remaining) : null
  sessionStore.setState({ view, told, ...(view.phase === 'open' ? { problem: null } : {}) })
}

/** Milliseconds left now; the count goes on when main falls silent. Null without a limit. */
export function leftOf(told: Told | null, now: number): number | null {
  return told === null ? null : Math.max(0, told.remaining.leftMs - (now - told.at))
}

/** True when the person here may do this; the window hides what main would refuse. */
export function may(view: SessionView | null, permission: Permission): boolean {
  return view?.phase === 'open' && view.permissions.includes(permission)
}

async function read(): Promise<void> {
  const reply = await request('sessions.view', {})
  if (reply.ok) take(reply.value)
  else setTimeout(() => void read(), RETRY_MS)
}

async function enter(asking: () => Promise<Reply<SessionView>>): Promise<boolean> {
  if (sessionStore.getState().busy) return false
  sessionStore.setState({ busy: true, problem: null })
  const reply = await asking()
  sessionStore.setState({ busy: false })
  if (reply.ok) {
    take(reply.value)
    return true
  }
  sessionStore.setState({ problem: reply.error.message })
  return false
}

export const signIn = (userId: string, secret: string): Promise<boolean> =>
  enter(() => request('sessions.sign-in', { userId, secret }))

export const signInDemonstration = (userId: string): Promise<boolean> =>
  enter(() => request('sessions.demonstration', { userId }))

export const firstAdministrator = (id: string, name: string, secret: string): Promise<boolean> =>
  enter(() => request('sessions.first-administrator', { id, name, secret }))

/** Opens the identity provider in the system's browser. */
export async function signInByProvider(): Promise<void> {
  const reply = await request('sessions.provider', {})
  sessionStore.setState({ problem: reply.ok ? s.lock.inBrowser : reply.error.message })
}

/** What has to be said to main while the person is still signed in. */
const leaving = new Set<() => void>()

/** Calls back before this window asks to end the session or to switch to another person. */
export function beforeLeaving(finish: () => void): void {
  leaving.add(finish)
}

function leave(): void {
  for (const finish of leaving) finish()
}

export async function signOut(): Promise<void> {
  leave()
  const reply = await request('sessions.sign-out', {})
  if (reply.ok) take(reply.value)
  else say('failed', reply.error.message)
}

async function scanned(badge: string): Promise<void> {
  const open = sessionStore.getState().view?.phase === 'open'
  if (open) leave()
  const entered = await enter(() => request('sessions.badge', { badge }))
  const { problem } = sessionStore.getState()
  if (!entered && open && problem !== null) say('failed', problem)
}

function watchActivity(): () => void {
  let reported = Number.NEGATIVE_INFINITY
  const onInput = (event: Event): void => {
    const now = performance.now()
    if (!event.isTrusted || now - reported < REPORT_MS) return
    if (sessionStore.getState().view?.phase !== 'open') return
    reported = now
    void request('sessions.activity', {})
  }
  const kinds = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const
  for (const kind of kinds) window.addEventListener(kind, onInput, { capture: true, passive: true })
  return () => {
    for (const kind of kinds) window.removeEventListener(kind, onInput, { capture: true })
  }
}

/** A main process that hangs ends no session: the window then blanks itself when the time is over. */
function watchOwnClock(): () => void {
  const timer = setInterval(() => {
    const { told, view } = sessionStore.getState()
    if (view?.phase !== 'open' || leftOf(told, performance.now()) !== 0) return
    sessionStore.setState({ view: null, told: null })
    void read()
  }, LOOK_MS)
  return () => clearInterval(timer)
}

/** Follows main's session, reports activity and listens for badges; returns the way to stop. */
export function startSessions(): () => void {
  const endings = [
    subscribe('sessions.changed', { onEvent: take, onBad: () => void read() }),
    subscribe('sessions.remaining', {
      onEvent: ({ remaining }) => sessionStore.setState({ told: tell(remaining) }),
      onBad: () => undefined,
    }),
    subscribe('sessions.waiting', {
      onEvent: (waiting) => {
        const { view } = sessionStore.getState()
        if (view?.phase === 'locked') sessionStore.setState({ view: { ...view, waiting } })
      },
      onBad: () => void read(),
    }),
    watchActivity(),
    watchOwnClock(),
    listenForBadges((badge) => void scanned(badge)),
  ]
  void read()
  return () => {
    for (const end of endings) end()
  }
}
