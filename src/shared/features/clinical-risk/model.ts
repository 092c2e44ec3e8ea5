import { z } from 'zod'
import { EquationRace } from '@shared/clinical/race.ts'
import { PatientId } from '@shared/clinical/person.ts'

/** Whether a condition is the patient's own and present, as notes and records say it. */
export const HistoryStanding = z.enum(['present', 'past'])

export const HistoryEntry = z.object({
  /** As the source says it. */
  text: z.string().max(300),
  /** ICD-10 or SNOMED code when the source gives one. */
  code: z.string().max(32).nullable(),
  standing: HistoryStanding,
  /** Where it was read: the structured history, or a note with the words themselves. */
  from: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('history') }),
    z.object({ kind: z.literal('note'), quotation: z.string().max(500), by: z.enum(['rules', 'model']) }),
  ]),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

export const Laboratory = z.object({
  name: z.string().max(120),
  value: z.number(),
  unit: z.string().max(32),
  /** Milliseconds since 1970; null when the source does not say. */
  at: z.number().nullable(),
})
export type Laboratory = z.infer<typeof Laboratory>

/** Names as in the seed's records (heart_rate, systolic, …), in this product's units. */
export const Vital = z.object({ name: z.string().max(64), value: z.number(), at: z.number().nullable() })
export type Vital = z.infer<typeof Vital>

/** One patient as a source gives him. Null and absent mean not known; an empty list means that there is none. */
export const PatientRecord = z.object({
  patientId: PatientId,
  ageYears: z.number().min(0).max(130).nullable(),
  sex: z.enum(['male', 'female']).nullable(),
  /** As the pooled cohort equations use it; no part of clinical risk. */
  race: EquationRace.optional(),
  unit: z.string().max(64).nullable(),
  history: z.array(HistoryEntry).max(500).nullable(),
  medications: z.array(z.string().max(200)).max(200).nullable(),
  allergies: z.array(z.string().max(200)).max(200).nullable(),
  vitals: z.array(Vital).max(500),
  laboratory: z.array(Laboratory).max(2_000),
  /** 0 to 1, as the source gives it; null when it gives none and it was computed from completeness. */
  quality: z.number().min(0).max(1).nullable(),
})
export type PatientRecord = z.infer<typeof PatientRecord>

/** A part of the score: between `low` and `high`, equal when everything that it needs is known. */
export const RiskPart = z.object({
  low: z.number().min(0).max(1),
  high: z.number().min(0).max(1),
  /** What it rests on, line by line. */
  basis: z.array(z.object({ label: z.string(), input: z.string(), points: z.number().nullable() })),
  missing: z.array(z.string()),
  source: z.string(),
})
export type RiskPart = z.infer<typeof RiskPart>

export const Recommendation = z.object({
  id: z.string(),
  text: z.string(),
  because: z.string(),
  source: z.string(),
  urgency: z.enum(['now', 'soon', 'routine']),
})
export type Recommendation = z.infer<typeof Recommendation>

/** `high` above 0.8; `review` above 0.7; `possible`: what is missing could lift it above 0.7; `lower` otherwise. */
export const AssessmentStanding = z.enum(['high', 'review', 'possible', 'lower'])
export type AssessmentStanding = z.infer<typeof AssessmentStanding>

export const Assessment = z.object({
  patientId: PatientId,
  standing: AssessmentStanding,
  /** Mean of the three parts: lowest and highest that the missing leaves possible. */
  low: z.number(),
  high: z.number(),
  parts: z.object({ age: RiskPart, medication: RiskPart, history: RiskPart }),
  /** 0 to 1: how much of what is needed was known. */
  confidence: z.number().min(0).max(1),
  missing: z.array(z.string()),
  recommendations: z.array(Recommendation),
  requiresPhysicianReview: z.boolean(),
  assessedAt: z.number(),
  /** The version of tables and rules that it was made by. */
  version: z.string(),
  /** Of one patient of the hub: the model that read the notes beside the rules, null for none, and why not. */
  notes: z.object({ model: z.string().nullable(), remarks: z.array(z.string()) }).optional(),
})
export type Assessment = z.infer<typeof Assessment>

/** One line of a run's results. */
export const ResultRow = Assessment.pick({
  patientId: true,
  standing: true,
  low: true,
  high: true,
  confidence: true,
  requiresPhysicianReview: true,
}).extend({
  age: z.object({ low: z.number(), high: z.number() }),
  medication: z.object({ low: z.number(), high: z.number() }),
  history: z.object({ low: z.number(), high: z.number() }),
  missing: z.array(z.string()),
})
export type ResultRow = z.infer<typeof ResultRow>

export const RunId = z.string().regex(/^risk:[0-9a-f]{12}$/)

export const RunState = z.enum(['queued', 'reading', 'running', 'cancelled', 'interrupted', 'failed', 'done'])
export type RunState = z.infer<typeof RunState>

/** A batch over one source. */
export const RunStatus = z.object({
  id: RunId,
  /** The file's name, or `hub`. */
  source: z.string().max(300),
  format: z.enum(['csv', 'parquet', 'json', 'ndjson', 'fhir', 'hub']),
  state: RunState,
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  startedBy: z.string().max(120),
  /**
   * Records worked on (assessed, rejected or left out), and how many the source has; null until it has been read. The
   * patients that were assessed are the sum of `counts`.
   */
  done: z.number().int(),
  of: z.number().int().nullable(),
  parts: z.object({ done: z.number().int(), of: z.number().int() }),
  /** Who works on it: stations and engine hosts. */
  workers: z.array(z.string()),
  /** Rows that could not be read. */
  rejected: z.number().int(),
  mended: z.number().int(),
  /** Records left out because their quality is 0.95 or less. */
  lowQuality: z.number().int(),
  counts: z.object({
    high: z.number().int(),
    review: z.number().int(),
    possible: z.number().int(),
    lower: z.number().int(),
  }),
  /** 20 bins of the lowest possible score, and of the highest. */
  bins: z.array(z.object({ from: z.number(), low: z.number().int(), high: z.number().int() })),
  /** Records per second of all workers. */
  rowsPerSecond: z.number().nullable(),
  /** What went wrong or was left out, as sentences. */
  remarks: z.array(z.string()),
})
export type RunStatus = z.infer<typeof RunStatus>

/** A row that could not be read. Its text is kept, encrypted, until it is mended or discarded. */
export const Reject = z.object({
  id: z.number().int(),
  /** 1 for the first line; null where a file has no lines. */
  line: z.number().int().nullable(),
  reason: z.string(),
  text: z.string(),
  /** Names of the columns, so that the row can be mended; empty where there are none. */
  columns: z.array(z.string()),
})
export type Reject = z.infer<typeof Reject>

/** A file that lies in the watched folder, the files of one bulk export, or a folder of bundles. */
export const SourceFile = z.object({
  name: z.string(),
  /** How many files it is. */
  files: z.number().int().min(1),
  /** Of all its files. */
  bytes: z.number().int(),
  format: RunStatus.shape.format.exclude(['hub']).nullable(),
  modifiedAt: z.number(),
  lastRun: RunId.nullable(),
})
export type SourceFile = z.infer<typeof SourceFile>
