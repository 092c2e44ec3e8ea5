import { z } from 'zod'
import { Provenance, Standing } from './check.ts'
import { InteractionSeverity, IngredientName, ListedDrug, PatientContext, RuleTier } from './model.ts'
import { Actor, PatientId } from '@shared/clinical/person.ts'

const Instant = z.number().int().nonnegative()

/**
 * Why a warning was overridden: the reasons that the literature finds in use (van der Sijs 2006; Phansalkar 2014),
 * and free text for the rest.
 */
export const OverrideReason = z.enum([
  'benefit-outweighs-risk',
  'already-tolerated',
  'will-monitor',
  'dose-adjusted',
  'no-alternative',
  'not-applicable-to-patient',
  'short-term-use',
  'stops-other-drug',
  'other',
])
export type OverrideReason = z.infer<typeof OverrideReason>

/** What a person did about a warning. */
export const WarningOutcome = z.enum(['shown', 'accepted', 'overridden'])
export type WarningOutcome = z.infer<typeof WarningOutcome>

/** A patient's list as the stations share it. */
export const MedicationList = z.object({
  patientId: PatientId,
  /** 0 for a list that nobody has written yet. */
  rev: z.number().int().nonnegative(),
  drugs: z.array(ListedDrug),
  context: PatientContext,
  changedBy: Actor.nullable(),
  changedAt: Instant.nullable(),
})
export type MedicationList = z.infer<typeof MedicationList>

/** A model's answer that waits for a pharmacist, or that one has judged. */
export const QueueItem = z.object({
  /** The pair's two normal names, sorted. */
  pair: z.tuple([IngredientName, IngredientName]),
  severity: InteractionSeverity.nullable(),
  effect: z.string(),
  mechanism: z.string(),
  action: z.string(),
  provenance: Provenance,
  askedAt: Instant,
  state: z.enum(['waiting', 'validated', 'rejected']),
  judgedBy: Actor.nullable(),
  judgedAt: Instant.nullable(),
  note: z.string().nullable(),
  /** The request for approval in which it is, or was, decided; null for what an older version judged. */
  request: z.string().max(160).nullable().default(null),
  /** Who wants it judged once more, and why; null where nobody had judged it. */
  again: z.object({ user: z.string(), why: z.string() }).nullable().default(null),
  /** The verdict that holds while this waits; null where none does. */
  holds: z.enum(['validated', 'rejected']).nullable().default(null),
  /** Grows with every change; what names an older one is refused. */
  rev: z.number().int().positive(),
})
export type QueueItem = z.infer<typeof QueueItem>

/** How one rule's warnings fared. */
export const RuleFigures = z.object({
  key: z.string(),
  /** "warfarin + NSAIDs". */
  label: z.string(),
  severity: InteractionSeverity,
  tier: RuleTier,
  standing: Standing,
  shown: z.number().int(),
  accepted: z.number().int(),
  overridden: z.number().int(),
  reasons: z.partialRecord(OverrideReason, z.number().int()),
  demotion: z.object({ until: Instant, by: Actor, reason: z.string() }).nullable(),
})
export type RuleFigures = z.infer<typeof RuleFigures>

/** One day of one station, or of all. */
export const LedgerLine = z.object({
  /** ISO date, UTC. */
  day: z.string(),
  station: z.string(),
  local: z.number().int(),
  cache: z.number().int(),
  hub: z.number().int(),
  model: z.number().int(),
  /** Pairs that could not be checked. */
  unchecked: z.number().int(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  /** In the currency of the configured price. */
  spent: z.number(),
  /** Sum of the milliseconds that people waited for answers. */
  waitedMs: z.number(),
})
export type LedgerLine = z.infer<typeof LedgerLine>

/** The seed's baseline for one model call (healthcare-ai-redis-use-cases, use case 1). */
export const seedBaseline = { cost: 0.02, latencyMs: 800 } as const

export const Ledger = z.object({
  lines: z.array(LedgerLine),
  budget: z.object({
    perDay: z.number(),
    spentToday: z.number(),
    state: z.enum(['no-model', 'within', 'warning', 'stopped']),
  }),
})
export type Ledger = z.infer<typeof Ledger>

/** How a model is asked; the key is written but never read back. */
export const ModelSettings = z.object({
  /** Null: no model is asked. Any endpoint that speaks the OpenAI protocol, with https unless on this machine. */
  baseUrl: z.url().max(400).nullable(),
  model: z.string().max(120),
  timeoutMs: z.number().int().min(500).max(60_000),
  /** Per million tokens, in the currency of the budget. */
  inputPrice: z.number().min(0).max(10_000),
  outputPrice: z.number().min(0).max(10_000),
  budgetPerDay: z.number().min(0).max(100_000),
  warnAtShare: z.number().min(0.1).max(1),
})
export type ModelSettings = z.infer<typeof ModelSettings>

export const noModel: ModelSettings = {
  baseUrl: null,
  model: '',
  timeoutMs: 8_000,
  inputPrice: 0,
  outputPrice: 0,
  budgetPerDay: 10,
  warnAtShare: 0.8,
}

/** One ingredient as the formulary browser shows it. */
export const FormularyEntry = z.object({
  name: IngredientName,
  atc: z.array(z.string()),
  brands: z.array(z.string()),
  salts: z.array(z.string()),
  synonyms: z.array(z.string()),
  /** Labels of the classes that rules speak of. */
  classes: z.array(z.string()),
  ingredients: z.array(IngredientName),
  rules: z.number().int(),
})
export type FormularyEntry = z.infer<typeof FormularyEntry>
