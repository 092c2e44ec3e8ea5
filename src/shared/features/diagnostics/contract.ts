import { z } from 'zod'
import { PatientId } from '@shared/clinical/person.ts'
import { event, request } from '@shared/ipc/contract.ts'
import { Findings } from './findings.ts'
import {
  ApprovalState,
  CalibrationBucket,
  CalibrationMonth,
  Diagnosis,
  DiagnosticSessionId,
  Feedback,
  FeedbackVerdict,
  ForeignRun,
  Ledger,
  ProgressLine,
  RunBudget,
  RunRow,
} from './model.ts'

const Count = z.number().int().nonnegative()
const ById = z.object({ sessionId: DiagnosticSessionId, patientId: PatientId })
const thisPatient = ({ patientId }: { patientId: string }): { patient: string } => ({ patient: patientId })
const CouldNotRead = z.object({ kind: z.literal('could-not-read'), reason: z.string() })

/** A place in a list of runs; the next page begins behind it. */
export const RunPlace = z.object({ at: z.number().nonnegative(), sessionId: DiagnosticSessionId })
export type RunPlace = z.infer<typeof RunPlace>

/** A whole run. `diagnosis` is null until it is synthesised; findings are what it was started with. */
export const Run = RunRow.extend({
  findings: Findings,
  diagnosis: Diagnosis.nullable(),
  approval: ApprovalState.nullable(),
  ledger: Ledger,
  progress: z.array(ProgressLine),
  fullFeedback: Feedback.nullable(),
})
export type Run = z.infer<typeof Run>

export const ForeignRuns = z.object({ revision: Count, runs: z.array(ForeignRun) })
export type ForeignRuns = z.infer<typeof ForeignRuns>

export const LedgerDay = z.object({
  /** `2026-11-22`, by the hub's clock in UTC. */
  day: z.string(),
  runs: Count,
  calls: Count,
  moneyMicro: Count,
  modelMs: Count,
  runMs: Count,
})
export type LedgerDay = z.infer<typeof LedgerDay>

export const diagnosticRequests = {
  'diagnostics.start': request({
    input: z.object({ patientId: PatientId, findings: Findings, budget: RunBudget.nullish() }),
    output: RunRow,
    role: 'run-diagnostics',
    audit: 'write',
    kind: 'ai-advice',
    subject: thisPatient,
  }),
  'diagnostics.cancel': request({
    input: ById,
    output: RunRow,
    role: 'run-diagnostics',
    audit: 'write',
    subject: thisPatient,
  }),
  /** Newest first; with a patient only theirs. `older` is where the next page begins; null when nothing is behind. */
  'diagnostics.list': request({
    input: z.object({
      patientId: PatientId.nullable(),
      limit: z.number().int().min(1).max(200),
      after: RunPlace.nullish(),
    }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('found'), runs: z.array(RunRow), older: RunPlace.nullable() }),
      CouldNotRead,
    ]),
    role: 'read-diagnostics',
    audit: 'read',
    subject: ({ patientId }) => (patientId === null ? { about: 'diagnostic runs' } : { patient: patientId }),
  }),
  /** Runs that programs of others are making, the one heard of last on top. */
  'diagnostics.foreign': request({
    input: z.object({}),
    output: ForeignRuns,
    role: 'read-diagnostics',
    audit: 'read',
    subject: () => ({ about: 'diagnostic runs of other programs' }),
  }),
  'diagnostics.read': request({
    input: ById,
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('found'), run: Run }),
      z.object({ kind: z.literal('not-found') }),
      CouldNotRead,
    ]),
    role: 'read-diagnostics',
    audit: 'read',
    subject: thisPatient,
  }),
  /** Replaces earlier feedback of the same run. */
  'diagnostics.feedback': request({
    input: ById.extend({
      verdict: FeedbackVerdict,
      useful: z.boolean(),
      finally: z.string().trim().max(200).nullable(),
    }),
    output: RunRow,
    role: 'run-diagnostics',
    audit: 'write',
    subject: thisPatient,
  }),
  /** Confidence of the leading hypothesis against what it was in the end; no patient. */
  'diagnostics.calibration': request({
    input: z.object({}),
    output: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('found'),
        buckets: z.array(CalibrationBucket),
        /** The latest first, at most 24. */
        months: z.array(CalibrationMonth),
        /** Mean squared distance of confidence and outcome (right 1, partly 0.5, wrong 0); null without feedback. */
        brier: z.number().min(0).max(1).nullable(),
        useful: Count,
        judged: Count,
      }),
      CouldNotRead,
    ]),
    role: 'read-diagnostic-figures',
    audit: 'quiet',
  }),
  /** What runs have cost by day; no patient. */
  'diagnostics.ledger': request({
    input: z.object({ days: z.number().int().min(1).max(366) }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('found'), days: z.array(LedgerDay), budget: RunBudget }),
      CouldNotRead,
    ]),
    role: 'read-diagnostic-figures',
    audit: 'quiet',
  }),
} as const

export const diagnosticEvents = {
  /** A run has moved on. `progress` holds all of it, so that who joins late or missed an event has nothing to ask. */
  'diagnostics.changed': event(
    z.object({ revision: Count, run: RunRow, progress: z.array(ProgressLine) }),
    'read-diagnostics',
  ),
  /** All of what is heard of other programs' runs, so that a missed event is made good by the next. */
  'diagnostics.foreign-changed': event(ForeignRuns, 'read-diagnostics'),
  /** Another link or hub: take a new snapshot. */
  'diagnostics.reset': event(z.object({ revision: Count }), 'read-diagnostics'),
} as const
