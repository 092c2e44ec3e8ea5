import type { HistoryId, LabId, StudyId, SymptomId, VitalId } from '@shared/features/diagnostics/findings.ts'
import type { ScoreId } from './engine-scores.ts'

/** A question to the findings that can be answered with yes, no, or not known. */
export type Probe =
  | { readonly kind: 'symptom'; readonly id: SymptomId }
  | { readonly kind: 'history'; readonly id: HistoryId }
  | { readonly kind: 'study'; readonly id: StudyId }
  | { readonly kind: 'over' | 'under'; readonly id: VitalId | LabId; readonly limit: number }
  | { readonly kind: 'older'; readonly years: number }
  | { readonly kind: 'sex'; readonly sex: 'male' | 'female' }
  | { readonly kind: 'infection-suspected' }
  | { readonly kind: 'score'; readonly id: ScoreId; readonly bands: readonly string[] }

/**
 * How a finding weighs. One point multiplies the odds by about two, two by four to five, three by ten (after McGee S.
 * Evidence-based physical diagnosis, 5th ed. Elsevier 2021, chapter 2); `yes` and `no` are rounded from the likelihood
 * ratios of the condition's source where it gives them and house policy elsewhere. Not known weighs nothing.
 */
export interface Feature {
  readonly probe: Probe
  /** Points when the answer is yes. */
  readonly yes: number
  /** Points when the answer is no: zero or negative. */
  readonly no: number
}

/** How common the condition is among adults who come to a hospital with what raises it; house policy. */
export type Frequency = 'common' | 'uncommon' | 'rare'

export interface Condition {
  readonly id: string
  readonly name: string
  /** Missing it for hours costs life, limb, sight or brain. */
  readonly mustNotMiss: boolean
  readonly frequency: Frequency
  /** Any of these present puts the condition on the list. */
  readonly complaints: readonly SymptomId[]
  /** Any of these answered with yes puts it on the list without a complaint. */
  readonly signs: readonly Probe[]
  /** Shows it when it is silent: if none of these is known, it could not be checked. */
  readonly checkedBy: readonly (VitalId | LabId)[]
  readonly features: readonly Feature[]
  /** What to do at once when it is likely; a full sentence. Empty when nothing is urgent. */
  readonly act: string
  readonly source: string
}

export const symptom = (id: SymptomId, yes: number, no = 0): Feature => ({
  probe: { kind: 'symptom', id },
  yes,
  no,
})
export const past = (id: HistoryId, yes: number, no = 0): Feature => ({
  probe: { kind: 'history', id },
  yes,
  no,
})
export const study = (id: StudyId, yes: number, no = 0): Feature => ({
  probe: { kind: 'study', id },
  yes,
  no,
})
export const over = (id: VitalId | LabId, limit: number, yes: number, no = 0): Feature => ({
  probe: { kind: 'over', id, limit },
  yes,
  no,
})
export const under = (id: VitalId | LabId, limit: number, yes: number, no = 0): Feature => ({
  probe: { kind: 'under', id, limit },
  yes,
  no,
})
export const older = (years: number, yes: number, no = 0): Feature => ({
  probe: { kind: 'older', years },
  yes,
  no,
})
export const female = (yes: number, no = 0): Feature => ({ probe: { kind: 'sex', sex: 'female' }, yes, no })
export const infection = (yes: number, no = 0): Feature => ({
  probe: { kind: 'infection-suspected' },
  yes,
  no,
})
export const banded = (id: ScoreId, bands: readonly string[], yes: number, no = 0): Feature => ({
  probe: { kind: 'score', id, bands },
  yes,
  no,
})

type Given = Pick<Condition, 'id' | 'name' | 'features' | 'source'> & Partial<Condition>

/** Fills in what most conditions do not have: nothing urgent, no silent form, uncommon. */
export function condition(given: Given): Condition {
  return {
    mustNotMiss: false,
    frequency: 'uncommon',
    complaints: [],
    signs: [],
    checkedBy: [],
    act: '',
    ...given,
  }
}
