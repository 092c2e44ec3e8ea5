import type { Assessment, AssessmentStanding, ResultRow } from '@shared/features/clinical-risk/model.ts'
import {
  ageTable,
  HIGH_RISK,
  mortalityOf,
  meanOf,
  polypharmacySteps,
  REVIEW_RISK,
  roundResult,
  severityWeights,
} from './engine-tables.ts'
import { MOST_POINTS } from './engine-tables.ts'
import type { Severity } from './ports.ts'

/** Entries of a list, and how many of them could be understood. */
export interface Understood {
  readonly entries: number
  readonly understood: number
}

/**
 * What the score of one patient rests on, counted. The engine counts a record, a batch counts plain rows by their bytes
 * (plain-scorer.ts) and keeps these figures, from which `resultOf` makes the same result. Null: the source does not say.
 */
export interface PatientFigures {
  readonly patientId: string
  /** Whole or broken years, 0 to 130. */
  readonly ageYears: number | null
  readonly sexKnown: boolean
  /**
   * Charlson points of what is certain, and with what may be (see `past` of the groups); of each family the greatest
   * weight counts once. Absent conditions are understood entries without points.
   */
  readonly history: (Understood & { readonly pointsLow: number; readonly pointsHigh: number }) | null
  /** Different entries of the list by text, case and outer spaces apart. */
  readonly medication:
    | (Understood & {
        /** Worst over all pairs of entries that are understood, duplicates and allergies included; null: nothing. */
        readonly worstLow: Severity | null
        readonly worstHigh: Severity | null
      })
    | null
  readonly allergies: Understood | null
  readonly hasVitals: boolean
  /** As the source gives it. */
  readonly quality: number | null
}

export interface Interval {
  readonly low: number
  readonly high: number
}

export function ageRisk(ageYears: number | null): Interval {
  if (ageYears === null) return { low: ageTable[0]?.risk ?? 0, high: ageTable.at(-1)?.risk ?? 1 }
  const risk = ageTable.find(({ below }) => ageYears < below)?.risk ?? 1
  return { low: risk, high: risk }
}

/** Open to the top of the table when nobody gave a history, or when an entry of it is not understood. */
export function historyRisk(history: PatientFigures['history']): Interval {
  if (history === null) return { low: mortalityOf(0), high: mortalityOf(MOST_POINTS) }
  const open = history.understood < history.entries
  return {
    low: mortalityOf(history.pointsLow),
    high: mortalityOf(open ? MOST_POINTS : history.pointsHigh),
  }
}

/** What the number of entries adds. */
export function polypharmacy(entries: number): number {
  return polypharmacySteps.find(({ from }) => entries >= from)?.adds ?? 0
}

/**
 * Open to 1 when nobody gave a list, when an entry of it is not understood, or when drugs could not be checked against
 * the allergies. An empty list is 0: there is nothing to interact.
 */
export function medicationRisk({ medication, allergies }: PatientFigures): Interval {
  if (medication === null) return { low: 0, high: 1 }
  if (medication.entries === 0) return { low: 0, high: 0 }
  const step = polypharmacy(medication.entries)
  const weight = (worst: Severity | null): number =>
    roundResult(Math.min(1, (worst === null ? 0 : severityWeights[worst]) + step))
  const open =
    medication.understood < medication.entries ||
    allergies === null ||
    allergies.understood < allergies.entries
  return { low: weight(medication.worstLow), high: open ? 1 : weight(medication.worstHigh) }
}

/** `high` and `review` by what is certain; `possible` when only what is missing could lift it above the threshold. */
export function standingOf({ low, high }: Interval): AssessmentStanding {
  if (low > HIGH_RISK) return 'high'
  if (low > REVIEW_RISK) return 'review'
  return high > REVIEW_RISK ? 'possible' : 'lower'
}

const share = (list: Understood | null): number =>
  list === null ? 0 : list.entries === 0 ? 1 : list.understood / list.entries

/** How complete the record is, 0 to 1: the share of the seed's six fields that it has. */
export function completenessOf(figures: PatientFigures): number {
  const has = [
    figures.ageYears !== null,
    figures.sexKnown,
    figures.history !== null,
    figures.medication !== null,
    figures.allergies !== null,
    figures.hasVitals,
  ].filter((known) => known).length
  return roundResult(has / 6)
}

/**
 * Confidence, 0 to 1: the share of the four inputs of the score that is known (age; of history, medication list and
 * allergy list the part of their entries that was understood), times the data quality that the source gives, or the
 * record's completeness when it gives none. House policy; it says how much was known, not how likely the score is.
 */
export function confidenceOf(figures: PatientFigures): number {
  const known =
    ((figures.ageYears === null ? 0 : 1) +
      share(figures.medication) +
      share(figures.allergies) +
      share(figures.history)) /
    4
  return roundResult(known * (figures.quality ?? completenessOf(figures)))
}

/** What is missing, in words for people, in a fixed order. */
export function missingOf(figures: PatientFigures): string[] {
  const { history, medication, allergies } = figures
  const lost = (list: Understood | null, none: string, one: string, several: string): string[] => {
    if (list === null) return [none]
    const count = list.entries - list.understood
    return count === 0 ? [] : count === 1 ? [`1 ${one}`] : [`${count} ${several}`]
  }
  return [
    ...(figures.ageYears === null ? ['age'] : []),
    ...lost(
      history,
      'medical history',
      'entry of the history that is not understood',
      'entries of the history that are not understood',
    ),
    ...lost(medication, 'medication list', 'drug that is not recognised', 'drugs that are not recognised'),
    ...lost(allergies, 'allergies', 'allergy that is not understood', 'allergies that are not understood'),
    ...(medication !== null && medication.worstLow !== medication.worstHigh
      ? ['facts on which an interaction depends']
      : []),
    ...(history !== null && history.pointsLow !== history.pointsHigh
      ? ['when diseases of the past ended']
      : []),
    ...(figures.quality === null ? [NO_QUALITY] : []),
  ]
}

/**
 * Among what is missing: whether the record is above the least quality is not known. It lifts no score; that the record
 * is left out as well would hide patients of every source without such a score (FHIR, the hub).
 */
export const NO_QUALITY = 'data quality score'

/** The whole row of one patient from the figures; every number rounded to `RESULT_DIGITS` before it is compared. */
export function resultOf(figures: PatientFigures): ResultRow {
  const age = ageRisk(figures.ageYears)
  const medication = medicationRisk(figures)
  const history = historyRisk(figures.history)
  const overall = {
    low: meanOf(age.low, medication.low, history.low),
    high: meanOf(age.high, medication.high, history.high),
  }
  return {
    patientId: figures.patientId,
    standing: standingOf(overall),
    ...overall,
    confidence: confidenceOf(figures),
    requiresPhysicianReview: needsReview(overall),
    age,
    medication,
    history,
    missing: missingOf(figures),
  }
}

/** What is missing never reads as low risk: review as soon as the highest possible score is above the threshold. */
export function needsReview({ high }: Pick<Assessment, 'high'>): boolean {
  return high > REVIEW_RISK
}
