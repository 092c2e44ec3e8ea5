import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { NotesProgress, notesRemarks } from './run-notes.ts'
import { openTypes } from './fhir-open.ts'
import { PatientRecord, Reject, RunId, RunStatus } from '@shared/features/clinical-risk/model.ts'
import { Granted, MOST_IN_WARD } from './owed-alert.ts'

/** Patients of one part; a part is the unit that is claimed, repeated and resumed. */
export const PART_RECORDS = 20_000

/**
 * A part: which records of the source, counted from 0, and where its bytes lie when it has bytes. Of a FHIR export `from`
 * and `to` count the rows of a bucket, into which each host sorts the export by patient.
 */
export const PlanPart = z.object({
  first: z.number().int().min(0),
  records: z.number().int().min(0),
  from: z.number().int().min(0),
  to: z.number().int().min(0),
  bucket: z.number().int().min(0).optional(),
  /** Line of its first record, counted from 1. */
  line: z.number().int().min(0),
})
export type PlanPart = z.infer<typeof PlanPart>

export const SourceFormat = RunStatus.shape.format
export type SourceFormat = z.infer<typeof SourceFormat>

/** What a reading of the whole source found: how it is cut into parts. */
export const SourcePlan = z.object({
  format: SourceFormat,
  /** SHA-256 of the content: a host works on it only when it sees the same. */
  digest: z.string(),
  bytes: z.number().int(),
  columns: z.array(z.string()),
  /** Of CSV, its byte. */
  delimiter: z.number().int(),
  parts: z.array(PlanPart),
  records: z.number().int(),
  /** Records whose patient occurs before. */
  duplicates: z.array(z.number().int()),
  remarks: z.array(z.string()),
  /** Of a FHIR export of which something was cut off: types of resources of which anybody may lack some. */
  open: z.array(z.enum(openTypes)).optional(),
  /** Of a run over the hub's patients, who they are; only the station that runs it has them. */
  patients: z.array(z.string()).optional(),
})
export type SourcePlan = z.infer<typeof SourcePlan>

/** Everything that a host needs to work on a run, and that makes all hosts come to the same result. */
export const RunPlan = SourcePlan.extend({
  id: RunId,
  /** The file's name, or `hub`. */
  source: z.string(),
  /** Ages are those of this moment, and so are "future" dates. */
  asOf: z.number(),
  startedBy: z.string(),
  station: z.string(),
  /** Of engine and knowledge: a host with another leaves the run alone. */
  version: z.string(),
  /** A model reads notes too, of at most so many patients; only at the station that runs it. */
  notes: z.object({ most: z.number().int().min(1) }).optional(),
})
export type RunPlan = z.infer<typeof RunPlan>

/** A run over a source that has not been read yet. */
export function newPlan(
  of: Pick<RunPlan, 'source' | 'format' | 'asOf' | 'startedBy' | 'station' | 'version' | 'notes'>,
): RunPlan {
  return {
    ...of,
    id: `risk:${randomBytes(6).toString('hex')}`,
    digest: '',
    bytes: 0,
    columns: [],
    delimiter: 0,
    parts: [],
    records: 0,
    duplicates: [],
    remarks: [],
  }
}

/** What is known of a run apart from its parts. */
export const RunCourse = z.object({
  state: RunStatus.shape.state,
  endedAt: z.number().nullable(),
  remarks: z.array(z.string()),
  /** Last sign of life of the station that runs it, by its hub or, without one, by itself. */
  beatAt: z.number(),
  notes: NotesProgress.optional(),
})
export type RunCourse = z.infer<typeof RunCourse>

/** Counts of one part, or of one mended row. */
export const PartSummary = z.object({
  worker: z.string(),
  taken: z.number().int(),
  rejected: z.number().int(),
  lowQuality: z.number().int(),
  /** Patients who have died; nobody is to be alerted about them. */
  deceased: z.number().int(),
  mended: z.number().int(),
  discarded: z.number().int(),
  /** Patients by standing, bin of the lowest and bin of the highest score. */
  cells: z.array(z.tuple([z.number().int(), z.number().int(), z.number().int(), z.number().int()])),
  /** High-risk patients who have no alert of their own, because there were too many. */
  unalerted: z.number().int(),
  /** High-risk patients of whom somebody had been told before. */
  toldBefore: z.number().int().default(0),
  /** Alerts of its own, ward by ward. */
  granted: Granted.default({}),
  /** Patients who were assessed although their source gives no data quality score. */
  unrated: z.number().int().default(0),
  /** Resources of a FHIR export whose patient is not in it. */
  orphans: z.number().int().optional(),
  ms: z.number(),
})
export type PartSummary = z.infer<typeof PartSummary>

export const KeptReject = Reject.extend({
  /** Rows that it stands for: a broken row group of Parquet is one entry. */
  rows: z.number().int(),
})
export type KeptReject = z.infer<typeof KeptReject>

/** What one result rests on, so that it can be explained without its source: the cells of its row, or the record. */
export const KeptRecord = z.object({
  /** Of the record in its source. */
  number: z.number().int(),
  row: z.record(z.string(), z.string()).optional(),
  record: PatientRecord.optional(),
})
export type KeptRecord = z.infer<typeof KeptRecord>

/** A part as it is done: its counts, its rows (figures-row.ts) and what could not be read. */
export interface PartOutcome {
  readonly summary: PartSummary
  readonly rows: string
  readonly rejects: readonly KeptReject[]
  /** Of the most urgent rows. */
  readonly records: readonly KeptRecord[]
}

const OutcomeHead = z.object({
  summary: PartSummary,
  rejects: z.array(KeptReject),
  // Parts of older versions have none.
  records: z.array(KeptRecord).default([]),
})

export function writeOutcome({ summary, rejects, records, rows }: PartOutcome): string {
  return `${JSON.stringify({ summary, rejects, records })}\n${rows}`
}

/** Throws when it is not what `writeOutcome` wrote. */
export function readOutcome(text: string): PartOutcome {
  const end = text.indexOf('\n')
  return { ...OutcomeHead.parse(JSON.parse(text.slice(0, end))), rows: text.slice(end + 1) }
}

/** A plan without its lists: what the list of runs needs. */
export type RunHead = Pick<
  RunPlan,
  'id' | 'source' | 'format' | 'asOf' | 'startedBy' | 'station' | 'records'
> & {
  readonly parts: number
}

const BINS = 20

/** A count for people, its thousands kept apart by a thin space as in the window. */
export function grouped(count: number): string {
  return count < 10_000 ? String(count) : String(count).replace(/\B(?=(\d{3})+$)/g, '\u2009')
}

/** What the window is told of a run: everything is counted anew from the parts that are done. */
export function statusOf(
  head: RunHead,
  course: RunCourse,
  parts: readonly PartSummary[],
  mends: readonly PartSummary[],
): RunStatus {
  const all = [...parts, ...mends]
  const sum = (of: (part: PartSummary) => number): number => all.reduce((total, part) => total + of(part), 0)
  const bins = Array.from({ length: BINS }, (_, at) => ({ from: at / BINS, low: 0, high: 0 }))
  const counts = { high: 0, review: 0, possible: 0, lower: 0 }
  const names = ['high', 'review', 'possible', 'lower'] as const
  for (const { cells } of all) {
    for (const [standing, low, high, patients] of cells) {
      const name = names[standing]
      if (name !== undefined) counts[name] += patients
      const [lowBin, highBin] = [bins[low], bins[high]]
      if (lowBin) lowBin.low += patients
      if (highBin) highBin.high += patients
    }
  }
  const workers = [...new Set(parts.map(({ worker }) => worker))].sort()
  const seconds = parts.reduce((total, { ms }) => total + ms, 0) / 1_000 / Math.max(1, workers.length)
  const unalerted = sum((part) => part.unalerted)
  const orphans = sum((part) => part.orphans ?? 0)
  const toldBefore = sum((part) => part.toldBefore)
  const deceased = sum((part) => part.deceased)
  const unrated = sum((part) => part.unrated)
  const discarded = sum((part) => part.discarded)
  // A mended row was counted as rejected where its part was read.
  const done = parts.reduce(
    (total, part) => total + part.taken + part.rejected + part.lowQuality + part.deceased,
    0,
  )
  return {
    id: head.id,
    source: head.source,
    format: head.format,
    state: course.state,
    startedAt: head.asOf,
    endedAt: course.endedAt,
    startedBy: head.startedBy,
    done,
    of: course.state === 'reading' ? null : head.records,
    parts: { done: parts.length, of: head.parts },
    workers,
    rejected: sum(({ rejected }) => rejected) - sum(({ mended }) => mended) - discarded,
    mended: sum(({ mended }) => mended),
    lowQuality: sum(({ lowQuality }) => lowQuality),
    counts,
    bins,
    rowsPerSecond: seconds > 0 ? Math.round(done / seconds) : null,
    remarks: [
      ...course.remarks,
      ...(course.notes === undefined ? [] : notesRemarks(course.notes)),
      ...(unalerted === 0
        ? []
        : [
            `${grouped(unalerted)} patients at high risk have no alert of their own: a run raises at most ${MOST_IN_WARD} for a ward, the last with word of the others. All stand at the top of the results.`,
          ]),
      ...(toldBefore === 0
        ? []
        : [
            `${grouped(toldBefore)} patients at high risk were alerted to before at no lower a score; they are not alerted to again.`,
          ]),
      ...(unrated === 0
        ? []
        : [
            `Of ${grouped(unrated)} patients the source gives no data quality score: whether their records are good enough is not known, and they were assessed all the same. Their confidence rests on how complete the record is.`,
          ]),
      ...(orphans === 0
        ? []
        : [`${grouped(orphans)} resources name patients who are not in the source and were left out.`]),
      ...(deceased === 0 ? [] : [`${grouped(deceased)} patients who have died were left out.`]),
      ...(discarded === 0 ? [] : [`${grouped(discarded)} rejected rows were discarded by hand.`]),
    ],
  }
}
