import type { Finding, KnowledgeVersion, PairPlaces } from '@shared/features/interactions/check.ts'
import type { FormularyEntry } from '@shared/features/interactions/governance.ts'
import type {
  Candidate,
  InteractionSeverity,
  KnownDrug,
  ListedDrug,
  PatientContext,
  Recognition,
  RuleTier,
} from '@shared/features/interactions/model.ts'

/** A pair of ingredients of which the local knowledge says nothing. */
export interface OpenQuestion {
  /** Where the two stand in the list; several questions may share places when a product has several ingredients. */
  readonly places: PairPlaces
  /** Normal names, sorted. */
  readonly pair: readonly [string, string]
}

export interface LocalAnswer {
  /** Worst first. */
  readonly findings: readonly Finding[]
  readonly open: readonly OpenQuestion[]
  /** Pairs about which the knowledge spoke, or which it cleared by what is known of the patient. */
  readonly settled: readonly PairPlaces[]
  /** Entries of the allergy list in which nothing is known: no drug was checked against them. */
  readonly allergiesNotUnderstood: readonly string[]
}

/** Which rules pharmacists have lowered, and until when (milliseconds since 1970). */
export type Demotions = ReadonlyMap<string, number>

/** The local knowledge, compiled. Everything in it answers without waiting. */
export interface InteractionKnowledge {
  readonly version: KnowledgeVersion
  /** Understands one text; `chosen` and `route` of the line win over what the text says. */
  recognise(drug: ListedDrug): Recognition
  /** Names that begin or sound like the text, best first, at most 12. */
  suggest(text: string): readonly Candidate[]
  /** Reads a pasted list of any form. */
  readList(text: string): readonly { readonly text: string; readonly recognition: Recognition | null }[]
  /**
   * Checks every pair, triple, duplication and allergy. Unknown and ambiguous drugs are passed as null so that places
   * stay; they are no part of any answer.
   */
  check(
    drugs: readonly (KnownDrug | null)[],
    context: PatientContext,
    demotions: Demotions,
    now: number,
  ): LocalAnswer
  /** Every source id that findings name, spelt out. */
  citation(source: string): string
  /** What a finding's key stands for; null when the knowledge has no such rule. */
  ruleOf(
    key: string,
  ): { readonly label: string; readonly severity: InteractionSeverity; readonly tier: RuleTier } | null
  browse(
    query: string,
    offset: number,
    limit: number,
  ): { readonly entries: readonly FormularyEntry[]; readonly total: number }
}
