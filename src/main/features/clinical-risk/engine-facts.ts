import type { Laboratory, PatientRecord } from '@shared/features/clinical-risk/model.ts'
import { foldWords, readCondition } from './engine-conditions.ts'
import type { ReadRecord } from './engine-count.ts'
import type { CharlsonGroup } from './engine-groups.ts'

/** Yes, no, or not known: no rule takes what is not known as "no". */
export type Known = boolean | null

export const DAY_MS = 86_400_000
export const YEAR_MS = 365 * DAY_MS

/** What rules of recommendations may ask about a patient. */
export interface Facts {
  readonly ageYears: number | null
  readonly sex: PatientRecord['sex']
  readonly read: ReadRecord
  /** Milliseconds since 1970. */
  readonly now: number
  /** A comorbidity of Charlson's index, present or of the past. */
  has(...groups: readonly CharlsonGroup[]): Known
  /** Any of these phrases in an entry of the history that is the patient's own. */
  says(...phrases: readonly string[]): Known
  /** Any drug whose ATC code begins so, given for the whole body. */
  takes(...codes: readonly string[]): Known
  /** Names of the drugs that `takes` found. */
  drugs(...codes: readonly string[]): readonly string[]
  /** The newest value of a laboratory analyte, in the unit of `analytes`. */
  lab(name: string): Laboratory | null
  /** Whether the analyte was measured since; null when there is no laboratory at all, or when it was is not known. */
  measuredSince(name: string, since: number): Known
  /** The newest reading of a vital sign. */
  vital(name: string): number | null
}

/** True when any is; null when none is but one is not known. */
export function anyOf(...known: readonly Known[]): Known {
  return known.includes(true) ? true : known.includes(null) ? null : false
}

/** False when any is; null when none is but one is not known. */
export function allOf(...known: readonly Known[]): Known {
  return known.includes(false) ? false : known.includes(null) ? null : true
}

export function not(known: Known): Known {
  return known === null ? null : !known
}

/** Whether a number passes; null when the number is not known. */
export function when(value: number | null, holds: (value: number) => boolean): Known {
  return value === null ? null : holds(value)
}

const local = /\b(?:gel|cream|ointment|topical|lotion|eye|ophthalmic|ear|otic|nasal|shampoo|vaginal)\b/i

export function factsOf(record: PatientRecord, read: ReadRecord, now: number): Facts {
  const history = record.history
  const open = history === null || read.notUnderstood.history.length > 0
  const own = (history ?? []).flatMap((entry) => {
    const { standing } = readCondition(entry.text, entry.code)
    return standing === 'absent' ? [] : [` ${foldWords(entry.text).join(' ')} `]
  })
  const listed = read.drugs.flatMap(({ text, answer }) =>
    answer.kind === 'known' && !local.test(text) ? [answer] : [],
  )
  const unknownDrugs = record.medications === null || read.drugs.some(({ answer }) => answer.kind !== 'known')
  const drugs = (codes: readonly string[]): readonly string[] =>
    listed
      .filter(({ atc }) => atc.some((code) => codes.some((prefix) => code.startsWith(prefix))))
      .map(({ name }) => name)
  const labs = (name: string) => record.laboratory.filter((each) => each.name === name)
  return {
    ageYears: record.ageYears,
    sex: record.sex,
    read,
    now,
    has: (...groups) => {
      const found = read.comorbidities.filter(({ group }) => groups.includes(group))
      if (found.some(({ certain }) => certain)) return true
      return found.length > 0 || open ? null : false
    },
    says: (...phrases) => {
      if (own.some((text) => phrases.some((phrase) => text.includes(` ${phrase} `)))) return true
      return open ? null : false
    },
    takes: (...codes) => (drugs(codes).length > 0 ? true : unknownDrugs ? null : false),
    drugs: (...codes) => drugs(codes),
    lab: (name) => newest(labs(name)),
    measuredSince: (name, since) => {
      const values = labs(name)
      if (values.some(({ at }) => at !== null && at >= since)) return true
      return record.laboratory.length === 0 || values.some(({ at }) => at === null) ? null : false
    },
    vital: (name) => newest(record.vitals.filter((each) => each.name === name))?.value ?? null,
  }
}

/** The last by time; of those without a time the last that the source gives, and only when none has one. */
function newest<Reading extends { readonly at: number | null }>(
  readings: readonly Reading[],
): Reading | null {
  return readings.reduce<Reading | null>(
    (best, each) =>
      best === null || (each.at ?? Number.NEGATIVE_INFINITY) >= (best.at ?? Number.NEGATIVE_INFINITY)
        ? each
        : best,
    null,
  )
}
