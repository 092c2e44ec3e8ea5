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
 * withdrawn or expired is in neither share. Automatic approvals are approvals, decided when they were submitted.
 */
export function statisticsOf(
  year: number,
  outcomes: readonly Outcome[],
  unreadable: number,
  book: PolicyBook,
  now: number,
): Statistics {
  const standard = outcomes.filter(({ u }) => !u)
  const expedited = outcomes.filter(({ u }) => u)
  const metrics: PublicMetrics = {
    year,
    items: [...new Map(book.policies.flatMap(({ procedures }) => [...procedures]))]
      .map(([code, name]) => ({ code, name }))
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
    standardApproved: share(standard.filter(isDecided), isApproved),
    standardDenied: share(standard.filter(isDecided), isDenied),
    standardApprovedAfterAppeal: share(standard.filter(isDecided), (each) => each.a && isApproved(each)),
    extendedAndApproved: { count: 0, of: outcomes.filter(isDecided).length },
    expeditedApproved: share(expedited.filter(isDecided), isApproved),
    expeditedDenied: share(expedited.filter(isDecided), isDenied),
    standard: turnaroundOf(standard.filter(isDecided)),
    expedited: turnaroundOf(expedited.filter(isDecided)),
  }
  const open = outcomes.filter(({ d }) => d === null)
  return {
    year,
    submitted: outcomes.length,
    open: open.length,
    overdue: outcomes.filter(({ o, d, t }) => o === 'expired' || (d === null && now >= t)).length,
    automatic: share(outcomes, ({ o }) => o === 'auto_approved'),
    turnaround: {
      standard: metrics.standard,
      expedited: metrics.expedited,
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
