import { z } from 'zod'
import { CriterionState, Evaluation, PriorAuthId, ProcedureCategory, RequestFault } from './model.ts'

/** What deciding answers: the seed's words, and what this station adds to them. */
export const PriorAuthAnswer = z.object({
  status: z.enum(['auto_approved', 'pending_review']),
  reason: z.string(),
  /** What an automatic approval is cited by. */
  reference: z.string().nullable(),
  approval_id: PriorAuthId.nullable(),
  /** `1-4 hours` for what a person decides, as the seed says. */
  estimated_wait: z.string().nullable(),
  ai_recommendation: z.string(),
  confidence: z.number(),
  latency_ms: z.number(),
  id: PriorAuthId,
  deadlineAt: z.number(),
  evaluation: Evaluation,
  /** What became of reading the notes, as a sentence; null when there were none. */
  notes: z.string().nullable(),
})
export type PriorAuthAnswer = z.infer<typeof PriorAuthAnswer>

/** What a form shows while one types: nothing is sent anywhere. */
export const CriteriaAnswer = z.object({
  faults: z.array(RequestFault),
  evaluation: Evaluation,
  /** How it would be routed as it stands, and why. */
  route: z.object({ status: z.enum(['auto_approved', 'pending_review']), sentence: z.string() }),
  met: z.number().int(),
  notMet: z.number().int(),
  missing: z.number().int(),
})
export type CriteriaAnswer = z.infer<typeof CriteriaAnswer>

export const FactDefinition = z.object({
  id: z.string(),
  label: z.string(),
  kind: z.enum(['yes-no', 'number', 'choice']),
  unit: z.string(),
  least: z.number().nullable(),
  most: z.number().nullable(),
  choices: z.array(z.string()),
})
export type FactDefinition = z.infer<typeof FactDefinition>

export const PlanView = z.object({
  payer: z.string(),
  payerName: z.string(),
  plan: z.string(),
  planName: z.string(),
  version: z.string(),
  inForceFrom: z.string(),
})
export type PlanView = z.infer<typeof PlanView>

/** A procedure that needs prior authorisation, with what the form has to ask for it. */
export const ProcedureView = z.object({
  code: z.string(),
  name: z.string(),
  category: ProcedureCategory,
  policy: z.string(),
  /** `payer/plan` of every plan that asks for authorisation. */
  plans: z.array(z.string()),
  facts: z.array(z.string()),
  documents: z.array(z.object({ id: z.string(), label: z.string() })),
  quantity: z.object({ most: z.number(), days: z.number() }).nullable(),
})
export type ProcedureView = z.infer<typeof ProcedureView>

/** One row of the queue; the countdown runs to `deadlineAt`. */
export const QueueRow = z.object({
  id: PriorAuthId,
  patientId: z.string(),
  procedure: z.string(),
  procedureName: z.string(),
  payer: z.string(),
  plan: z.string(),
  urgent: z.boolean(),
  status: z.string(),
  estimatedCost: z.number().nullable(),
  confidence: z.number().nullable(),
  submittedAt: z.number(),
  deadlineAt: z.number(),
  nextEscalationAt: z.number().nullable(),
  /** `overdue` once the deadline has passed undecided. */
  standing: z.enum(['in-time', 'escalated', 'overdue', 'closed']),
  states: z.array(CriterionState),
  reason: z.string().nullable(),
})
export type QueueRow = z.infer<typeof QueueRow>

const Turnaround = z.object({
  decided: z.number().int(),
  /** Milliseconds; null when nothing was decided. */
  averageMs: z.number().nullable(),
  medianMs: z.number().nullable(),
  p90Ms: z.number().nullable(),
  inTime: z.number().int(),
})
export type Turnaround = z.infer<typeof Turnaround>

/** A share as what it is made of, so that nothing reads as 0 % that was never counted. */
export const Share = z.object({ count: z.number().int(), of: z.number().int() })
export type Share = z.infer<typeof Share>

/** The yearly public metrics of 42 CFR 422.122(c), from what happened at this hub. */
export const PublicMetrics = z.object({
  year: z.number().int(),
  items: z.array(z.object({ code: z.string(), name: z.string() })),
  standardApproved: Share,
  standardDenied: Share,
  standardApprovedAfterAppeal: Share,
  /** This product never extends a clock: `count` is 0 by its rules, not by chance. */
  extendedAndApproved: Share,
  expeditedApproved: Share,
  expeditedDenied: Share,
  standard: Turnaround,
  expedited: Turnaround,
})
export type PublicMetrics = z.infer<typeof PublicMetrics>

export const Statistics = z.object({
  year: z.number().int(),
  submitted: z.number().int(),
  open: z.number().int(),
  /** Open beyond their time, or expired undecided. */
  overdue: z.number().int(),
  automatic: Share,
  turnaround: z.object({ standard: Turnaround, expedited: Turnaround, automatic: Turnaround }),
  metrics: PublicMetrics,
  /** Stored outcomes that could not be read and are in no figure. */
  unreadable: z.number().int(),
})
export type Statistics = z.infer<typeof Statistics>

export const BatchStatus = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['running', 'interrupted', 'cancelled', 'done']),
  rows: z.number().int(),
  done: z.number().int(),
  automatic: z.number().int(),
  pending: z.number().int(),
  failed: z.number().int(),
  /** The first 200 rows that failed, with the reason; the number above counts all. */
  failures: z.array(z.object({ row: z.number().int(), reason: z.string() })),
  /** Null until something was done. */
  summary: z
    .object({
      shareAutomatic: Share,
      /** Milliseconds of computing and storing per request. */
      averageProcessingMs: z.number(),
      staffHoursBefore: z.number(),
      staffHoursAfter: z.number(),
      /** The seed's table, computed for this batch. */
      table: z.array(
        z.object({ metric: z.string(), before: z.string(), after: z.string(), improvement: z.string() }),
      ),
    })
    .nullable(),
})
export type BatchStatus = z.infer<typeof BatchStatus>
