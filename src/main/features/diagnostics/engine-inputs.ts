import type { Findings } from '@shared/features/diagnostics/findings.ts'

/** Not known stays not known: none of these turns a gap into a no. */
type Answer = boolean | null | undefined

/** True when both are, false when either is not; null while that hangs on something unknown. */
export function both(a: Answer, b: Answer): boolean | null {
  if (a === false || b === false) return false
  return a === true && b === true ? true : null
}

/** True when either is, false when neither is; null while that hangs on something unknown. */
export function either(a: Answer, b: Answer): boolean | null {
  if (a === true || b === true) return true
  return a === false && b === false ? false : null
}

/** Whether a number lies above a limit; null when it is not known. */
export function overLimit(value: number | null | undefined, limit: number): boolean | null {
  return value === null || value === undefined ? null : value > limit
}

const riskFactors = [
  'hypertension',
  'hyperlipidaemia',
  'diabetes',
  'obesity',
  'smoker',
  'family-coronary',
] as const

/** Of the six of HEART; null while unknown ones could still change its points (three give the most). */
export function riskFactorCount(history: Findings['history']): number | null {
  const present = riskFactors.filter((id) => history[id] === true).length
  return present >= 3 || riskFactors.every((id) => history[id] !== undefined) ? present : null
}

/** The ECG as HEART reads it; null while a worse reading is still possible. */
export function ecgForHeart(
  studies: Findings['studies'],
): 'normal' | 'non-specific' | 'significant-st-deviation' | null {
  const deviates = either(studies['ecg-st-elevation'], studies['ecg-st-depression'])
  if (deviates === null) return null
  if (deviates) return 'significant-st-deviation'
  const other = studies['ecg-other-abnormality']
  return other === undefined ? null : other ? 'non-specific' : 'normal'
}

/** Confusion or drowsiness as altered mentation; null unless one is present or both are known to be absent. */
export function alteredMentation(symptoms: Findings['symptoms']): boolean | null {
  return either(symptoms.confusion, symptoms.drowsiness)
}

/** Mean arterial pressure from both cuff pressures, diastolic plus a third of the difference, in mmHg; null without both. */
export function meanArterial({ systolic, diastolic }: Findings['vitals']): number | null {
  if (systolic === undefined || diastolic === undefined || diastolic > systolic) return null
  return Math.round(diastolic + (systolic - diastolic) / 3)
}
