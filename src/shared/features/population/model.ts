import { z } from 'zod'
import { EquationRace } from '@shared/clinical/race.ts'
import { PatientId } from '@shared/clinical/person.ts'

/** A metric as publishers name it in `ts:patient:{patient}:{metric}`. */
export const Metric = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_.-]+$/)
export type Metric = z.infer<typeof Metric>

/** The metrics that give points, in the order of a bar's segments. */
export const RiskMetric = z.enum(['a1c', 'bmi', 'blood_pressure'])
export type RiskMetric = z.infer<typeof RiskMetric>
export const riskMetrics: readonly RiskMetric[] = RiskMetric.options

/** What the newest reading of one metric gives. `at` in milliseconds since 1970. */
export const Contribution = z.object({
  metric: RiskMetric,
  value: z.number(),
  at: z.number(),
  points: z.number().min(0),
})
export type Contribution = z.infer<typeof Contribution>

/**
 * How a score reads. Only `high` (above 75) is the seed's; the others divide the rest for people (house policy).
 */
export const RiskBand = z.enum(['high', 'raised', 'moderate', 'low'])
export type RiskBand = z.infer<typeof RiskBand>

/** Who belongs to the population and by what cohorts are cut. Everything but the id may be unknown. */
export const Enrolment = z.object({
  patientId: PatientId,
  name: z.string().max(200).nullable(),
  /** ISO date. */
  birthDate: z.iso.date().nullable(),
  sex: z.enum(['male', 'female']).nullable(),
  /** Ward or practice that looks after the patient. */
  unit: z.string().max(64).nullable(),
  conditions: z.array(z.string().min(1).max(120)).max(64),
  /** As the pooled cohort equations use it; absent when it is not known or another. */
  race: EquationRace.optional(),
})
export type Enrolment = z.infer<typeof Enrolment>

export const AgeBand = z.enum(['0-17', '18-39', '40-64', '65-79', '80+'])
export type AgeBand = z.infer<typeof AgeBand>

/** What a list may be narrowed to: a band, or those of whom nothing that counts was ever read. */
export const BandChoice = z.enum([...RiskBand.options, 'unscored'])
export type BandChoice = z.infer<typeof BandChoice>

/** Scores from `from` up to but without `below`; null has no upper end. */
export const ScoreSpan = z.object({
  from: z.number().min(0).max(100),
  below: z.number().min(0).max(100).nullable(),
})
export type ScoreSpan = z.infer<typeof ScoreSpan>

/** Null leaves a criterion out. A patient of whom the asked attribute is not known does not match it. */
export const CohortFilter = z.object({
  unit: z.string().max(64).nullable(),
  ageBand: AgeBand.nullable(),
  condition: z.string().max(120).nullable(),
  /** A care manager's user name; '' for patients whom nobody has. */
  careManager: z.string().max(120).nullable(),
  band: BandChoice.nullable(),
  /** A part of the scores. */
  scores: ScoreSpan.nullable(),
  /** Hides who is snoozed. */
  awake: z.boolean(),
})
export type CohortFilter = z.infer<typeof CohortFilter>

export const everybody: CohortFilter = {
  unit: null,
  ageBand: null,
  condition: null,
  careManager: null,
  band: null,
  scores: null,
  awake: false,
}

/** One contact with the patient, as whoever made it wrote it down. */
export const OutreachNote = z.object({
  id: z.string().max(64),
  at: z.number(),
  by: z.string().max(120),
  kind: z.enum(['call', 'message', 'visit', 'other']),
  /** Whether the patient was reached. */
  reached: z.boolean(),
  text: z.string().max(2_000),
})
export type OutreachNote = z.infer<typeof OutreachNote>

/** What care managers have agreed on for one patient; shared by all stations. `rev` 0: nothing was ever written. */
export const CareRecord = z.object({
  patientId: PatientId,
  rev: z.number().int().min(0),
  manager: z.string().max(120).nullable(),
  assignedAt: z.number().nullable(),
  snooze: z
    .object({ until: z.number(), reason: z.string().max(500), by: z.string().max(120), at: z.number() })
    .nullable(),
  /** ISO date. */
  nextContact: z.iso.date().nullable(),
  /** The newest first. */
  outreach: z.array(OutreachNote).max(200),
  /** Before this many newest notes others were written, that are no longer kept here. */
  olderNotes: z.number().int().min(0),
})
export type CareRecord = z.infer<typeof CareRecord>

/** One bar of the board. */
export const BoardRow = z.object({
  patientId: PatientId,
  name: z.string().nullable(),
  ageYears: z.number().nullable(),
  unit: z.string().nullable(),
  conditions: z.array(z.string()),
  /** 1 for the highest score of the whole population. Null, as score and band: no reading that counts is known. */
  rank: z.number().int().nullable(),
  score: z.number().nullable(),
  band: RiskBand.nullable(),
  contributions: z.array(Contribution),
  /** Metrics without any reading: their points are not known, and the score is at least what is shown. */
  missing: z.array(RiskMetric),
  /** The score with which yesterday ended (UTC); null when there was none. */
  yesterday: z.number().nullable(),
  /** Since when the patient has been above the threshold; null when below. */
  highSince: z.number().nullable(),
  /** The score was written by another program and our own readings do not explain it. */
  foreign: z.boolean(),
  care: z.object({
    /** Revision of the care record; 0 when nothing was ever agreed on. */
    rev: z.number().int().min(0),
    manager: z.string().nullable(),
    snoozedUntil: z.number().nullable(),
    nextContact: z.string().nullable(),
  }),
})
export type BoardRow = z.infer<typeof BoardRow>
