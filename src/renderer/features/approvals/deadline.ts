import { formatCountdown } from '@renderer/ui/time-format.ts'
import { approvalStrings as s } from './strings.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Beyond this, minutes say nothing: days and hours are shown. */
const DAYS_FROM = 2 * DAY
/** Under an hour a request is due at once, whatever it is. */
const NEAR = HOUR
/** The share of the time from asking to deadline after which the queue calls it the second time (approvals policy). */
const LATE_SHARE = 0.8

export type DeadlineTone = 'calm' | 'near' | 'over'

export interface DeadlineView {
  /** `6 d 23 h`, `3 h 05`, `4:12`, or how long it has passed. */
  readonly text: string
  readonly tone: DeadlineTone
}

const two = (value: number): string => String(value).padStart(2, '0')

/** Time left in words; null when the moment has passed. Days from two days on, else hours and minutes, else seconds. */
export function timeLeft(at: number, now: number): string | null {
  const left = at - now
  if (left < DAYS_FROM) return formatCountdown(at, now)
  return `${Math.floor(left / DAY)} d ${two(Math.floor((left % DAY) / HOUR))} h`
}

/**
 * The countdown of a request. It is near in its last hour and in the last fifth of its time, and over when the deadline
 * has passed; then the time since is shown, never a countdown that stands still.
 */
export function deadlineView(
  { createdAt, deadlineAt }: { readonly createdAt: number; readonly deadlineAt: number },
  now: number,
): DeadlineView {
  const left = timeLeft(deadlineAt, now)
  if (left === null)
    return { text: s.deadline.over(timeLeft(now, deadlineAt) ?? s.deadline.now), tone: 'over' }
  const nearFrom = createdAt + (deadlineAt - createdAt) * LATE_SHARE
  const isNear = deadlineAt - now < NEAR || now >= nearFrom
  return { text: left, tone: isNear ? 'near' : 'calm' }
}

/** Whole seconds until a decision is final; 0 when it is. */
export function undoSeconds(finalAt: number, now: number): number {
  return Math.max(0, Math.ceil((finalAt - now) / 1_000))
}

/** The share of the undo time that is left, 0 to 1, for the ring. */
export function undoShare(
  { at, finalAt }: { readonly at: number; readonly finalAt: number },
  now: number,
): number {
  const whole = finalAt - at
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, (finalAt - now) / whole))
}
