import { conclude, type Reading } from './conclude.ts'
import { extremes, type Lookup } from './extremes.ts'
import type { ScoreResult } from './score.ts'
import type { Variable } from './variable.ts'

export interface Formula<Name extends string, Band extends string> {
  readonly source: string
  readonly variables: readonly Variable<Name>[]
  /** Rounded as the value is shown, so that the band always agrees with the number beside it. */
  readonly compute: (of: Lookup<Name>) => number
  readonly reading: Reading<Band>
  /** A further reason to refuse that hangs on several inputs. */
  readonly refuse?: string | null
}

/** A score that is computed by a formula instead of being added up from points. */
export function formula<const Name extends string, Band extends string>({
  source,
  variables,
  compute,
  reading,
  refuse,
}: Formula<Name, Band>): ScoreResult<Band> {
  const faults = variables.flatMap(({ fault }) => (fault === null ? [] : [fault]))
  if (refuse !== undefined && refuse !== null) faults.push(refuse)
  if (faults.length > 0) return { kind: 'refused', reason: faults.join(' ') }
  const { low, high, missing } = extremes(variables, compute)
  return conclude({
    source,
    reading,
    lowest: low,
    highest: high,
    missing,
    items: variables.map(({ label, shown }) => ({ label, points: null, input: shown })),
  })
}

/**
 * Rounds half up to so many digits after the decimal point, as published calculators do. The noise of binary fractions
 * beyond twelve digits is cut first: 1.5 × 23.9 + 8 is 43.85 and rounds to 43.9.
 */
export function rounded(value: number, digits: number): number {
  const scale = 10 ** digits
  return Math.round(Number((value * scale).toPrecision(12))) / scale
}
