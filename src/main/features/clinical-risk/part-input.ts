import type { PatientRecord } from '@shared/features/clinical-risk/model.ts'
import type { PlainRows } from './plain-rows.ts'
import type { KeptReject, PlanPart } from './run-plan.ts'

/** One row as it was read by itself. */
export type RowReading =
  | {
      readonly kind: 'record'
      readonly record: PatientRecord
      /** Its notes as they are written; what rules read in them is in the record. Absent when there are none. */
      readonly notes?: string
    }
  | { readonly kind: 'rejected'; readonly reason: string }
  /** Nobody is to be alerted about him; no fault of the row. */
  | { readonly kind: 'deceased' }

/** A row of a part that is read one by one. */
export interface SingleRow {
  /** Number of the record in the source, from 0. */
  readonly number: number
  readonly line: number | null
  /** As the source has it, so that it can be mended; asked only for rows that are rejected. */
  readonly text: () => string
  readonly reading: RowReading
}

/** The rows of one part, as a source gives them. */
export interface PartInput {
  /** Rows that are scored by their bytes where they are plain; null when there are none. */
  readonly table: PlainRows | null
  readonly single: readonly SingleRow[]
  /** What could not even be cut into rows, and patients that occur twice. */
  readonly rejects: readonly KeptReject[]
  /** Resources of a FHIR export whose patient is not in it. */
  readonly orphans?: number
}

/** A source that has been opened for work. */
export interface OpenSource {
  part(part: PlanPart): Promise<PartInput>
  /** One record by its number, or by the patient where a source is sorted by patients; null when it has none. */
  record(part: PlanPart, number: number, patientId: string): Promise<RowReading | null>
  close(): Promise<void>
}

export const MOST_TEXT = 1_000_000

/** A reject, with a text that is not longer than what can be mended. */
export function rejectOf(
  number: number,
  line: number | null,
  reason: string,
  text: string,
  columns: readonly string[],
): KeptReject {
  const cut = text.length > MOST_TEXT
  return {
    id: number,
    line,
    reason: cut
      ? `${reason} Only the first ${MOST_TEXT} of its ${text.length} characters are kept here.`
      : reason,
    text: cut ? text.slice(0, MOST_TEXT) : text,
    columns: columns.length > 1_000 ? [] : [...columns],
    rows: 1,
  }
}
