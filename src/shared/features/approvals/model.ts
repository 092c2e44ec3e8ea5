import { z } from 'zod'
import { Actor, PatientId } from '@shared/clinical/person.ts'
import { Role } from '@shared/clinical/roles.ts'

/** Milliseconds since 1970, by the hub's clock. */
const Instant = z.number().int().nonnegative()
const Count = z.number().int().nonnegative()
/** SHA-256 in hex. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/)

/** The id under `approval_request:`; a prior authorisation's reads `auth_approval:{8 hex}`, others may be any text. */
export const ApprovalId = z.string().min(1).max(160)

/**
 * What is asked for. `other`: a program of others asks for something that this version does not know. `drug_answer`: a
 * model's answer about drugs is to become everybody's standard. `emergency_access`: somebody has looked at patients by
 * emergency access, and another person judges whether that was justified.
 */
export const ApprovalKind = z.enum([
  'prior_authorization',
  'high_risk_diagnosis',
  'other',
  'drug_answer',
  'emergency_access',
])
export type ApprovalKind = z.infer<typeof ApprovalKind>

export const ApprovalStatus = z.enum([
  'pending',
  'claimed',
  'approved',
  'denied',
  'information_asked',
  'withdrawn',
  'expired',
])
export type ApprovalStatus = z.infer<typeof ApprovalStatus>

/** One thing that speaks for what is asked or against it, that is missing, or a fact that does neither. */
export const BasisLine = z.object({
  label: z.string().max(200),
  text: z.string().max(2_000),
  standing: z.enum(['for', 'against', 'missing', 'fact']),
})
export type BasisLine = z.infer<typeof BasisLine>

/**
 * What an approval can name besides yes: one of these options, such as another severity than the one that was proposed.
 * A reviewer who names none takes what was offered.
 */
export const Choice = z
  .object({
    label: z.string().min(1).max(60),
    options: z
      .array(z.object({ value: z.string().min(1).max(60), label: z.string().min(1).max(120) }))
      .min(2)
      .max(20),
    offered: z.string().min(1).max(60),
  })
  .refine(({ options, offered }) => options.some(({ value }) => value === offered), {
    message: 'what is offered is one of the options',
  })
export type Choice = z.infer<typeof Choice>

/** The value of an option of the request's choice; null where it has none, and with a denial. */
const Chosen = z.string().max(60).nullable().default(null)

/** What a reviewer is shown of a request. Missing is null or an empty list, never a value that looks like one. */
export const ApprovalContent = z.object({
  kind: ApprovalKind,
  /** The asker's own word for the kind. */
  publishedType: z.string().max(120),
  /** Null only for kinds that concern no single patient. */
  patientId: PatientId.nullable(),
  /** The procedure code, or the leading diagnosis. */
  subject: z.string().max(2_000),
  /** US dollars; null when nobody said. */
  estimatedCost: z.number().nullable(),
  recommendation: z.string().max(2_000),
  /** 0 to 1; null when nobody said, or what was said is no such number. */
  confidence: z.number().min(0).max(1).nullable(),
  justification: z.string().max(20_000),
  basis: z.array(BasisLine).max(200),
  urgent: z.boolean(),
  /** Two reviewers must approve, neither of them who asked. */
  fourEyes: z.boolean(),
  /** The user who asked; null when a program did, or an older version that did not say. */
  askedBy: z.string().max(200).nullable().default(null),
  /** The user who may not decide this: who denied what it appeals against. Absent for everything else. */
  barred: z.string().max(200).optional(),
  choice: Choice.nullable().default(null),
  /** The asker's own mark of what exactly is asked about; it is given back with the ruling. */
  reference: z.string().max(500).nullable().default(null),
  createdAt: Instant,
  deadlineAt: Instant,
})
export type ApprovalContent = z.infer<typeof ApprovalContent>

/** The right to decide, for a while. */
export const Claim = z.object({
  by: Actor,
  at: Instant,
  until: Instant,
  /** Grows with every claim of this request: who holds an older one decides nothing any more. */
  token: z.number().int().positive(),
})
export type Claim = z.infer<typeof Claim>

/** What the reviewer had before them: the digest proves it, `rev` finds it in the log. */
export const Seen = z.object({ digest: Digest, rev: z.number().int().positive() })
export type Seen = z.infer<typeof Seen>

export const Verdict = z.enum(['approved', 'denied'])
export type Verdict = z.infer<typeof Verdict>

/** A decision that can still be undone: nobody else may act on it. */
export const Proposal = z.object({
  verdict: Verdict,
  reason: z.string().max(2_000).nullable(),
  chosen: Chosen,
  by: Actor,
  at: Instant,
  finalAt: Instant,
  seen: Seen,
  /** Of the claim under which it was made. */
  token: z.number().int().positive(),
})
export type Proposal = z.infer<typeof Proposal>

/** A decision that stands. */
export const Ruling = z.object({
  verdict: Verdict,
  reason: z.string().nullable(),
  chosen: Chosen,
  by: Actor,
  at: Instant,
  seen: Seen,
})
export type Ruling = z.infer<typeof Ruling>

export const Exchange = z.object({
  question: z.string(),
  askedBy: Actor,
  askedAt: Instant,
  answer: z.object({ text: z.string(), by: Actor, at: Instant }).nullable(),
})
export type Exchange = z.infer<typeof Exchange>

export const ApprovalEventKind = z.enum([
  'asked',
  'changed',
  'asked_again',
  'fenced',
  'claimed',
  'renewed',
  'released',
  'lease_ended',
  'proposed',
  'undone',
  'first_approved',
  'approved',
  'denied',
  'question',
  'answer',
  'withdrawn',
  'delegated',
  'delegation_ended',
  'escalated',
  'expired',
  'overdue',
  'refreshed',
  'hastened',
  'restored',
])
export type ApprovalEventKind = z.infer<typeof ApprovalEventKind>

/** One line of the request's history; `actor` is null when the deadline clock or a program acted. */
export const ApprovalEvent = z.object({
  kind: ApprovalEventKind,
  at: Instant,
  actor: Actor.nullable(),
  text: z.string().max(4_000).nullable(),
})
export type ApprovalEvent = z.infer<typeof ApprovalEvent>

/**
 * The deadlines of a request. `lease`: the claim ends. `finality`: the undo window ends. `escalation`: it is called to
 * more people. `delegation`: the delegate no longer has it alone. `expiry`: nobody decided in time; of a kind that stays
 * open it is called again, and again. `refresh`: the seed's key would run out while the request is open.
 */
export const ApprovalDueKind = z.enum(['lease', 'finality', 'escalation', 'delegation', 'expiry', 'refresh'])
export type ApprovalDueKind = z.infer<typeof ApprovalDueKind>
export const ApprovalDeadline = z.object({ kind: ApprovalDueKind, at: Instant })
export type ApprovalDeadline = z.infer<typeof ApprovalDeadline>

export const Approval = z.object({
  id: ApprovalId,
  content: ApprovalContent,
  /** Of what was asked: of the program's own text, or of the content without times that were added here. */
  contentDigest: Digest,
  /** The asker's fencing token: an older run neither changes nor withdraws what a newer one asked. */
  fence: Count,
  /** The JSON text that a program of others wrote, kept whole so that its own fields survive; null for our own. */
  original: z.string().max(200_000).nullable(),
  status: ApprovalStatus,
  claim: Claim.nullable(),
  /** The token of the latest claim; 0 before the first. */
  lastToken: Count,
  proposal: Proposal.nullable(),
  /** With four eyes: who approved first. */
  firstApproval: Ruling.nullable(),
  ruling: Ruling.nullable(),
  exchange: z.array(Exchange),
  delegate: z
    .object({ user: z.string(), role: Role, by: Actor, until: Instant, note: z.string() })
    .nullable(),
  escalationLevel: Count,
  escalatedTo: Role.nullable(),
  /** How often it has been called again after its deadline; only kinds that stay open. */
  overdue: Count.default(0),
  closedAt: Instant.nullable(),
  /** When the seed's key was last to be written; it lives for a day from then. */
  mirroredAt: Instant,
  /** Why it was withdrawn. */
  withdrawnBecause: z.string().nullable(),
  due: z.array(ApprovalDeadline),
  timeline: z.array(ApprovalEvent),
  /** How many requests have used this id before; programs of others choose theirs from 2^32. */
  round: Count,
  /** Grows by one with every change; the compare-and-set of the hub rests on it. */
  rev: z.number().int().positive(),
})
export type Approval = z.infer<typeof Approval>

/** True while a person has still to decide, or to let ten seconds pass. */
export function isOpenApproval({ status }: Pick<Approval, 'status'>): boolean {
  return status === 'pending' || status === 'claimed' || status === 'information_asked'
}

/** A row of the queue: what one needs to choose. The whole of a request is read when it is opened. */
export const ApprovalRow = z.object({
  id: ApprovalId,
  kind: ApprovalKind,
  patientId: PatientId.nullable(),
  subject: z.string(),
  estimatedCost: z.number().nullable(),
  recommendation: z.string(),
  confidence: z.number().nullable(),
  urgent: z.boolean(),
  fourEyes: z.boolean(),
  askedBy: z.string().nullable(),
  createdAt: Instant,
  deadlineAt: Instant,
  status: ApprovalStatus,
  claim: Claim.nullable(),
  proposal: Proposal.nullable(),
  firstApprovedBy: Actor.nullable(),
  /** The user who may not decide it; null for most. */
  barred: z.string().nullable(),
  delegatedTo: z.string().nullable(),
  escalationLevel: Count,
  openQuestion: z.boolean(),
  rev: z.number().int().positive(),
})
export type ApprovalRow = z.infer<typeof ApprovalRow>
