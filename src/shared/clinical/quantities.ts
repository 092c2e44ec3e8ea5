import type { SourceId } from './sources.ts'
import type { UcumUnit } from './units.ts'

/** Where a finding comes from: the bedside, the laboratory, or a calculation over other findings. */
export type FindingKind = 'vital' | 'laboratory' | 'score'

/** The four limits a finding may have, always in its canonical unit. */
export const limitNames = ['criticalLow', 'warningLow', 'warningHigh', 'criticalHigh'] as const
export type LimitName = (typeof limitNames)[number]

/**
 * One limit. Reaching it counts as a breach (high: value >= limit, low: value <= limit), the safer reading of the
 * seed's `critical_high`; `beyond: true` marks the limits whose source says strictly above or strictly below.
 */
export interface Limit {
  readonly value: number
  readonly source: SourceId
  readonly beyond?: true
}

/** A limit that is not given does not exist for that finding. */
export type Limits = { readonly [Name in LimitName]?: Limit }

/** How a unit becomes the canonical one: canonical = value * factor + offset. */
export interface UnitConversion {
  readonly unit: UcumUnit
  readonly factor: number
  readonly offset?: number
}

/** Everything the product knows about one kind of finding. */
export interface FindingDefinition {
  /** Full name for people. */
  readonly label: string
  /** Short form for an alert row: K⁺, HR, MAP. */
  readonly symbol: string
  readonly kind: FindingKind
  /** Other names that publishers use; case, space, hyphen, dot and underscore do not matter. */
  readonly aliases: readonly string[]
  readonly canonicalUnit: UcumUnit
  /** The canonical unit as a row shows it: mmol/L, bpm, °C. Empty for pure numbers. */
  readonly displayUnit: string
  /** Units accepted beside the canonical one. */
  readonly otherUnits: readonly UnitConversion[]
  /** Digits after the decimal point when shown in the canonical unit. */
  readonly decimals: number
  /** Values outside, in the canonical unit, are taken for a mistake of unit or transmission, and said so. */
  readonly plausible: { readonly low: number; readonly high: number }
  readonly limits: Limits
  /** How far a value must move beyond the worst so far to count as worse; canonical unit; house policy. */
  readonly worseningStep: number
}
