import type { LockReason, Remaining } from '@shared/features/sessions/model.ts'

/** One moment by both clocks, in milliseconds. `mono` never jumps, but may stand still while the computer sleeps. */
export interface Moment {
  readonly mono: number
  readonly wall: number
}

/** What is remembered about the clocks of one session. */
export interface Watch {
  /** Longest idleness in milliseconds; null for none. */
  readonly limitMs: number | null
  readonly startedAt: Moment
  readonly activeAt: Moment
  /** The last moment looked at: a wall clock that has since gone back is noticed by it. */
  readonly seenAt: Moment
}

export type SessionInput =
  /** `systemIdleMs`: time since anybody touched keyboard or pointer, by the system; null when it cannot tell. */
  | { readonly kind: 'look'; readonly at: Moment; readonly systemIdleMs: number | null }
  /** The person did something in our window. */
  | { readonly kind: 'activity'; readonly at: Moment }
  | { readonly kind: 'screen-locked' }
  | { readonly kind: 'suspended' }
  /** What the hub says about the session's key. Silence of the hub is no input: it neither ends nor extends. */
  | { readonly kind: 'hub'; readonly answer: 'present' | 'gone' }
  | { readonly kind: 'limit'; readonly limitMs: number | null }

export interface Decision {
  readonly next: Watch
  /** Why the session is over; null while it goes on. */
  readonly end: Extract<
    LockReason,
    'timed-out' | 'screen-locked' | 'suspended' | 'clock-changed' | 'ended-elsewhere'
  > | null
}

/** A wall clock set back by more than this is not the network's gentle correction. */
const BACKWARD_MS = 120_000
/** Warning before the end, in milliseconds (issue: two minutes); half of a limit that is shorter than four. */
const WARN_MS = 120_000

/** A session that begins now. */
export function beginWatch(at: Moment, limitMs: number | null): Watch {
  return { limitMs, startedAt: at, activeAt: at, seenAt: at }
}

/**
 * Idleness in milliseconds, the longest that any source tells: monotonic clock, wall clock, the system. The system's
 * figure cannot reach further back than the session.
 */
function idleMs(watch: Watch, at: Moment, systemIdleMs: number | null): number {
  const byMono = at.mono - watch.activeAt.mono
  const byWall = at.wall - watch.activeAt.wall
  const bySystem = Math.min(systemIdleMs ?? 0, at.mono - watch.startedAt.mono)
  return Math.max(byMono, byWall, bySystem, 0)
}

/** What an input means for the session. Activity that comes after the limit is too late. */
export function decide(watch: Watch, input: SessionInput): Decision {
  switch (input.kind) {
    case 'look':
      return look(watch, input.at, input.systemIdleMs)
    case 'activity': {
      const { next, end } = look(watch, input.at, null)
      return end === null ? { next: { ...next, activeAt: input.at }, end } : { next, end }
    }
    case 'screen-locked':
      return { next: watch, end: 'screen-locked' }
    case 'suspended':
      return { next: watch, end: 'suspended' }
    case 'hub':
      return { next: watch, end: input.answer === 'gone' ? 'ended-elsewhere' : null }
    case 'limit':
      return { next: { ...watch, limitMs: input.limitMs }, end: null }
  }
}

function look(watch: Watch, at: Moment, systemIdleMs: number | null): Decision {
  const next = { ...watch, seenAt: at }
  if (at.mono < watch.seenAt.mono || at.wall - watch.seenAt.wall < -BACKWARD_MS)
    return { next, end: 'clock-changed' }
  if (watch.limitMs !== null && idleMs(watch, at, systemIdleMs) >= watch.limitMs)
    return { next, end: 'timed-out' }
  return { next, end: null }
}

/** Time left, for the ring in the status bar; null without a limit. */
export function remainingOf(watch: Watch, at: Moment, systemIdleMs: number | null): Remaining | null {
  const { limitMs } = watch
  if (limitMs === null) return null
  const leftMs = Math.max(0, limitMs - idleMs(watch, at, systemIdleMs))
  return { leftMs, limitMs, warnMs: Math.min(WARN_MS, limitMs / 2) }
}

/** Of all limits that apply the shortest, in milliseconds. */
export function strictest(seconds: readonly (number | null | undefined)[]): number | null {
  const limits = seconds.filter((each): each is number => typeof each === 'number')
  return limits.length === 0 ? null : Math.min(...limits) * 1_000
}
