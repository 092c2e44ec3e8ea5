import type { BatchStatus } from '@shared/features/prior-auth/answers.ts'
import type { BatchProgress } from './batch-progress.ts'

/** The seed's figure for one authorisation by hand, in minutes. */
const MANUAL_MINUTES = 20

/**
 * A batch as people see it. The summary is the seed's table computed for this batch: what a person decides counts with
 * the seed's 20 minutes; failed rows count on neither side, since nobody has decided them.
 */
export function batchStatus(progress: BatchProgress, now: number): BatchStatus {
  const { id, name, state, rows, next, automatic, pending, failed, failures } = progress
  const interrupted = state === 'running' && now > progress.leaseUntil
  return {
    id,
    name,
    state: interrupted ? 'interrupted' : state,
    rows,
    done: next,
    automatic,
    pending,
    failed,
    failures,
    summary: summaryOf(progress),
  }
}

function summaryOf({ automatic, pending, workedMs }: BatchProgress): BatchStatus['summary'] {
  const decided = automatic + pending
  if (decided === 0) return null
  const averageProcessingMs = workedMs / decided
  const staffHoursBefore = (decided * MANUAL_MINUTES) / 60
  const staffHoursAfter = (pending * MANUAL_MINUTES) / 60
  const share = automatic / decided
  return {
    shareAutomatic: { count: automatic, of: decided },
    averageProcessingMs,
    staffHoursBefore,
    staffHoursAfter,
    table: [
      {
        metric: 'Average processing time',
        before: `${MANUAL_MINUTES} minutes`,
        after: `${averageProcessingMs.toFixed(2)} ms (automatic part)`,
        improvement: `${percent(1 - averageProcessingMs / (MANUAL_MINUTES * 60_000))} faster`,
      },
      {
        metric: 'Auto-approval rate',
        before: '0%',
        after: percent(share),
        improvement: `${automatic} of ${decided} decided without a person`,
      },
      {
        metric: 'Staff hours on this batch',
        before: `${staffHoursBefore.toFixed(1)} hours`,
        after: `${staffHoursAfter.toFixed(1)} hours`,
        improvement: `${percent(share)} reduction`,
      },
    ],
  }
}

function percent(share: number): string {
  return `${(Math.floor(share * 1_000) / 10).toFixed(1)}%`
}
