import { z } from 'zod'
import { FindingType } from './finding-types.ts'
import { limitNames, type LimitName } from './quantities.ts'
import type { SourceId } from './sources.ts'
import { vocabulary } from './vocabulary.ts'

const LimitValue = z.number().nullable().optional()

/**
 * Limits that a unit or a patient sets for one finding, in its canonical unit. A limit not named keeps the next
 * wider scope's; `null` switches the limit off (a dialysis patient's creatinine).
 */
export const LimitOverrides = z.strictObject({
  criticalLow: LimitValue,
  warningLow: LimitValue,
  warningHigh: LimitValue,
  criticalHigh: LimitValue,
})
export type LimitOverrides = z.infer<typeof LimitOverrides>

type NamedValues = { readonly [Name in LimitName]?: number | null | undefined }

/** Order that must hold between given limits: critical beyond warning, low below high. Null and absent do not take part. */
function orderProblem(values: NamedValues): string | null {
  let previous: { name: LimitName; value: number } | null = null
  for (const name of limitNames) {
    const value = values[name]
    if (value === null || value === undefined) continue
    if (previous !== null) {
      const sameSide = previous.name.endsWith('Low') === name.endsWith('Low')
      if (value < previous.value || (value === previous.value && !sameSide)) {
        return `${name} ${value} must lie above ${previous.name} ${previous.value}`
      }
    }
    previous = { name, value }
  }
  return null
}

function rangeProblem(type: FindingType, values: NamedValues): string | null {
  const { low, high } = vocabulary[type].plausible
  for (const name of limitNames) {
    const value = values[name]
    if (value === null || value === undefined) continue
    if (value < low || value > high)
      return `${name} ${value} lies outside the plausible range ${low} to ${high}`
  }
  return null
}

/**
 * Thresholds set for a unit or for one patient: finding type to limits. Each entry must be ordered in itself and lie
 * inside the finding's plausible range. Use `overrideProblems` to see whether it fits with what it overrides.
 */
export const ThresholdOverrides = z.partialRecord(FindingType, LimitOverrides).superRefine((all, context) => {
  for (const type of FindingType.options) {
    const values = all[type]
    if (values === undefined) continue
    const problem = rangeProblem(type, values) ?? orderProblem(values)
    if (problem !== null) context.addIssue({ code: 'custom', path: [type], message: `${type}: ${problem}` })
  }
})
export type ThresholdOverrides = z.infer<typeof ThresholdOverrides>

/** The two scopes that may override the published limits; patient beats unit beats default, limit by limit. */
export interface OverrideScopes {
  readonly unit?: ThresholdOverrides | undefined
  readonly patient?: ThresholdOverrides | undefined
}

/** Where a limit in force comes from. */
export type LimitSource = SourceId | 'unit-override' | 'patient-override'

/** A limit in force, in the canonical unit; `beyond` as in the vocabulary. */
export interface EffectiveLimit {
  readonly name: LimitName
  readonly value: number
  readonly beyond: boolean
  readonly source: LimitSource
}

/** The published limits alone: what is in force wherever nobody has set others. */
const publishedLimits = new Map<FindingType, readonly EffectiveLimit[]>(
  FindingType.options.map((type) => [type, laidOver(type, {})]),
)

/** The limits in force for a finding, from the most severe low to the most severe high. */
export function effectiveLimits(type: FindingType, scopes: OverrideScopes = {}): readonly EffectiveLimit[] {
  const touched = scopes.patient?.[type] !== undefined || scopes.unit?.[type] !== undefined
  return touched ? laidOver(type, scopes) : (publishedLimits.get(type) ?? [])
}

function laidOver(type: FindingType, scopes: OverrideScopes): readonly EffectiveLimit[] {
  const found: EffectiveLimit[] = []
  for (const name of limitNames) {
    const ofPatient = scopes.patient?.[type]?.[name]
    const ofUnit = scopes.unit?.[type]?.[name]
    const published = vocabulary[type].limits[name]
    if (ofPatient !== undefined) {
      if (ofPatient !== null)
        found.push({ name, value: ofPatient, beyond: false, source: 'patient-override' })
    } else if (ofUnit !== undefined) {
      if (ofUnit !== null) found.push({ name, value: ofUnit, beyond: false, source: 'unit-override' })
    } else if (published !== undefined) {
      found.push({
        name,
        value: published.value,
        beyond: published.beyond === true,
        source: published.source,
      })
    }
  }
  return found
}

/** What is wrong with the limits in force once all scopes are laid over each other; empty when nothing is. */
export function overrideProblems(scopes: OverrideScopes): readonly { type: FindingType; problem: string }[] {
  const touched = FindingType.options.filter(
    (type) => scopes.unit?.[type] !== undefined || scopes.patient?.[type] !== undefined,
  )
  return touched.flatMap((type) => {
    const merged = Object.fromEntries(effectiveLimits(type, scopes).map(({ name, value }) => [name, value]))
    const problem = orderProblem(merged)
    return problem === null ? [] : [{ type, problem }]
  })
}
