import { z } from 'zod'
import {
  BatchStatus,
  CriteriaAnswer,
  FactDefinition,
  PlanView,
  PriorAuthAnswer,
  ProcedureView,
  QueueRow,
  Statistics,
} from './answers.ts'
import { PriorAuthId, PriorAuthRecord, PriorAuthRequest, RequestFault } from './model.ts'
import { event, request } from '@shared/ipc/contract.ts'

const BatchId = z.string().regex(/^[0-9a-f]{16}$/)
/** 10 000 requests with all their facts are far below it. */
const MOST_FILE = 40_000_000

export const priorAuthRequests = {
  /** Decides at once or hands the request to people. Answers within 15 s. */
  'prior-auth.decide': request({
    input: z.object({ request: PriorAuthRequest }),
    output: PriorAuthAnswer,
    role: 'request-prior-auth',
    audit: 'write',
    kind: 'decision',
    subject: ({ request: { patientId } }) => ({ patient: patientId }),
  }),
  /** What is met, not met and missing, for typing; nothing is kept and nothing leaves this computer. */
  'prior-auth.criteria': request({
    input: z.object({ request: PriorAuthRequest.extend({ patientId: z.string().max(128) }) }),
    output: CriteriaAnswer,
    role: 'request-prior-auth',
    audit: 'quiet',
  }),
  'prior-auth.procedures': request({
    input: z.object({ query: z.string().max(200), limit: z.number().int().min(1).max(200) }),
    output: z.object({
      procedures: z.array(ProcedureView),
      total: z.number().int(),
      plans: z.array(PlanView),
      facts: z.array(FactDefinition),
    }),
    role: 'request-prior-auth',
    audit: 'quiet',
  }),
  /** The queue by deadline, or what was closed last. */
  'prior-auth.list': request({
    input: z.object({ which: z.enum(['open', 'closed']), limit: z.number().int().min(1).max(1_000) }),
    output: z.object({ rows: z.array(QueueRow), total: z.number().int(), now: z.number() }),
    role: 'request-prior-auth',
    audit: 'read',
    subject: () => ({ about: 'prior authorisations' }),
  }),
  'prior-auth.read': request({
    input: z.object({ id: PriorAuthId }),
    output: PriorAuthRecord,
    role: 'request-prior-auth',
    audit: 'read',
    subject: ({ id }) => ({ about: id }),
  }),
  'prior-auth.statistics': request({
    input: z.object({ year: z.number().int().min(2000).max(2200) }),
    output: Statistics,
    role: 'see-prior-auth-figures',
    audit: 'quiet',
  }),
  /** Reads a Da Vinci PAS request bundle: one request per item of the claim. Decides nothing. */
  'prior-auth.import-fhir': request({
    input: z.object({ text: z.string().max(MOST_FILE) }),
    output: z.object({
      items: z.array(
        z.object({ sequence: z.number().int(), request: PriorAuthRequest, faults: z.array(RequestFault) }),
      ),
      remarks: z.array(z.string()),
    }),
    role: 'request-prior-auth',
    audit: 'write',
    subject: () => ({ about: 'FHIR request bundle' }),
  }),
  /** Writes the ClaimResponse bundle of a request. */
  'prior-auth.export-fhir': request({
    input: z.object({ id: PriorAuthId }),
    output: z.object({ text: z.string(), fileName: z.string() }),
    role: 'request-prior-auth',
    audit: 'write',
    kind: 'export',
    subject: ({ id }) => ({ about: id }),
  }),
  /** Decides every row of a CSV file. Answers when it has begun. */
  'prior-auth.batch-start': request({
    input: z.object({ name: z.string().trim().min(1).max(120), text: z.string().max(MOST_FILE) }),
    output: BatchStatus,
    role: 'request-prior-auth',
    audit: 'write',
    subject: ({ name }) => ({ about: name }),
  }),
  /** One batch, or with null the one that ran last; null when there is none. */
  'prior-auth.batch-status': request({
    input: z.object({ id: BatchId.nullable() }),
    output: z.object({ batch: BatchStatus.nullable() }),
    role: 'request-prior-auth',
    audit: 'quiet',
  }),
  /** Stops after the rows under way; what was decided stays decided. */
  'prior-auth.batch-cancel': request({
    input: z.object({ id: BatchId }),
    output: BatchStatus,
    role: 'request-prior-auth',
    audit: 'write',
    subject: ({ id }) => ({ about: id }),
  }),
  /** Goes on with a cancelled or interrupted batch; no row is decided twice. */
  'prior-auth.batch-resume': request({
    input: z.object({ id: BatchId }),
    output: BatchStatus,
    role: 'request-prior-auth',
    audit: 'write',
    subject: ({ id }) => ({ about: id }),
  }),
}

export const priorAuthEvents = {
  /** Something of the queue has changed; whoever shows it asks again. */
  'prior-auth.changed': event(z.object({ id: PriorAuthId.nullable() }), 'request-prior-auth'),
  'prior-auth.batch': event(BatchStatus, 'request-prior-auth'),
  /** A deadline comes near, or has passed. */
  'prior-auth.escalated': event(
    z.object({ id: PriorAuthId, deadlineAt: z.number(), overdue: z.boolean() }),
    'request-prior-auth',
  ),
} as const
