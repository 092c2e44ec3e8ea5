import type { Severity } from './ports.ts'

/**
 * Version of all tables and rules of this folder's engine. Raised with every change that can change an answer; results
 * carry it.
 */
export const ENGINE_VERSION = 'clinical-risk 2026-11-22.1'

/** Numbers of results are rounded to so many digits, by engine and batch alike, before they meet a threshold. */
export const RESULT_DIGITS = 6

/** Above this the patient is at high risk and an alert is raised (the seed's). */
export const HIGH_RISK = 0.8
/** Above this a physician must review (the seed's). */
export const REVIEW_RISK = 0.7
/** A record whose own quality score is not above this is left out (the seed's). */
export const LEAST_QUALITY = 0.95

/** One line of the age table: completed years from `from` to below `below`. */
export interface AgeRow {
  readonly from: number
  readonly below: number
  readonly points: number
  readonly risk: number
}

/**
 * Age points of Charlson's combined comorbidity index (Charlson M, Szatrowski TP, Peterson J, Gold J. J Clin Epidemiol
 * 1994;47:1245-1251): none below 50 years, one for each decade from 50, at most 4 from 80. Risk is points / 4.
 */
export const ageTable: readonly AgeRow[] = [
  { from: 0, below: 50, points: 0, risk: 0 },
  { from: 50, below: 60, points: 1, risk: 0.25 },
  { from: 60, below: 70, points: 2, risk: 0.5 },
  { from: 70, below: 80, points: 3, risk: 0.75 },
  { from: 80, below: 131, points: 4, risk: 1 },
]
export const ageSource =
  'Age points of the combined comorbidity index: Charlson M et al. J Clin Epidemiol 1994;47:1245-1251; points divided by 4 (house policy)'

/** Medication risk of the worst that speaks against the list, 0 to 1 (house policy; the grades are the knowledge's). */
export const severityWeights: Readonly<Record<Severity, number>> = {
  contraindicated: 1,
  major: 0.75,
  moderate: 0.4,
  minor: 0.15,
}

/**
 * Added by the number of different entries of the list: five or more is polypharmacy (Masnoon N et al. BMC Geriatr
 * 2017;17:230), ten or more hyperpolypharmacy (Duerden M, Avery T, Payne R. The King's Fund 2013). The amounts are house
 * policy; the sum is capped at 1. Highest first.
 */
export const polypharmacySteps: readonly { readonly from: number; readonly adds: number }[] = [
  { from: 10, adds: 0.2 },
  { from: 5, adds: 0.1 },
]
export const medicationSource =
  'Worst interaction, duplicate or allergy by the interaction knowledge (contraindicated 1, major 0.75, moderate 0.4, minor 0.15: house policy); polypharmacy adds 0.1 from 5 drugs (Masnoon N et al. BMC Geriatr 2017;17:230), 0.2 from 10 (Duerden M et al. The King’s Fund 2013)'

/**
 * Ten-year mortality for Charlson points, 0 to 1: 1 − 0.983 ^ exp(0.9 × points) (Charlson 1987, as published), rounded
 * to `RESULT_DIGITS`.
 */
export function mortalityOf(points: number): number {
  return roundResult(1 - 0.983 ** Math.exp(0.9 * points))
}

/** Most Charlson points: every condition in its graver form. */
export const MOST_POINTS = 33

/** `mortalityOf` for every sum of points, so that engine and batch read the same numbers. */
export const historyTable: readonly { readonly points: number; readonly risk: number }[] = Array.from(
  { length: MOST_POINTS + 1 },
  (_, points) => ({ points, risk: mortalityOf(points) }),
)
export const historySource =
  'Charlson ME et al. J Chronic Dis 1987;40:373-383 (weights; ten-year mortality 1 − 0.983^exp(0.9 × points)); ICD-10 codes by Quan H et al. Med Care 2005;43:1130-1139'

/** As every number of a result is rounded. */
export function roundResult(value: number): number {
  return Math.round(value * 10 ** RESULT_DIGITS) / 10 ** RESULT_DIGITS
}

/** Mean of the three parts as results carry it: `(age + medication + history) / 3`, rounded. */
export function meanOf(age: number, medication: number, history: number): number {
  return roundResult((age + medication + history) / 3)
}
