import type { Clock } from '@shared/features/prior-auth/model.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Expedited decisions within 72 hours of the request (CMS-0057-F; 42 CFR 422.572(a)). */
export const EXPEDITED_MS = 72 * HOUR_MS
/** Standard decisions within 7 calendar days (CMS-0057-F; 42 CFR 422.568(b)(1), from 1 January 2026). */
export const STANDARD_MS = 7 * DAY_MS
/** The answer to a synchronous request (Da Vinci PAS: within 15 seconds of submission). */
export const SYNCHRONOUS_MS = 15_000

/** How long before the deadline somebody is told again. */
const expeditedWarnings = [24 * HOUR_MS, 6 * HOUR_MS]
const standardWarnings = [48 * HOUR_MS, 24 * HOUR_MS]
/** The hour on Friday to which a warning moves that would fall on a weekend. */
const FRIDAY_HOUR = 14

/**
 * The clock of one request. Both deadlines run through weekends and holidays: the rule counts hours and calendar days,
 * so nothing here ever moves a deadline. Only warnings move: one that would fall on a Saturday or Sunday comes on the
 * Friday before at 14:00 local time, when somebody is at work, but never before the request itself.
 * @param offsetMinutes local time minus UTC at an instant, in minutes.
 */
export function clockOf(submittedAt: number, urgent: boolean, offsetMinutes: (at: number) => number): Clock {
  const deadlineAt = submittedAt + (urgent ? EXPEDITED_MS : STANDARD_MS)
  const warnings = urgent ? expeditedWarnings : standardWarnings
  const times = warnings.map((before) => {
    const moved = beforeWeekend(deadlineAt - before, offsetMinutes)
    return moved > submittedAt ? moved : deadlineAt - before
  })
  return { submittedAt, deadlineAt, escalateAt: [...new Set(times)].sort((a, b) => a - b) }
}

function beforeWeekend(at: number, offsetMinutes: (at: number) => number): number {
  const local = at + offsetMinutes(at) * MINUTE_MS
  const weekday = new Date(local).getUTCDay()
  const back = weekday === 6 ? 1 : weekday === 0 ? 2 : 0
  if (back === 0) return at
  const friday = Math.floor(local / DAY_MS) * DAY_MS - back * DAY_MS + FRIDAY_HOUR * HOUR_MS
  return friday - offsetMinutes(friday) * MINUTE_MS
}

export type ClockStanding = 'in-time' | 'escalated' | 'overdue' | 'closed'

/** How a request stands against its clock. @param decidedAt null while it is open. */
export function standingOf(clock: Clock, decidedAt: number | null, now: number): ClockStanding {
  if (decidedAt !== null) return 'closed'
  if (now >= clock.deadlineAt) return 'overdue'
  return clock.escalateAt.some((at) => now >= at) ? 'escalated' : 'in-time'
}

/** How many warnings are due by now; the deadline itself counts as the last. */
export function warningsDue(clock: Clock, now: number): number {
  return [...clock.escalateAt, clock.deadlineAt].filter((at) => now >= at).length
}

/** When somebody is told next; null when the deadline has passed. */
export function nextWarning(clock: Clock, now: number): number | null {
  return [...clock.escalateAt, clock.deadlineAt].find((at) => at > now) ?? null
}
