import type { Laboratory, PatientRecord } from '@shared/features/clinical-risk/model.ts'
import { foldWords, readCondition } from './engine-conditions.ts'
import type { ReadRecord } from './engine-count.ts'
import type { CharlsonGroup } from './engine-groups.ts'
import { icd10Of } from './engine-icd10.ts'

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
  /**
   * The newest value of a laboratory analyte, in the unit of `analytes`; null when it is older than so many days. A
   * value without a time counts as of now: sources that give no times give their newest.
   */
  lab(name: string, days: number): Laboratory | null
  /** Whether the analyte was measured since; null when there is no laboratory at all, or when it was is not known. */
  measuredSince(name: string, since: number): Known
  /** The newest reading of a vital sign; as with `lab`. */
  vital(name: string, days: number): number | null
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

/** Hypertension of other vessels is no high blood pressure. */
const otherHypertension = / (?:portal|pulmonary|pulmonary arterial|ocular|intracranial) hypertension /g

/** Smoking asked for by words means smoking now: the pooled cohort equations count nobody else. */
const smoking = / (?:smoker|smokers|smokes|smoking|tobacco use|nicotine dependence)(?= )/g
const notNow =
  / (?:ex|former|formerly|never|non|not|past|previous|previously|quit|stopped|ceased|gave up|given up|cessation|remission|passive|second hand|secondhand|chewing|smokeless) /

/** ICD-10 codes (without dot) of what rules ask for by words, so that a history of codes alone is understood too. */
const codeWords: readonly (readonly [prefix: RegExp, words: string])[] = [
  [/^I48/, 'atrial fibrillation'],
  [/^I1[0-6]/, 'hypertension'],
  [/^(?:I20|I24|I25)/, 'coronary artery disease'],
  [/^J4[56]/, 'asthma'],
  [/^(?:W0|W1|R296|Z9181)/, 'falls'],
  [/^S72[0-2]/, 'hip fracture'],
  [/^(?:S220|S320|M485)/, 'vertebral fracture'],
  [/^M80/, 'osteoporotic fracture'],
  // Not chewing tobacco (F17.22), not in remission (F17.2x1).
  [/^(?:F172(?!2)(?!.1)|Z720)/, 'smoker'],
]

function wordsOfCode(code: string | null): string {
  const icd10 = code === null ? null : icd10Of(code)
  return icd10 === null ? '' : (codeWords.find(([prefix]) => prefix.test(icd10))?.[1] ?? '')
}

/** An entry as phrases are looked for in it: words between single spaces, without what only sounds like a phrase. */
export function spokenOf(text: string, code: string | null, over: boolean): string {
  const words = ` ${foldWords(`${text} ${wordsOfCode(code)}`).join(' ')} `.replace(otherHypertension, ' ')
  return over || notNow.test(words) ? words.replace(smoking, '') : words
}

export function factsOf(record: PatientRecord, read: ReadRecord, now: number): Facts {
  const history = record.history
  const open = history === null || read.notUnderstood.history.length > 0
  const entries = (history ?? []).map((entry) => {
    const { standing } = readCondition(entry.text, entry.code)
    const over = standing === 'past' || entry.standing === 'past'
    return { standing, text: spokenOf(entry.text, entry.code, over) }
  })
  const named = (phrases: readonly string[], unsure: boolean): boolean =>
    entries.some(
      ({ standing, text }) =>
        standing !== 'absent' &&
        (standing === 'uncertain') === unsure &&
        phrases.some((phrase) => text.includes(` ${phrase} `)),
    )
  const listed = read.drugs.flatMap(({ text, answer }) =>
    answer.kind === 'known' && !local.test(text) ? [answer] : [],
  )
  const unknownDrugs = record.medications === null || read.drugs.some(({ answer }) => answer.kind !== 'known')
  const drugs = (codes: readonly string[]): readonly string[] =>
    listed
      .filter(({ atc }) => atc.some((code) => codes.some((prefix) => code.startsWith(prefix))))
      .map(({ name }) => name)
  const within =
    (days: number) =>
    ({ at }: { readonly at: number | null }): boolean =>
      at === null || now - at <= days * DAY_MS
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
      if (named(phrases, false)) return true
      return open || named(phrases, true) ? null : false
    },
    takes: (...codes) => (drugs(codes).length > 0 ? true : unknownDrugs ? null : false),
    drugs: (...codes) => drugs(codes),
    lab: (name, days) => newest(labs(name).filter(within(days))),
    measuredSince: (name, since) => {
      const values = labs(name)
      if (values.some(({ at }) => at !== null && at >= since)) return true
      return record.laboratory.length === 0 || values.some(({ at }) => at === null) ? null : false
    },
    vital: (name, days) =>
      newest(record.vitals.filter((each) => each.name === name).filter(within(days)))?.value ?? null,
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
