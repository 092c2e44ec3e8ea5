import type { PatientRecord } from '@shared/features/clinical-risk/model.ts'

/** How bad something about a list of drugs is, from worst to mildest, as the interaction knowledge grades it. */
export const severities = ['contraindicated', 'major', 'moderate', 'minor'] as const
export type Severity = (typeof severities)[number]

/** What one text of a medication list is. `product` names drug, route and daily dose; many texts share one. */
export type DrugAnswer =
  | {
      readonly kind: 'known'
      /** Opaque: only given back to the judge, or used as a key of a table. */
      readonly product: string
      /** The normal name of the drug or combination. */
      readonly name: string
      /** Normal names of its active ingredients. */
      readonly ingredients: readonly string[]
      /** WHO ATC codes that the ingredients or the combination have. */
      readonly atc: readonly string[]
    }
  /** Several drugs fit. */
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'unknown' }

/**
 * What speaks against two products of one list: the worst of interaction and duplicate therapy. `low` and `high` differ
 * when it depends on facts of the patient that a table does not hold (kidney function, pregnancy, a dose that the text
 * does not say): `low` is the mildest that any such fact allows, `high` the worst. Null: nothing is known against them.
 */
export interface PairAnswer {
  readonly low: Severity | null
  readonly high: Severity | null
  readonly kind: 'interaction' | 'duplicate' | null
  /** What happens, as a full sentence; null when nothing is known against them. */
  readonly effect: string | null
  /** Facts that would decide, in words: "kidney function (eGFR)". */
  readonly missing: readonly string[]
  /** Citations. */
  readonly sources: readonly string[]
}

/** What one entry of an allergy list says against one product; null: nothing is known against it. */
export type AllergyAnswer = { readonly severity: Severity; readonly effect: string } | null

/**
 * The interaction knowledge as this feature sees it: local rules only, no model and no hub, so that it answers at once
 * and always the same. Each method is pure for one `version`; a batch asks once per distinct text and once per distinct
 * pair and keeps the answers as tables. Rules that need three drugs together are not seen by pairs: recommendations
 * hold those of them that matter (ACE inhibitor or ARB with diuretic and NSAID).
 */
export interface MedicationJudge {
  /** Changes whenever any answer may change. */
  readonly version: string
  drug(text: string): DrugAnswer
  /** Two different entries of one list; the same for either order. Two entries of one product are a duplicate. */
  pair(first: string, second: string): PairAnswer
  /**
   * `nothing`: a way of saying that there are no allergies. `unknown`: nothing in it is known, so that no drug can be
   * checked against it, which is not the same as safe.
   */
  allergy(text: string): 'known' | 'nothing' | 'unknown'
  against(allergy: string, product: string): AllergyAnswer
}

/** The clinical notes that the hub has of a patient, as one text. `unreadable` is not "none": there is something. */
export type HubNotes =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'notes'; readonly text: string }

/** The patients that the hub knows, with what it knows of each. All reject with a HubError without a link. */
export interface PatientSource {
  ids(): Promise<readonly string[]>
  /** Without what the notes say. Null when nothing at all is known of this patient, not even by a note. */
  read(patientId: string): Promise<PatientRecord | null>
  notes(patientId: string): Promise<HubNotes>
}

/** What came back from a model: an answer that nobody has checked yet, or why there is none, as a sentence. */
export type NotesSaid =
  | { readonly kind: 'said'; readonly answer: unknown }
  | {
      readonly kind: 'not-read'
      readonly sentence: string
      /** True when it was not asked, because it is left alone after failures. */
      readonly paused?: true
    }

/** A model that looks for risk facts in notes. What it answers counts only after `guardModelReading`. */
export interface NotesModel {
  /** Name and version of the question, as they go on record. */
  readonly name: string
  /** Never rejects. */
  read(notes: string, stop: AbortSignal): Promise<NotesSaid>
}
