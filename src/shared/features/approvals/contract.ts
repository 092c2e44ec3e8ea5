import { z } from 'zod'
import { event, request } from '@shared/ipc/contract.ts'
import { PatientId } from '@shared/clinical/person.ts'
import { Approval, ApprovalId, ApprovalKind, ApprovalRow, Digest, Verdict } from './model.ts'

const Nothing = z.object({})
const Words = z.string().trim().min(1).max(2_000)
const Token = z.number().int().positive()
/** Whole numbers of milliseconds or requests. */
const Count = z.number().int().nonnegative()

/**
 * The patient is named beside the id, so that the record knows whom it concerned (null: no single patient); main refuses
 * when the two do not belong together.
 */
const ById = z.object({ id: ApprovalId, patientId: PatientId.nullable() })
const thisRequest = ({ id, patientId }: z.output<typeof ById>): { patient: string } | { about: string } =>
  patientId === null ? { about: id } : { patient: patientId }

// Every request here is for everybody who has a part in the queue; which kinds of requests a person is shown, and what
// they may do with each, is `kinds.ts`, and main holds them to it request by request.

/** A request as the window sees it, without the text of the program that wrote it. */
export const ApprovalView = Approval.omit({ original: true })
export type ApprovalView = z.infer<typeof ApprovalView>

/** A whole request, and the digest of what is shown of it: a decision must name it again. */
export const ShownApproval = z.object({ approval: ApprovalView, digest: Digest })
export type ShownApproval = z.infer<typeof ShownApproval>

export const ApprovalQueue = z.object({
  revision: Count,
  items: z.array(ApprovalRow),
  /** False while the station has no link, or has not yet looked for what was asked in its absence. */
  complete: z.boolean(),
  /** Why the queue cannot be followed at all, for people; null while it can. */
  problem: z.string().nullable(),
  /** Requests of other programs that could not be understood; they are on the hub and in nobody's queue. */
  unreadable: Count,
})
export type ApprovalQueue = z.infer<typeof ApprovalQueue>

export const ApprovalChange = z.object({
  revision: Count,
  upserts: z.array(ApprovalRow),
  removed: z.array(ApprovalId),
  complete: z.boolean(),
  problem: z.string().nullable(),
  unreadable: Count,
})
export type ApprovalChange = z.infer<typeof ApprovalChange>

/** A place in the list of closed requests; the next page begins behind it. */
export const ClosedPlace = z.object({ at: z.number().nonnegative(), id: ApprovalId })
export type ClosedPlace = z.infer<typeof ClosedPlace>

/** A request that has come to its end; what is shown when it is opened is the whole of it. */
export const ClosedRow = ApprovalRow.extend({
  closedAt: Count,
  /** Null for what nobody decided: withdrawn by a program, or expired. */
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
})
export type ClosedRow = z.infer<typeof ClosedRow>

/** Turnaround of one kind of request over some days, by decision. Times are upper limits of the class they fall in. */
export const TurnaroundLine = z.object({
  kind: ApprovalKind,
  urgent: z.boolean(),
  approved: Count,
  denied: Count,
  withdrawn: Count,
  expired: Count,
  /** Of those decided: how many before their deadline. */
  inTime: Count,
  /** From asking to decision, in milliseconds; null when nothing was decided. */
  meanMs: z.number().nonnegative().nullable(),
  /** Not more than this, in milliseconds; null when nothing was decided or it took longer than every class. */
  medianMs: Count.nullable(),
  p90Ms: Count.nullable(),
})
export type TurnaroundLine = z.infer<typeof TurnaroundLine>

export const approvalRequests = {
  'approvals.list': request({
    input: Nothing,
    output: ApprovalQueue,
    role: 'see-gates',
    audit: 'read',
    subject: () => ({ about: 'approval queue' }),
  }),
  'approvals.read': request({
    input: ById,
    output: z.discriminatedUnion('kind', [
      ShownApproval.extend({ kind: z.literal('found') }),
      z.object({ kind: z.literal('not-found') }),
      z.object({ kind: z.literal('could-not-read'), reason: z.string() }),
    ]),
    role: 'see-gates',
    audit: 'read',
    subject: thisRequest,
  }),
  /**
   * Requests that have come to an end, the latest first, of the kinds that the person may see; with a patient number only
   * theirs. The hub's list is read back for a while at a time, so that a page may hold fewer rows than there are, and
   * `older` goes on from where it ended.
   */
  'approvals.closed': request({
    input: z.object({
      patientId: PatientId.nullable(),
      after: ClosedPlace.nullable(),
      limit: z.number().int().min(1).max(200),
    }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('found'), rows: z.array(ClosedRow), older: ClosedPlace.nullable() }),
      z.object({ kind: z.literal('could-not-read'), reason: z.string() }),
    ]),
    role: 'see-gates',
    audit: 'read',
    subject: ({ patientId }) => (patientId === null ? { about: 'closed approvals' } : { patient: patientId }),
  }),
  /** Takes the request, or renews the claim of this person at this station. */
  'approvals.claim': request({
    input: ById,
    output: ShownApproval,
    role: 'see-gates',
    audit: 'write',
    subject: thisRequest,
  }),
  'approvals.release': request({
    input: ById.extend({ token: Token }),
    output: ShownApproval,
    role: 'see-gates',
    audit: 'write',
    subject: thisRequest,
  }),
  /** `token`: of the claim; `digest`: of what was shown. A denial needs a specific reason, some kinds any for a yes. */
  'approvals.decide': request({
    input: ById.extend({
      token: Token,
      digest: Digest,
      verdict: Verdict,
      reason: z.string().trim().max(2_000),
      /** An option of the request's choice; null takes what was offered. */
      chosen: z.string().min(1).max(60).nullable().default(null),
    }),
    output: ShownApproval,
    role: 'see-gates',
    audit: 'write',
    kind: 'decision',
    subject: thisRequest,
    why: ({ reason }) => (reason === '' ? null : reason),
  }),
  'approvals.undo': request({
    input: ById.extend({ token: Token }),
    output: ShownApproval,
    role: 'see-gates',
    audit: 'write',
    kind: 'decision',
    subject: thisRequest,
  }),
  'approvals.ask': request({
    input: ById.extend({ token: Token, text: Words }),
    output: ShownApproval,
    role: 'see-gates',
    audit: 'write',
    subject: thisRequest,
    why: ({ text }) => text,
  }),
  'approvals.answer': request({
    input: ById.extend({ text: Words }),
    output: ShownApproval,
    role: 'see-gates',
    audit: 'write',
    subject: thisRequest,
    why: ({ text }) => text,
  }),
  'approvals.withdraw': request({
    input: ById.extend({ reason: Words }),
    output: ShownApproval,
    role: 'see-gates',
    audit: 'write',
    kind: 'decision',
    subject: thisRequest,
    why: ({ reason }) => reason,
  }),
  'approvals.delegate': request({
    input: ById.extend({ to: z.string().trim().toLowerCase().min(1).max(64), note: z.string().max(1_000) }),
    output: ShownApproval,
    role: 'see-gates',
    audit: 'write',
    subject: thisRequest,
    why: ({ note }) => (note === '' ? null : note),
  }),
  'approvals.figures': request({
    input: z.object({ days: z.number().int().min(1).max(366) }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('found'), lines: z.array(TurnaroundLine) }),
      z.object({ kind: z.literal('could-not-read'), reason: z.string() }),
    ]),
    role: 'see-gates',
    audit: 'quiet',
  }),
} as const

export const approvalEvents = {
  'approvals.changed': event(ApprovalChange, 'see-gates'),
  /** The queue was read anew (reconnect, another hub): take a new snapshot. */
  'approvals.reset': event(z.object({ revision: Count }), 'see-gates'),
} as const
