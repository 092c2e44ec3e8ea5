import { resultStrings as r } from './strings-result.ts'
import { riskStrings as s } from './strings.ts'
import type { RunStatus } from '@shared/features/clinical-risk/model.ts'
import { formatValue } from '@renderer/ui/value-format.ts'

/** The seed's limits: physician review above the first, high risk above the second. */
export const REVIEW_ABOVE = 0.7
export const HIGH_ABOVE = 0.8

const LEAST_DIGITS = 2
const MOST_DIGITS = 4

export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * A score for people: two digits, and more where two would put it on the other side of a limit, because `0.80` would
 * contradict "above 0.8". What is above a limit by less than four digits show has a sign before it.
 */
export function scoreWords(score: number): string {
  const limits = [REVIEW_ABOVE, HIGH_ABOVE]
  for (let digits = LEAST_DIGITS; digits <= MOST_DIGITS; digits += 1) {
    const text = score.toFixed(digits)
    if (limits.every((limit) => Number(text) > limit === score > limit)) return text
  }
  return `> ${score.toFixed(LEAST_DIGITS)}`
}

/** `0.62`, or `0.25 – 0.92` where what is missing leaves it open. */
export function intervalWords({ low, high }: Interval): string {
  const [from, to] = [scoreWords(low), scoreWords(high)]
  return from === to ? from : r.range(from, to)
}

/** As a whole percentage of the bar, clamped to it. */
export function percentOf(score: number): string {
  return `${Math.min(1, Math.max(0, score)) * 100}%`
}

export function countWords(count: number): string {
  return formatValue(count)
}

/** The source of a run for people. */
export function sourceWords({ source, format }: Pick<RunStatus, 'source' | 'format'>): string {
  return format === 'hub' ? s.runs.hub : source
}

export function isUnderWay({ state }: Pick<RunStatus, 'state'>): boolean {
  return state === 'queued' || state === 'reading' || state === 'running'
}

/** Also what failed: the hub may be back, or the file be whole again. */
export function canResume({ state }: Pick<RunStatus, 'state'>): boolean {
  return state === 'interrupted' || state === 'cancelled' || state === 'failed'
}

/** Patients that the run has assessed, by its counts. */
export function assessedOf({ counts }: Pick<RunStatus, 'counts'>): number {
  return counts.high + counts.review + counts.possible + counts.lower
}

/** `40 s`, `12 min`, `2 h 5 min`; never nothing at all. */
export function spanWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000))
  if (seconds < 90) return s.spans.seconds(seconds)
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return s.spans.minutes(minutes)
  return s.spans.hours(Math.floor(minutes / 60), minutes % 60)
}

/** How long the rest takes at the present speed; null while that cannot be said. */
export function remainingMs({ done, of, rowsPerSecond, state }: RunStatus): number | null {
  if (state !== 'running' || of === null || rowsPerSecond === null || rowsPerSecond <= 0) return null
  return of > done ? ((of - done) / rowsPerSecond) * 1_000 : null
}

const QUARTERS = 4

/** What is read aloud of a run: its state, and each quarter of its way, never every step. */
export function saidOf(run: RunStatus): string {
  const source = sourceWords(run)
  if (run.state !== 'running' || run.of === null || run.of === 0)
    return s.run.said(source, s.states[run.state])
  const quarter = Math.floor((run.done / run.of) * QUARTERS)
  return quarter === 0
    ? s.run.said(source, s.states.running)
    : s.run.saidProgress(source, s.percent(quarter / QUARTERS))
}

/** Where the first patient stands whose highest possible score lies in this bin: the list begins with the highest. */
export function placeOfBin(bins: RunStatus['bins'], index: number): number {
  return bins.slice(index + 1).reduce((sum, { high }) => sum + high, 0)
}
