import type { HistoryEntry, PatientRecord } from '@shared/features/clinical-risk/model.ts'
import { foldWords, isCertain, readCondition } from './engine-conditions.ts'
import type { PatientFigures, Understood } from './engine-figures.ts'
import { otherAllergens } from './engine-words.ts'
import { charlsonGroups, familyOf, type CharlsonGroup } from './engine-groups.ts'
import {
  severities,
  type AllergyAnswer,
  type DrugAnswer,
  type MedicationJudge,
  type PairAnswer,
  type Severity,
} from './ports.ts'

/** One drug of a list with the judge's answer. */
export interface ListedDrug {
  readonly text: string
  readonly answer: DrugAnswer
}

/** One thing that speaks against the list. */
export interface Objection {
  readonly kind: 'interaction' | 'duplicate' | 'allergy'
  /** The drugs, or the allergy and the drug. */
  readonly between: readonly [string, string]
  readonly low: Severity | null
  readonly high: Severity | null
  readonly effect: string
  readonly missing: readonly string[]
  readonly sources: readonly string[]
}

/** One comorbidity with the entry that named it. */
export interface Comorbidity {
  readonly group: CharlsonGroup
  readonly entry: HistoryEntry
  /** It counts its weight at least; false: it may count or not. */
  readonly certain: boolean
}

/** A record, read by tables and judge: what the figures count, kept by name for the explanation. */
export interface ReadRecord {
  readonly figures: PatientFigures
  readonly drugs: readonly ListedDrug[]
  readonly objections: readonly Objection[]
  readonly comorbidities: readonly Comorbidity[]
  /** Entries of history and allergies that are on no list. */
  readonly notUnderstood: { readonly history: readonly string[]; readonly allergies: readonly string[] }
}

/** Entries that are one: the same words, case and outer spaces apart. The first spelling is kept. */
export function differentTexts(texts: readonly string[]): readonly string[] {
  const seen = new Map<string, string>()
  for (const text of texts) {
    const key = text.trim().toLowerCase()
    if (key !== '' && !seen.has(key)) seen.set(key, text.trim())
  }
  return [...seen.values()]
}

/** Reads a record by the tables and the judge. Pure for one version of the judge. */
export function readRecord(record: PatientRecord, judge: MedicationJudge): ReadRecord {
  const history = record.history === null ? null : countHistory(record.history)
  const drugs =
    record.medications === null
      ? null
      : differentTexts(record.medications).map((text) => ({ text, answer: judge.drug(text) }))
  const allergies = record.allergies === null ? null : differentTexts(record.allergies)
  const strange = (allergies ?? []).filter((text) => !allergyUnderstood(text, judge))
  const objections = drugs === null ? [] : findObjections(drugs, allergies ?? [], judge)
  return {
    figures: {
      patientId: record.patientId,
      ageYears: record.ageYears,
      sexKnown: record.sex !== null,
      history: history?.counted ?? null,
      medication:
        drugs === null
          ? null
          : {
              entries: drugs.length,
              understood: drugs.filter(({ answer }) => answer.kind === 'known').length,
              worstLow: worst(objections.map(({ low }) => low)),
              worstHigh: worst(objections.map(({ high }) => high)),
            },
      allergies:
        allergies === null
          ? null
          : { entries: allergies.length, understood: allergies.length - strange.length },
      hasVitals: record.vitals.length > 0,
      quality: record.quality,
    },
    drugs: drugs ?? [],
    objections,
    comorbidities: history?.comorbidities ?? [],
    notUnderstood: { history: history?.strange ?? [], allergies: strange },
  }
}

/** The worst of several; null when nothing speaks against anything. */
export function worst(found: readonly (Severity | null)[]): Severity | null {
  return severities.find((severity) => found.includes(severity)) ?? null
}

const noDrugs: ReadonlySet<string> = new Set(otherAllergens.split(';').map((name) => name.trim()))
const aboutAllergy =
  /\b(?:allerg(?:y|ies|ic)|to|the|substance|disorder|finding|intolerance|sensitivity|severe|mild)\b/g

/** Whether anything can be said about an entry of the allergy list: a drug, a group of drugs, or surely no drug. */
export function allergyUnderstood(text: string, judge: MedicationJudge): boolean {
  if (judge.allergy(text) !== 'unknown') return true
  const parts = text.replace(/\([^)]*\)/g, ' ').split(/[,;/]|\band\b/i)
  return parts.every((part) => {
    const words = foldWords(foldWords(part).join(' ').replace(aboutAllergy, ' '))
    return words.length === 0 ? parts.length > 1 : noDrugs.has(words.join(' '))
  })
}

function countHistory(entries: readonly HistoryEntry[]): {
  counted: NonNullable<PatientFigures['history']>
  comorbidities: readonly Comorbidity[]
  strange: readonly string[]
} {
  const comorbidities: Comorbidity[] = []
  const strange: string[] = []
  const low = new Map<string, number>()
  const high = new Map<string, number>()
  for (const entry of entries) {
    const { groups, understood, standing } = readCondition(entry.text, entry.code)
    if (!understood) strange.push(entry.text)
    if (standing === 'absent') continue
    for (const group of groups) {
      const { weight } = charlsonGroups[group]
      const certain = isCertain(group, standing, entry.standing)
      comorbidities.push({ group, entry, certain })
      const family = familyOf(group)
      high.set(family, Math.max(weight, high.get(family) ?? 0))
      if (certain) low.set(family, Math.max(weight, low.get(family) ?? 0))
    }
  }
  const sum = (points: ReadonlyMap<string, number>): number =>
    [...points.values()].reduce((total, weight) => total + weight, 0)
  // What only notes tell is no complete history: one more entry that nobody understood keeps it open.
  const onlyNotes = entries.length > 0 && entries.every(({ from }) => from.kind === 'note')
  const understood: Understood = {
    entries: entries.length + (onlyNotes ? 1 : 0),
    understood: entries.length - strange.length,
  }
  return { counted: { ...understood, pointsLow: sum(low), pointsHigh: sum(high) }, comorbidities, strange }
}

function findObjections(
  drugs: readonly ListedDrug[],
  allergies: readonly string[],
  judge: MedicationJudge,
): readonly Objection[] {
  const known = drugs.flatMap(({ answer }) => (answer.kind === 'known' ? [answer] : []))
  const objections: Objection[] = []
  for (const [at, first] of known.entries()) {
    for (const second of known.slice(at + 1)) {
      const objection = ofPair(first.name, second.name, judge.pair(first.product, second.product))
      if (objection !== null) objections.push(objection)
    }
    for (const allergy of allergies) {
      const objection = ofAllergy(allergy, first.name, judge.against(allergy, first.product))
      if (objection !== null) objections.push(objection)
    }
  }
  return objections.sort(byWeight)
}

/** Worst first, then by name, so that the order of the list does not show. */
function byWeight(a: Objection, b: Objection): number {
  const rank = ({ high }: Objection): number => (high === null ? severities.length : severities.indexOf(high))
  return rank(a) - rank(b) || a.between.join().localeCompare(b.between.join(), 'en')
}

function ofPair(first: string, second: string, answer: PairAnswer): Objection | null {
  if (answer.kind === null) return null
  const { low, high, kind, missing, sources } = answer
  const between: readonly [string, string] = first < second ? [first, second] : [second, first]
  return { kind, between, low, high, effect: answer.effect ?? '', missing, sources }
}

function ofAllergy(allergy: string, drug: string, answer: AllergyAnswer): Objection | null {
  if (answer === null) return null
  const { severity, effect } = answer
  return {
    kind: 'allergy',
    between: [allergy, drug],
    low: severity,
    high: severity,
    effect,
    missing: [],
    sources: [],
  }
}
