import type { LedgerDay } from '@shared/features/diagnostics/contract.ts'
import type { CalibrationBucket } from '@shared/features/diagnostics/model.ts'

/** Fewer judged runs than this say little about a confidence; house policy. */
export const LEAST_RUNS = 5

/** A point of the calibration plot, both axes 0 to 1. */
export interface CalibrationPoint {
  readonly from: number
  readonly confidence: number
  readonly right: number
  readonly runs: number
  readonly few: boolean
}

/** How often runs of a bucket were right, partly right counting half; null without runs. */
export function rightShare({
  right,
  partly,
  runs,
}: Pick<CalibrationBucket, 'right' | 'partly' | 'runs'>): number | null {
  return runs === 0 ? null : (right + partly / 2) / runs
}

/** One point per bucket that has runs. An empty bucket has no point: it is not zero. */
export function calibrationPoints(buckets: readonly CalibrationBucket[]): readonly CalibrationPoint[] {
  return buckets.flatMap((bucket) => {
    const right = rightShare(bucket)
    if (right === null || bucket.meanConfidence === null) return []
    const { from, runs, meanConfidence } = bucket
    return [{ from, confidence: meanConfidence, right, runs, few: runs < LEAST_RUNS }]
  })
}

/** US dollars from millionths; an amount that is not whole cents keeps the digits that matter. */
export function moneyWords(micro: number): string {
  const dollars = micro / 1_000_000
  return `$${dollars.toFixed(dollars >= 1 || micro % 10_000 === 0 ? 2 : 4)}`
}

/** A length of time: `12 ms`, `3.4 s`, `4 min 05 s`. */
export function spanWords(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`
  const seconds = Math.floor(ms / 1_000)
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}

/** What all days together cost. */
export function sumDays(days: readonly LedgerDay[]): Omit<LedgerDay, 'day'> {
  const sum = { runs: 0, calls: 0, moneyMicro: 0, modelMs: 0, runMs: 0 }
  for (const day of days) {
    sum.runs += day.runs
    sum.calls += day.calls
    sum.moneyMicro += day.moneyMicro
    sum.modelMs += day.modelMs
    sum.runMs += day.runMs
  }
  return sum
}
