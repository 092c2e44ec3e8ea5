import { expect, test } from 'vitest'
import { statisticsOf } from './engine-statistics.ts'
import { Outcome } from './outcome.ts'
import { shippedPolicies } from './policies-shipped.ts'

const base = { s: 0, d: 1, t: 2, u: false, o: 'denied', a: false, f: null } as const

// Catches: an appeal that is published as a request of its own, so that the share approved and the share denied are of
// more requests than there were; and one of an expedited request among the standard ones, or the other way round.
test('an appeal is a request of its own in none of the public metrics', () => {
  const approved = { ...base, o: 'approved', a: true } as const
  const { metrics, turnaround } = statisticsOf(
    2026,
    [
      base,
      base,
      base,
      { ...base, u: true },
      { ...approved, u: true, f: false },
      { ...approved, f: true },
      { ...base, a: true, f: false },
    ],
    0,
    shippedPolicies(),
    3,
  )
  expect(metrics).toMatchObject({
    standardApproved: { count: 0, of: 3 },
    standardDenied: { count: 3, of: 3 },
    standardApprovedAfterAppeal: { count: 1, of: 3 },
    extendedAndApproved: { count: 0, of: 4 },
    expeditedApproved: { count: 0, of: 1 },
    expeditedDenied: { count: 1, of: 1 },
    standard: { decided: 3 },
    expedited: { decided: 1 },
  })
  expect(turnaround).toMatchObject({ standard: { decided: 5 }, expedited: { decided: 2 } })
})

test('an appeal whose first request is not known counts by its own urgency (bug: outcomes of an older version lost)', () => {
  const { f: _, ...old } = { ...base, o: 'approved', a: true }
  const { metrics } = statisticsOf(2026, [base, Outcome.parse(old)], 0, shippedPolicies(), 3)
  expect(metrics.standardApprovedAfterAppeal).toEqual({ count: 1, of: 1 })
})
