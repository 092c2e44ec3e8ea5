import { z } from 'zod'
import { Actor, PatientId } from '@shared/clinical/person.ts'

/** Milliseconds since 1970, by the hub's clock. */
const Instant = z.number().int().nonnegative()
const Count = z.number().int().nonnegative()
const Share = z.number().min(0).max(1)

export const SpecialistId = z.enum([
  'cardiology',
  'neurology',
  'radiology',
  'laboratory',
  'infectious_disease',
  'pharmacology',
  'general_medicine',
  /** Argues against the leading hypothesis. */
  'challenger',
  /** Weighs cost and harm of the next test. */
  'steward',
])
export type SpecialistId = z.infer<typeof SpecialistId>

export const RiskLevel = z.enum(['low', 'moderate', 'high'])
export type RiskLevel = z.infer<typeof RiskLevel>

/** `diag:{patient}:{8 hex}`, as the seed forms it. */
export const DiagnosticSessionId = z.string().regex(/^diag:.{1,128}:[0-9a-f]{8}$/s)

/** One finding and how it weighs: in points of the scale that docs/diagnostics.md explains. */
export const Evidence = z.object({ text: z.string(), points: z.number() })
export type Evidence = z.infer<typeof Evidence>

export const Hypothesis = z.object({
  condition: z.string(),
  name: z.string(),
  mustNotMiss: z.boolean(),
  /** 0 to 1, from what is known; orders hypotheses and is compared with outcomes, it is no measured probability. */
  confidence: Share,
  /** What the confidence could be at most if everything missing spoke for the condition. */
  atMost: Share,
  for: z.array(Evidence),
  against: z.array(Evidence),
  /** Inputs in words that could change the standing. */
  missing: z.array(z.string()),
  source: z.string(),
})
export type Hypothesis = z.infer<typeof Hypothesis>

/** A published score as a specialist used it. */
export const ScoreReport = z.object({
  score: z.string(),
  name: z.string(),
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('scored'), value: z.number(), band: z.string(), meaning: z.string() }),
    z.object({
      kind: z.literal('incomplete'),
      lowest: z.number(),
      highest: z.number(),
      possible: z.array(z.string()),
      missing: z.array(z.string()),
    }),
    z.object({ kind: z.literal('refused'), reason: z.string() }),
  ]),
  source: z.string(),
})
export type ScoreReport = z.infer<typeof ScoreReport>

export const NextTest = z.object({
  test: z.string(),
  name: z.string(),
  /** US dollars, house policy; what one examination costs about. */
  costUsd: z.number(),
  harm: z.enum(['none', 'slight', 'moderate', 'considerable']),
  harmText: z.string(),
  /** What it would tell, in words. */
  decides: z.array(z.string()),
  /** How far it could move what must not be missed and what leads, in points. */
  value: z.number(),
})
export type NextTest = z.infer<typeof NextTest>

/** What one specialist says by the local rules. */
export const LocalOpinion = z.object({
  specialist: SpecialistId,
  /** False when nothing was known that the specialist reads: no opinion is not agreement. */
  heard: z.boolean(),
  /** Of the first hypothesis; null when there is none. */
  confidence: Share.nullable(),
  hypotheses: z.array(Hypothesis),
  scores: z.array(ScoreReport),
  /** Full sentences. */
  remarks: z.array(z.string()),
  tests: z.array(NextTest),
})
export type LocalOpinion = z.infer<typeof LocalOpinion>

/** What a configured model says in the place of one specialist; shown apart from the local rules. */
export const ModelHypothesis = z.object({
  condition: z.string(),
  name: z.string(),
  confidence: Share,
  reason: z.string(),
})
export const ModelOpinion = z.object({
  specialist: SpecialistId,
  model: z.string(),
  promptVersion: z.string(),
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('answered'), hypotheses: z.array(ModelHypothesis), concern: z.string() }),
    z.object({ kind: z.literal('failed'), reason: z.string() }),
    /** The budget was spent, or none was allowed. */
    z.object({ kind: z.literal('not-asked'), reason: z.string() }),
  ]),
})
export type ModelOpinion = z.infer<typeof ModelOpinion>

export const Dissent = z.object({
  specialist: SpecialistId,
  origin: z.enum(['local-rules', 'model']),
  /** The hypothesis that is contradicted. */
  against: z.string(),
  /** What is held instead; null when it is only contradicted. */
  instead: z.string().nullable(),
  /** Full sentence. */
  why: z.string(),
})
export type Dissent = z.infer<typeof Dissent>

export const RiskReason = z.object({
  rule: z.enum([
    'must-not-miss-likely',
    'must-not-miss-not-excluded',
    'must-not-miss-raised',
    'must-not-miss-unchecked',
    'critical-score',
    'vital-signs-incomplete',
    'nothing-found',
    'dissent',
  ]),
  level: RiskLevel,
  text: z.string(),
})
export type RiskReason = z.infer<typeof RiskReason>

export const Diagnosis = z.object({
  /** Ranked: confidence, then must-not-miss first, then name. */
  differential: z.array(Hypothesis),
  /** Must-not-miss conditions that are raised and not excluded, the most possible first. */
  mustNotMiss: z.array(Hypothesis),
  /** Must-not-miss conditions for which the deciding measurement is not known; could not be checked. */
  unchecked: z.array(z.object({ condition: z.string(), name: z.string(), missing: z.array(z.string()) })),
  dissent: z.array(Dissent),
  risk: z.object({ level: RiskLevel, reasons: z.array(RiskReason) }),
  next: z.array(NextTest),
  /** Full sentences, the most urgent first. */
  actions: z.array(z.string()),
  scores: z.array(ScoreReport),
  local: z.array(LocalOpinion),
  model: z.array(ModelOpinion),
  rulesVersion: z.string(),
})
export type Diagnosis = z.infer<typeof Diagnosis>

/** What a run may spend on model opinions. */
export const RunBudget = z.object({
  calls: z.number().int().min(0).max(100),
  /** Millionths of a US dollar. */
  moneyMicro: z.number().int().min(0).max(100_000_000),
  /** Milliseconds for all opinions together. */
  timeMs: z.number().int().min(0).max(280_000),
})
export type RunBudget = z.infer<typeof RunBudget>

export const defaultBudget: RunBudget = { calls: 9, moneyMicro: 500_000, timeMs: 60_000 }

export const Ledger = z.object({
  budget: RunBudget,
  calls: Count,
  moneyMicro: Count,
  /** Time spent waiting for opinions of a model, and the whole run, in milliseconds. */
  modelMs: Count,
  runMs: Count,
  /** Which part of the budget ended the asking; null while none has. */
  spent: z.enum(['calls', 'money', 'time']).nullable(),
})
export type Ledger = z.infer<typeof Ledger>

export const RunStatus = z.enum([
  'running',
  'completed',
  'cancelled',
  /** It was begun too often or too long ago without coming to an end. */
  'abandoned',
])
export type RunStatus = z.infer<typeof RunStatus>

/** One line of the durable progress; `event` and `confidence` as the seed publishes them, or a step of our own. */
export const ProgressLine = z.object({
  /** Position in the log. */
  id: z.string(),
  event: z.enum([
    'started',
    'resumed',
    'from_cache',
    'specialist_started',
    'specialist_complete',
    'model_asked',
    'budget_spent',
    'synthesised',
    'approval_asked',
    'completed',
    'cancelled',
    'abandoned',
  ]),
  specialist: SpecialistId.nullable(),
  confidence: Share.nullable(),
  at: Instant,
})
export type ProgressLine = z.infer<typeof ProgressLine>

/**
 * What is heard of a run that a program of others makes as the seed does. Only what it publishes is known: neither
 * findings nor result. A station that joined late has not heard the beginning.
 */
export const ForeignRun = z.object({
  sessionId: DiagnosticSessionId,
  patientId: PatientId,
  /** When this station first and last heard of it. */
  heardAt: Instant,
  lastAt: Instant,
  /** `ended`: the patient's lock is no longer held for it; the result is in that program. */
  state: z.enum(['running', 'ended']),
  /** In the order in which they were first heard of; the names are that program's own. */
  lanes: z.array(
    z.object({ specialist: z.string().max(60), done: z.boolean(), confidence: Share.nullable() }),
  ),
})
export type ForeignRun = z.infer<typeof ForeignRun>

export const ApprovalState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('not-needed') }),
  z.object({
    kind: z.literal('asked'),
    id: z.string(),
    status: z.enum(['pending', 'claimed', 'approved', 'denied', 'information_asked', 'withdrawn', 'expired']),
    reason: z.string().nullable(),
  }),
  /** It was asked, and what has become of it cannot be read at present. */
  z.object({ kind: z.literal('unknown'), id: z.string(), why: z.string() }),
  /** A person has to decide and this installation has no queue. */
  z.object({ kind: z.literal('no-queue'), why: z.string() }),
])
export type ApprovalState = z.infer<typeof ApprovalState>

export const FeedbackVerdict = z.enum(['right', 'partly', 'wrong'])
export const Feedback = z.object({
  verdict: FeedbackVerdict,
  useful: z.boolean(),
  /** Condition of the catalogue, or free words; null while not known. */
  finally: z.string().max(200).nullable(),
  by: Actor,
  at: Instant,
})
export type Feedback = z.infer<typeof Feedback>

/** A run in a list. */
export const RunRow = z.object({
  sessionId: DiagnosticSessionId,
  patientId: PatientId,
  status: RunStatus,
  source: z.enum(['rules', 'cache']).nullable(),
  startedBy: Actor,
  startedAt: Instant,
  endedAt: Instant.nullable(),
  leading: z.string().nullable(),
  confidence: Share.nullable(),
  risk: RiskLevel.nullable(),
  feedback: FeedbackVerdict.nullable(),
})
export type RunRow = z.infer<typeof RunRow>

/** Confidence against outcome: how often the leading hypothesis was right among runs that were as sure as this. */
export const CalibrationBucket = z.object({
  from: Share,
  to: Share,
  runs: Count,
  right: Count,
  partly: Count,
  wrong: Count,
  meanConfidence: Share.nullable(),
})
export type CalibrationBucket = z.infer<typeof CalibrationBucket>

/** The same of all runs that began in one month (UTC, `2026-11`; null for those of an older version). */
export const CalibrationMonth = CalibrationBucket.omit({ from: true, to: true }).extend({
  month: z.string().nullable(),
  brier: z.number().min(0).max(1).nullable(),
})
export type CalibrationMonth = z.infer<typeof CalibrationMonth>
