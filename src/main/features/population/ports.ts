import type {
  BoardRow,
  CareRecord,
  CohortFilter,
  Contribution,
  Enrolment,
  OutreachNote,
  RiskMetric,
} from '@shared/features/population/model.ts'
import type {
  CareFigures,
  Crossing,
  FurtherScore,
  MetricStatistics,
} from '@shared/features/population/board.ts'

/** One measurement of a patient. */
export interface Reading {
  readonly patientId: string
  readonly metric: string
  readonly value: number
  /** Milliseconds since 1970. */
  readonly at: number
  /** 8 hex digits that keep equal values apart, as the seed's suffix does; the same at every repetition. */
  readonly id: string
}

/** What one patient's score is made of, as it is kept under `state`. */
export interface PatientState {
  /** The newest reading of each metric that counts. Empty: the score is another program's. */
  readonly contributions: readonly Contribution[]
  /** The score that was last written by us, or last seen when it is another program's. */
  readonly score: number
  /** UTC day (days since 1970) of the last change of the score. */
  readonly day: number
  /** The score with which the day before `day` ended; null when there was none. */
  readonly before: number | null
  /** Since when the score has been above the threshold; null when it is not. */
  readonly highSince: number | null
  /** The crossing has been announced and the patient has not left since. */
  readonly announced: boolean
  /** When the patient last crossed upward; a snooze from before it is over. */
  readonly enteredAt: number | null
}

/** One change of a patient as the log and the channel tell it. */
export interface Change {
  /** Grows by one with each change of the whole population. */
  readonly seq: number
  readonly patientId: string
  readonly state: PatientState
  readonly crossing: { readonly kind: 'entered' | 'left'; readonly metric: RiskMetric | null } | null
  /** Milliseconds since 1970 by the hub's clock. */
  readonly at: number
}

/** What became of a reading. */
export interface Recorded {
  /** Null when the metric gives no points and the patient has no score. */
  readonly score: number | null
  /** False when the reading was known, or is older than the one that counts. */
  readonly changed: boolean
  readonly crossing: 'entered' | 'left' | null
}

/** Writes readings. Every call rejects with a HubError when the hub does not answer; repeating it is harmless. */
export interface ReadingStore {
  /** Milliseconds since 1970 by the hub's clock. */
  now(): number
  /** @param held the series holds it already: another program has written it. */
  record(reading: Reading, held: boolean): Promise<Recorded>
  /** Writes the score, the set and the crossing anew from what is known of the patient. */
  settle(patientId: string): Promise<Recorded>
  /** Writes again what the last crossings wrote outside their script; only a Cluster needs it. */
  mend(): Promise<void>
  /** Readings of one series, oldest first; both storage forms. `unreadable` counts members that are no reading. */
  series(
    patientId: string,
    metric: string,
    from: number,
    to: number,
  ): Promise<{ readonly points: readonly { at: number; value: number }[]; readonly unreadable: number }>
}

/** A patient with what is kept about him, for a page of the board. */
export interface StoredPatient {
  readonly patientId: string
  readonly score: number
  readonly state: PatientState | null
  readonly enrolment: Enrolment | null
  readonly care: CareRecord | null
}

/** One patient wherever he is known: without a score and a rank when he is on the roster alone. */
export interface KnownPatient extends Omit<StoredPatient, 'score'> {
  readonly score: number | null
  readonly rank: number | null
}

/** Where the log stands. `epoch` is another one when the hub has lost its data. */
export interface LogHead {
  readonly seq: number
  readonly epoch: string | null
}

/** Reads what the board shows. Every call rejects with a HubError when the hub does not answer. */
export interface BoardStore {
  now(): number
  population(): Promise<number>
  /** By rank, the highest score first. Members that can be no patient's id, or have no finite score, are left out. */
  page(offset: number, limit: number): Promise<readonly StoredPatient[]>
  /** Null for somebody who has no score and is not on the roster. */
  patient(patientId: string): Promise<KnownPatient | null>
  head(): Promise<LogHead>
  /** Changes after that number, oldest first; the first is not the next one when the log was trimmed. */
  changesAfter(seq: number, limit: number): Promise<readonly Change[]>
  /** How many are enrolled. */
  enrolled(): Promise<number>
  /** In pages; those who are enrolled and wanted. */
  enrolments(isWanted: (patientId: string) => boolean): AsyncIterable<readonly Enrolment[]>
  /** Care records of those who have one. */
  careOf(patientIds: readonly string[]): Promise<readonly CareRecord[]>
  /** The newest first. */
  crossings(limit: number): Promise<readonly Crossing[]>
}

/** What care managers agree on. Refuses with a RequestFailure; who acts is known to it. */
export interface CareDesk {
  /** A record with revision 0 when nothing was ever written. */
  read(patientId: string): Promise<CareRecord>
  assign(
    patients: readonly { readonly patientId: string; readonly rev: number }[],
    manager: string | null,
  ): Promise<{ records: CareRecord[]; refused: CareRecord[] }>
  snooze(patientId: string, rev: number, until: number | null, reason: string): Promise<CareRecord>
  outreach(patientId: string, note: Omit<OutreachNote, 'at' | 'by'>): Promise<CareRecord>
  nextContact(patientId: string, rev: number, date: string | null): Promise<CareRecord>
  /** Ends a snooze that was set before this crossing; does nothing when there is none. Any station may call it. */
  wake(patientId: string, crossedAt: number): Promise<void>
}

/** One metric over the population. */
export interface Statistics {
  of(metric: string, filter: CohortFilter, hours: number): Promise<MetricStatistics>
}

/** What each care manager carries, and the seed's efficiency figures. */
export interface Figures {
  care(): Promise<CareFigures>
}

/** Who belongs to the population. */
export interface Roster {
  import(
    name: string,
    text: string,
  ): Promise<{
    taken: number
    unscored: number | null
    refused: { line: number; reason: string }[]
    refusedMore: number
  }>
}

/** The matching part of the board as CSV. */
export interface BoardExport {
  csv(filter: CohortFilter, search: string): Promise<{ text: string; fileName: string; rows: number }>
}

/**
 * The whole population as this station knows it, in memory. Offered to statistics, figures and export.
 * `ready` reads it when nobody has yet, and keeps it some minutes; call it before each of the others.
 */
export interface Cohort {
  /** Rejects with a HubError when it cannot be read. */
  ready(): Promise<void>
  /** In order of rank, those without a score last. */
  rows(filter: CohortFilter, search: string): Iterable<BoardRow>
  /** False for somebody who is not on the board. */
  matches(patientId: string, filter: CohortFilter): boolean
}

/** Scores of the literature for one patient. Never rejects: what could not be read is a remark. */
export type FurtherScores = (
  patientId: string,
) => Promise<{ readonly scores: FurtherScore[]; readonly remarks: string[] }>
