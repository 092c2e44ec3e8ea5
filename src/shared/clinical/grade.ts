import { convert } from './convert.ts'
import type { FindingType } from './finding-types.ts'
import { normaliseType } from './normalise-type.ts'
import { effectiveLimits, type EffectiveLimit, type LimitSource, type OverrideScopes } from './overrides.ts'
import type { Severity } from './severity.ts'
import type { UcumUnit } from './units.ts'
import { vocabulary } from './vocabulary.ts'

export { ThresholdOverrides } from './overrides.ts'

/** The side on which a value has left its limits; `none` inside them. */
export type FindingDirection = 'high' | 'low' | 'none'

/** A finding as published: type and unit in the publisher's words. */
export interface GradeInput {
  readonly type: string
  readonly value: number
  readonly unit: string | null | undefined
}

/** Severity by the station's own rules, the same whoever published the value. */
export interface Graded {
  readonly kind: 'graded'
  readonly type: FindingType
  readonly severity: Severity
  readonly direction: FindingDirection
  /** The breached limit in the canonical unit; null inside the limits. */
  readonly threshold: { limit: number; side: 'high' | 'low'; severity: Severity } | null
  readonly canonicalValue: number
  readonly canonicalUnit: UcumUnit
  /** Where the breached limit comes from; null inside the limits. */
  readonly source: LimitSource | null
}

/** We cannot say how urgent the value is. This is not the same as harmless, and must not look like it. */
export interface CouldNotGrade {
  readonly kind: 'could-not-grade'
  readonly reason: 'unknown-type' | 'unknown-unit' | 'missing-unit' | 'implausible-value' | 'no-thresholds'
  /** One sentence for people; contains no patient data beyond unit and range. */
  readonly detail: string
}

export type Grading = Graded | CouldNotGrade

function couldNot(reason: CouldNotGrade['reason'], detail: string): CouldNotGrade {
  return { kind: 'could-not-grade', reason, detail }
}

function breached(value: number, { name, value: limit, beyond }: EffectiveLimit): boolean {
  if (name.endsWith('High')) return beyond ? value > limit : value >= limit
  return beyond ? value < limit : value <= limit
}

/** Critical limits are tried first, so that a value beyond both reports the critical one. */
const order = ['criticalHigh', 'criticalLow', 'warningHigh', 'warningLow'] as const

/**
 * Grades one finding. Reaching a limit counts as a breach (value >= high, value <= low), the safer reading of the
 * seed's `critical_high`, except for limits whose source says "above" or "below". Overrides: patient beats unit
 * beats default, limit by limit. Never throws; what cannot be graded is answered with the reason.
 */
export function grade(input: GradeInput, overrides: OverrideScopes = {}): Grading {
  const known = normaliseType(input.type)
  if (known.kind === 'unknown')
    return couldNot('unknown-type', 'The station has no limits for this kind of finding.')
  const { type } = known
  const { label, plausible, displayUnit } = vocabulary[type]
  const converted = convert(input.value, input.unit, type)
  if (!converted.ok) {
    switch (converted.reason) {
      case 'missing-unit':
        return couldNot('missing-unit', `${label} came without a unit; ${displayUnit} was expected.`)
      case 'unknown-unit':
        return couldNot(
          'unknown-unit',
          `${label} came in a unit that the station cannot convert to ${displayUnit}.`,
        )
      case 'not-a-number':
        return couldNot('implausible-value', `${label} is not a finite number.`)
    }
  }
  const { value, unit } = converted
  if (value < plausible.low || value > plausible.high) {
    const range = `${plausible.low} to ${plausible.high} ${displayUnit}`.trim()
    return couldNot('implausible-value', `${label} lies outside ${range}; check the unit and the sample.`)
  }
  const limits = effectiveLimits(type, overrides)
  if (limits.length === 0)
    return couldNot('no-thresholds', `No limits are in force for ${label.toLowerCase()}.`)
  const graded = { kind: 'graded', type, canonicalValue: value, canonicalUnit: unit } as const
  for (const name of order) {
    const limit = limits.find((candidate) => candidate.name === name)
    if (limit === undefined || !breached(value, limit)) continue
    const side = name.endsWith('High') ? 'high' : 'low'
    const severity: Severity = name.startsWith('critical') ? 'critical' : 'warning'
    return {
      ...graded,
      severity,
      direction: side,
      threshold: { limit: limit.value, side, severity },
      source: limit.source,
    }
  }
  return { ...graded, severity: 'info', direction: 'none', threshold: null, source: null }
}
