import { news2, type News2Observations, type News2Result, type Spo2Scale } from './news2.ts'
import { definitionOf } from './vocabulary.ts'

export interface TimedObservations {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly observations: News2Observations
}

/** One set of observations, scored. */
export interface News2Point {
  readonly at: number
  /** Age in minutes at the time asked about; 0 or more. */
  readonly ageMinutes: number
  readonly result: News2Result
}

export type News2Direction = 'rising' | 'falling' | 'steady'

export type News2Trend =
  | {
      readonly kind: 'trend'
      readonly direction: News2Direction
      /** Points per hour, by least squares over the complete sets; positive is worse. */
      readonly perHour: number
      /** Complete sets that went in, and the hours between the first and the last. */
      readonly sets: number
      readonly hours: number
      /** Oldest first; every set of the window, the partial ones too. */
      readonly points: readonly News2Point[]
    }
  /** Not enough to tell a direction: never the same as steady. */
  | {
      readonly kind: 'cannot-tell'
      readonly reason: 'fewer-than-two-complete-sets' | 'newest-set-is-partial'
      readonly points: readonly News2Point[]
    }

/** How far back a trend looks (house policy: one day of a chart that is kept at least 12-hourly). */
export const NEWS2_TREND_WINDOW_MS = 24 * 3_600_000
const HOUR_MS = 3_600_000

/**
 * The course of NEWS2 over the last 24 hours: direction and slope. A change over the window of two points or more (the
 * vocabulary's worsening step; house policy) is rising or falling. The RCP's chart of 2017 defines the score, not its
 * trend. Sets from the future are left out. When the newest set is partial the direction is told only if what is known
 * of it is already two points above the last complete one.
 */
export function news2Trend(
  readings: readonly TimedObservations[],
  scale: Spo2Scale,
  now: number,
): News2Trend {
  const points = readings
    .filter(({ at }) => at <= now && now - at <= NEWS2_TREND_WINDOW_MS)
    .map(({ at, observations }) => ({
      at,
      ageMinutes: (now - at) / 60_000,
      result: news2(observations, scale),
    }))
    .sort((a, b) => a.at - b.at)
  const whole = points.flatMap(({ at, result }) =>
    result.kind === 'complete' ? [{ at, score: result.score }] : [],
  )
  const first = whole[0]
  const last = whole.at(-1)
  if (first === undefined || last === undefined || last.at === first.at)
    return { kind: 'cannot-tell', reason: 'fewer-than-two-complete-sets', points }
  const step = definitionOf('news2').worseningStep
  const perHour = slope(whole)
  const hours = (last.at - first.at) / HOUR_MS
  const trend = { kind: 'trend', perHour, sets: whole.length, hours, points } as const
  const newest = points.at(-1)
  if (newest?.result.kind === 'partial')
    return newest.result.scoreAtLeast - last.score >= step
      ? { ...trend, direction: 'rising' }
      : { kind: 'cannot-tell', reason: 'newest-set-is-partial', points }
  const change = Number((perHour * hours).toPrecision(12))
  return { ...trend, direction: change >= step ? 'rising' : change <= -step ? 'falling' : 'steady' }
}

/** Least squares, points per hour; rounded to six digits. */
function slope(whole: readonly { readonly at: number; readonly score: number }[]): number {
  const start = whole[0]?.at ?? 0
  const xs = whole.map(({ at }) => (at - start) / HOUR_MS)
  const meanX = xs.reduce((sum, x) => sum + x, 0) / xs.length
  const meanY = whole.reduce((sum, { score }) => sum + score, 0) / whole.length
  const [up, down] = whole.reduce<readonly [number, number]>(
    ([top, bottom], { score }, index) => {
      const x = (xs[index] ?? 0) - meanX
      return [top + x * (score - meanY), bottom + x * x]
    },
    [0, 0],
  )
  return Math.round((up / down) * 1e6) / 1e6
}
