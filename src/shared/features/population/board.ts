import { z } from 'zod'
import { BoardRow, CohortFilter, RiskBand, RiskMetric } from './model.ts'

/** What of the board is looked at. */
export const BoardView = z.object({
  filter: CohortFilter,
  /** Part of a name or an id; '' for all. */
  search: z.string().max(120),
  order: z.enum(['score', 'rise', 'fall', 'next-contact']),
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(200),
})
export type BoardView = z.infer<typeof BoardView>

/** What is looked at, as it stands now. Main sends it again whenever it has changed. */
export const BoardPage = z.object({
  view: BoardView,
  /** Grows with every page sent; an older one that comes late is not shown. */
  serial: z.number().int(),
  at: z.number(),
  rows: z.array(BoardRow),
  /** How many match filter and search, and how many there are. */
  matching: z.number().int(),
  population: z.number().int(),
  /** How many of them have no score, because nothing that counts was ever read; null when that is not known yet. */
  unscored: z.number().int().nullable(),
  /** Patients read so far when the board is still being read; null when it is complete. */
  reading: z.object({ read: z.number().int(), of: z.number().int() }).nullable(),
  /** Since when nothing has come from the hub; null while it answers. */
  silentSince: z.number().nullable(),
  /** What can be filtered by. */
  choices: z.object({
    units: z.array(z.string()),
    conditions: z.array(z.string()),
    careManagers: z.array(z.string()),
  }),
  /** Simulated patients are on this hub. */
  simulated: z.boolean(),
})
export type BoardPage = z.infer<typeof BoardPage>

/** How the scores lie, and who moved since yesterday ended. Names nobody. */
export const Distribution = z.object({
  at: z.number(),
  /** With a score; every other number is about them. */
  patients: z.number().int(),
  /** Without: nothing that counts was ever read. */
  unscored: z.number().int(),
  /** 20 bins of five points: patients now, and with yesterday's scores. The last holds 100 too. */
  bins: z.array(z.object({ from: z.number(), now: z.number().int(), yesterday: z.number().int() })),
  /** From band to band since yesterday; patients who were not there yesterday come from null. */
  flow: z.array(z.object({ from: RiskBand.nullable(), to: RiskBand, patients: z.number().int() })),
  rose: z.number().int(),
  fell: z.number().int(),
  same: z.number().int(),
})
export type Distribution = z.infer<typeof Distribution>

/** A score of the literature for this patient, from what is known of him; ages are those of its inputs. */
export const FurtherScore = z.object({
  name: z.string(),
  title: z.string(),
  result: z.discriminatedUnion('kind', [
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
  /** What went in. `at`: when it was measured; null when that is not known. */
  inputs: z.array(
    z.object({
      label: z.string(),
      input: z.string(),
      points: z.number().nullable(),
      at: z.number().nullable(),
    }),
  ),
  source: z.string(),
})
export type FurtherScore = z.infer<typeof FurtherScore>

/** Everything behind one bar. */
export const Why = z.object({
  row: BoardRow,
  /** The rule of each metric in words, such as "10 points per % of HbA1c above 5.7". */
  formula: z.array(z.object({ metric: RiskMetric, rule: z.string() })),
  source: z.string(),
  /** The one change of one metric that would move the patient out of his band; null when none would. */
  change: z
    .object({
      metric: RiskMetric,
      from: z.number(),
      to: z.number(),
      scoreThen: z.number(),
      bandThen: RiskBand,
      sentence: z.string(),
    })
    .nullable(),
  /** Readings of the metrics that count, oldest first, for the trend. */
  trend: z.array(
    z.object({ metric: RiskMetric, points: z.array(z.object({ at: z.number(), value: z.number() })) }),
  ),
  /** How the score itself went, oldest first, computed from those readings. */
  course: z.array(z.object({ at: z.number(), score: z.number() })),
  further: z.array(FurtherScore),
  /** What could not be read, as sentences. */
  remarks: z.array(z.string()),
})
export type Why = z.infer<typeof Why>

/** One metric over the population. */
export const MetricStatistics = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('found'),
    metric: z.string(),
    /** How the readings are stored on this hub. */
    storage: z.enum(['time-series', 'sorted-sets', 'both']),
    /** Patients with a reading in the period, and readings. */
    patients: z.number().int(),
    readings: z.number().int(),
    /** Of each patient's newest reading. */
    mean: z.number(),
    median: z.number(),
    /** By linear interpolation (type 7 of Hyndman and Fan), as the median. */
    quantiles: z.array(z.object({ q: z.number(), value: z.number() })),
    /** Mean over patients of each patient's mean in that hour; `at` is the hour's beginning. */
    hours: z.array(z.object({ at: z.number(), average: z.number(), patients: z.number().int() })),
    /** Least squares over the hours' averages; null with fewer than three hours. */
    trendPerDay: z.number().nullable(),
    /** Readings that could not be understood. */
    unreadable: z.number().int(),
    computedAt: z.number(),
  }),
  z.object({ kind: z.literal('nothing'), metric: z.string(), patients: z.number().int() }),
])
export type MetricStatistics = z.infer<typeof MetricStatistics>

/** What each care manager carries, and the seed's figures as they came out here. */
export const CareFigures = z.object({
  managers: z.array(
    z.object({
      manager: z.string(),
      patients: z.number().int(),
      high: z.number().int(),
      snoozed: z.number().int(),
      overdue: z.number().int(),
      /** In the last thirty days. */
      contacts: z.number().int(),
      reached: z.number().int(),
    }),
  ),
  unassignedHigh: z.number().int(),
  /** Each row of the seed's table; `ours` null with the reason when it cannot be computed from what happened here. */
  efficiency: z.array(
    z.object({
      id: z.enum(['score-update', 'identification', 'window', 'hospitalisations', 'capacity']),
      before: z.string(),
      seed: z.string(),
      ours: z.object({ text: z.string(), cases: z.number().int() }).nullable(),
      why: z.string(),
    }),
  ),
})
export type CareFigures = z.infer<typeof CareFigures>

/** A crossing of the threshold, in either direction. */
export const Crossing = z.object({
  patientId: z.string(),
  kind: z.enum(['entered', 'left']),
  score: z.number(),
  metric: RiskMetric.nullable(),
  at: z.number(),
})
export type Crossing = z.infer<typeof Crossing>
