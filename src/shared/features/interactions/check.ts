import { z } from 'zod'
import { Evidence, InteractionSeverity, IngredientName, Onset, Recognition, RuleTier } from './model.ts'

/** Where an answer comes from, in the order in which it is looked for. */
export const AnswerSource = z.enum(['local', 'cache', 'hub', 'model'])
export type AnswerSource = z.infer<typeof AnswerSource>

/**
 * Who stands behind it: `knowledge` (a rule with its source), `validated` (a pharmacist accepted it), `unvalidated`
 * (a model's answer that waits for a pharmacist), `foreign` (another program wrote it on the hub).
 */
export const Standing = z.enum(['knowledge', 'validated', 'unvalidated', 'foreign'])
export type Standing = z.infer<typeof Standing>

/** A place in the list that was asked about, from 0. */
const Place = z.number().int().nonnegative()
export const PairPlaces = z.tuple([Place, Place])
export type PairPlaces = z.infer<typeof PairPlaces>

/** A fact about the patient that changed a rule's severity, or would if it were known. */
export const Adjustment = z.object({
  /** The condition in words: "age 65 or over". */
  condition: z.string(),
  /** Null where only the note applies. */
  severity: InteractionSeverity.nullable(),
  note: z.string().nullable(),
})
export type Adjustment = z.infer<typeof Adjustment>

/** Where a model's or a foreign answer comes from. */
export const Provenance = z.object({
  model: z.string().nullable(),
  promptVersion: z.string().nullable(),
  /** Milliseconds since 1970; null when the entry does not say. */
  at: z.number().nullable(),
  /** Another model said this instead; a person decides. */
  contradictedBy: z
    .object({ model: z.string().nullable(), severity: InteractionSeverity.nullable(), effect: z.string() })
    .nullable(),
})
export type Provenance = z.infer<typeof Provenance>

/** Something that speaks against giving these drugs together, or this one drug to this patient. */
export const Finding = z.object({
  /** Names the rule or the pair in overrides and figures: `rule:…`, `pair:…`, `duplicate:…`, `allergy:…`. */
  key: z.string(),
  kind: z.enum(['interaction', 'duplicate', 'allergy']),
  /** Places in the list: one for an allergy, two for a pair, three for a triple, more for duplicates. */
  drugs: z.array(Place).min(1),
  /** The ingredients that meet, in the order of `drugs`. */
  ingredients: z.array(IngredientName).min(1),
  severity: InteractionSeverity,
  /** What the rule says before the patient's facts were looked at. */
  baseSeverity: InteractionSeverity,
  tier: RuleTier,
  effect: z.string(),
  mechanism: z.string(),
  action: z.string(),
  onset: Onset,
  evidence: Evidence,
  /** Ids; the result's `citations` spell them out. */
  sources: z.array(z.string()),
  source: AnswerSource,
  standing: Standing,
  provenance: Provenance.nullable(),
  applied: z.array(Adjustment),
  /** Facts that nobody gave and that could change this answer: "kidney function (eGFR)". */
  missing: z.array(z.string()),
  /** True when it may stop the work of the person who prescribes. */
  interrupts: z.boolean(),
  /** Pharmacists have lowered it until then; null when they have not. */
  demotedUntil: z.number().nullable(),
})
export type Finding = z.infer<typeof Finding>

/** Why a pair or a drug could not be checked. Never the same as "nothing found". */
export const UncheckedReason = z.enum([
  'unknown-drug',
  'ambiguous-drug',
  'model-unreachable',
  'model-slow',
  'model-over-budget',
  'model-wrong-shape',
  'model-refused',
  'model-other-drugs',
  'model-paused',
  'answer-rejected',
])
export type UncheckedReason = z.infer<typeof UncheckedReason>

export const Unchecked = z.object({
  drugs: z.array(Place).min(1).max(2),
  reason: UncheckedReason,
  sentence: z.string(),
  /** A repeat may help. */
  retry: z.boolean(),
})
export type Unchecked = z.infer<typeof Unchecked>

/** Which layers were asked. What was not consulted is said, since it may have known more. */
export const Consulted = z.object({
  hub: z.enum(['consulted', 'not-needed', 'unreachable']),
  model: z.enum(['off', 'not-needed', 'asked', 'over-budget', 'paused']),
})
export type Consulted = z.infer<typeof Consulted>

export const KnowledgeVersion = z.object({
  /** ISO date of the knowledge. */
  version: z.string(),
  ingredients: z.number().int(),
  rules: z.number().int(),
  /** Who has reviewed it for this hospital, and when; null: nobody has. */
  reviewed: z.string().nullable(),
})
export type KnowledgeVersion = z.infer<typeof KnowledgeVersion>

export const CheckResult = z.object({
  checkId: z.string(),
  /** In the order asked. */
  drugs: z.array(Recognition),
  /** Worst first. */
  findings: z.array(Finding),
  /** Pairs of which nothing is known that speaks against them, in what was consulted. */
  clear: z.array(PairPlaces),
  /** Those of `clear` of which only a model or another program says so, and no pharmacist has accepted it. */
  adviceOnly: z.array(PairPlaces),
  /** Pairs that a model is being asked about; their answers come by `interactions.answered`. */
  pending: z.array(PairPlaces),
  unchecked: z.array(Unchecked),
  /** Entries of the allergy list, as they were given, in which nothing is known: no drug was checked against them. */
  allergiesNotUnderstood: z.array(z.string()),
  consulted: Consulted,
  knowledge: KnowledgeVersion,
  /** The age of the oldest answer that is not from the knowledge, milliseconds; null without one. */
  oldestAnswerMs: z.number().nullable(),
  citations: z.record(z.string(), z.string()),
  latencyMs: z.number(),
  /** True when the answers rest on a demonstration, not on a patient. */
  simulated: z.boolean(),
})
export type CheckResult = z.infer<typeof CheckResult>

/** What a model said meanwhile about pairs of an earlier check. */
export const LateAnswer = z.object({
  checkId: z.string(),
  pair: PairPlaces,
  /** Null with `unchecked` null: nothing found. */
  finding: Finding.nullable(),
  unchecked: Unchecked.nullable(),
  /** With "nothing found": no pharmacist has accepted that answer. */
  adviceOnly: z.boolean(),
  citations: z.record(z.string(), z.string()),
})
export type LateAnswer = z.infer<typeof LateAnswer>
