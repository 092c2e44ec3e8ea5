import type { PublicMetrics, Share, Statistics, Turnaround } from '@shared/features/prior-auth/answers.ts'
import { Outcome } from './outcome.ts'
import type { PolicyBook } from './policies.ts'

/** Reads stored outcomes; what cannot be read is counted, not guessed. */
export function readOutcomes(texts: readonly string[]): { outcomes: Outcome[]; unreadable: number } {
  const outcomes = texts.flatMap((text) => {
    try {
      return Outcome.safeParse(JSON.parse(text)).data ?? []
    } catch {
      return []
    }
  })
  return { outcomes, unreadable: texts.length - outcomes.length }
}

/**
 * Turnaround, and the metrics that a payer publishes each year by 31 March (CMS-0057-F; 42 CFR 422.122(c)(1)), from the
 * requests submitted in one calendar year (UTC). Shares are of the requests that were approved or denied; what is open,
 * withdrawn or expired is in neither share. Automatic approvals are approvals, decided when they were submitted. An
 * appeal is no request of its own in the metrics: its first decision stays among the denied, and its approval counts
 * only as one after appeal, of the standard requests. The station's own turnaround is of everything that was decided.
 */
export function statisticsOf(
  year: number,
  outcomes: readonly Outcome[],
  unreadable: number,
  book: PolicyBook,
  now: number,
): Statistics {
  const decided = outcomes.filter(isDecided)
  const first = decided.filter(({ a }) => !a)
  const standard = first.filter(({ u }) => !u)
  const expedited = first.filter(({ u }) => u)
  const overturned = decided.filter((each) => each.a && !(each.f ?? each.u) && isApproved(each))
  const metrics: PublicMetrics = {
    year,
    items: [...new Map(book.policies.flatMap(({ procedures }) => [...procedures]))]
      .map(([code, name]) => ({ code, name }))
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
    standardApproved: share(standard, isApproved),
    standardDenied: share(standard, isDenied),
    standardApprovedAfterAppeal: { count: overturned.length, of: standard.length },
    extendedAndApproved: { count: 0, of: first.length },
    expeditedApproved: share(expedited, isApproved),
    expeditedDenied: share(expedited, isDenied),
    standard: turnaroundOf(standard),
    expedited: turnaroundOf(expedited),
  }
  const open = outcomes.filter(({ d }) => d === null)
  return {
    year,
    submitted: outcomes.length,
    open: open.length,
    overdue: outcomes.filter(({ o, d, t }) => o === 'expired' || (d === null && now >= t)).length,
    automatic: share(outcomes, ({ o }) => o === 'auto_approved'),
    turnaround: {
      standard: turnaroundOf(decided.filter(({ u }) => !u)),
      expedited: turnaroundOf(decided.filter(({ u }) => u)),
      automatic: turnaroundOf(outcomes.filter(({ o }) => o === 'auto_approved')),
    },
    metrics,
    unreadable,
  }
}

function isApproved({ o }: Outcome): boolean {
  return o === 'approved' || o === 'auto_approved'
}

function isDenied({ o }: Outcome): boolean {
  return o === 'denied'
}

function isDecided(outcome: Outcome): boolean {
  return outcome.d !== null && (isApproved(outcome) || isDenied(outcome))
}

function share(of: readonly Outcome[], counts: (each: Outcome) => boolean): Share {
  return { count: of.filter(counts).length, of: of.length }
}

/** Average, median (the mean of the middle two) and 90th percentile (nearest rank) of the decisions given. */
function turnaroundOf(decided: readonly Outcome[]): Turnaround {
  const times = decided.map(({ s, d }) => Math.max(0, (d ?? s) - s)).sort((a, b) => a - b)
  const { length } = times
  if (length === 0) return { decided: 0, averageMs: null, medianMs: null, p90Ms: null, inTime: 0 }
  const at = (index: number): number => times[index] ?? 0
  return {
    decided: length,
    averageMs: times.reduce((sum, time) => sum + time, 0) / length,
    medianMs: (at(Math.floor((length - 1) / 2)) + at(Math.floor(length / 2))) / 2,
    p90Ms: at(Math.ceil(length * 0.9) - 1),
    inTime: decided.filter(({ d, t }) => d !== null && d <= t).length,
  }
}
