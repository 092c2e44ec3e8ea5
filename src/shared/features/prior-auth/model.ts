import { z } from 'zod'
import { PatientId } from '@shared/clinical/person.ts'

/** A seed's approval id: `auth_approval:` and 8 hex digits. Every request of this feature has one. */
export const PriorAuthId = z.string().regex(/^auth_approval:[0-9a-f]{8}$/)

/** Longest notes that are accepted, in characters; longer ones are refused with a sentence. */
export const MOST_NOTES = 2_000_000
/** How much of the notes is kept with a request, in characters. */
export const KEPT_NOTES = 20_000

const Code = z.string().trim().max(40)
const Name = z.string().trim().max(80)

export const ProcedureCategory = z.enum([
  'imaging',
  'surgery',
  'infusion',
  'equipment',
  'genetic-testing',
  'therapy',
])
export type ProcedureCategory = z.infer<typeof ProcedureCategory>

/** Where a fact comes from. Only `note` was read by a model; it never decides alone. */
export const FactSource = z.enum(['chart', 'form', 'fhir', 'note'])
export type FactSource = z.infer<typeof FactSource>

export const FactValue = z.union([z.boolean(), z.number(), z.string().max(80)])
export type FactValue = z.infer<typeof FactValue>

/** One clinical fact; the same id twice with different values is a contradiction, which meets nothing. */
export const ClinicalFact = z.object({
  id: Name.min(1),
  value: FactValue,
  /** The day it was true or measured, ISO; null when nobody said. */
  on: z.iso.date().nullable(),
  source: FactSource,
  /** The passage of the notes that says so; null unless it was read from notes. */
  quotation: z.string().max(600).nullable(),
})
export type ClinicalFact = z.infer<typeof ClinicalFact>

/** What is asked for. Facts about the request are checked by the engine, which answers in sentences. */
export const PriorAuthRequest = z.object({
  patientId: PatientId,
  /** CPT or HCPCS. */
  procedure: Code,
  /** ICD-10-CM. */
  diagnoses: z.array(Code).max(60),
  payer: Name,
  plan: Name,
  /** Expedited: waiting could seriously jeopardise life, health or function (42 CFR 422.570). */
  urgent: z.boolean(),
  /** US dollars; null when nobody said: that never counts as low. */
  estimatedCost: z.number().nullable(),
  /** Units asked for; null when nobody said. */
  quantity: z.number().nullable(),
  /** Units of the same procedure used before within the policy's time; null when nobody knows. */
  usedBefore: z.number().nullable(),
  /** Whole years; null when not known. */
  ageYears: z.number().nullable(),
  /** Ids of the documents that are attached. */
  documents: z.array(Name).max(60),
  facts: z.array(ClinicalFact).max(400),
  notes: z.string(),
  /** The denied request that this one appeals against. */
  appealOf: PriorAuthId.nullable(),
  /** The claim and item of a request bundle that this came from. */
  claim: z.object({ identifier: z.string().max(200), sequence: z.number().int().positive() }).nullable(),
})
export type PriorAuthRequest = z.infer<typeof PriorAuthRequest>

export const CriterionState = z.enum(['met', 'not-met', 'missing'])
export type CriterionState = z.infer<typeof CriterionState>

export const CitedFact = z.object({
  id: z.string(),
  /** As people read it: "Conservative care so far: 8 weeks (chart, 2026-10-02)". */
  text: z.string(),
  source: FactSource,
  quotation: z.string().nullable(),
})
export type CitedFact = z.infer<typeof CitedFact>

/** One criterion of the policy, and what on record speaks to it. */
export const CriterionResult = z.object({
  id: z.string(),
  label: z.string(),
  state: CriterionState,
  cited: z.array(CitedFact),
  /** What is not known, is contradictory or is too old; empty unless `missing`. */
  lacking: z.array(z.string()),
  /** Ids of the facts that would settle it, for a form; empty when it is settled. */
  wanted: z.array(z.string()),
})
export type CriterionResult = z.infer<typeof CriterionResult>

/** What the rules recommend. There is no recommendation to deny: a person looks at what is not met. */
export const Recommendation = z.enum(['approve', 'ask_for_information', 'review'])
export type Recommendation = z.infer<typeof Recommendation>

/** What the local rules say of a request. `unchecked` is no answer about it: there is no policy to check it by. */
export const Evaluation = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('checked'),
    policy: z.string(),
    policyVersion: z.string(),
    policySource: z.string(),
    procedureName: z.string(),
    criteria: z.array(CriterionResult),
    recommendation: Recommendation,
    /** 0 to 1; the rules are in docs/prior-authorisation.md. */
    confidence: z.number().min(0).max(1),
    justification: z.string(),
    /** Facts that were not believed, as sentences. */
    remarks: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('unchecked'),
    reason: z.enum(['unknown-procedure', 'unknown-plan', 'not-covered-by-policy']),
    sentence: z.string(),
  }),
])
export type Evaluation = z.infer<typeof Evaluation>

/** Something about the request itself that cannot be right; with one of these nothing is decided. */
export const RequestFault = z.object({ field: z.string(), sentence: z.string() })
export type RequestFault = z.infer<typeof RequestFault>

export const RecordStatus = z.enum([
  'auto_approved',
  'pending_review',
  'approved',
  'denied',
  'information_asked',
  'withdrawn',
  'expired',
])
export type RecordStatus = z.infer<typeof RecordStatus>

/** The hours and days that count for one request, in milliseconds since 1970. */
export const Clock = z.object({
  submittedAt: z.number(),
  deadlineAt: z.number(),
  /** When somebody is told again, so that the deadline is not met by chance; soonest first. */
  escalateAt: z.array(z.number()),
})
export type Clock = z.infer<typeof Clock>

/** A request as it is kept, with everything a reviewer sees. Notes longer than 20 000 characters are cut. */
export const PriorAuthRecord = z.object({
  id: PriorAuthId,
  rev: z.number().int().positive(),
  status: RecordStatus,
  request: PriorAuthRequest,
  notesCut: z.boolean(),
  /** The model that read notes into facts, and the version of what it was asked; null when none did. */
  notesReadBy: z.string().nullable(),
  evaluation: Evaluation,
  clock: Clock,
  /** When it was closed, by whatever; null while it is open. */
  decidedAt: z.number().nullable(),
  /** The user who decided it; null while nobody has, and where an older version did not say. */
  decidedBy: z.string().nullable().default(null),
  /** The user who denied what this appeals against, and may not decide it; null otherwise. */
  barred: z.string().nullable().default(null),
  /** The request that was denied first was expedited; null when this is no appeal, or that is not known. */
  firstUrgent: z.boolean().nullable().default(null),
  /** Why it was denied or what is asked; null otherwise. */
  reason: z.string().nullable(),
  /** What an approval is cited by; null without one. */
  reference: z.string().nullable(),
  /** True when an earlier identical approval was reused. */
  fromCache: z.boolean(),
  /** The batch and row it came from; null when a person asked. */
  origin: z.object({ batch: z.string(), row: z.number().int() }).nullable(),
  /** The user who asked, or who began the batch; null for a file at a host, and where an older version did not say. */
  askedBy: z.string().nullable().default(null),
  /** How often escalation has been announced. */
  escalated: z.number().int().nonnegative(),
})
export type PriorAuthRecord = z.infer<typeof PriorAuthRecord>
