import type { UrgentRow } from './kept-records.ts'
import type { RestRow } from './plain-rows.ts'

/** A patient at high risk among the scored rows: what an alert needs. */
export interface HighRow {
  readonly patientId: string
  readonly unit: string | null
  /** His row as it is kept. */
  readonly row: string
}

export interface Scored {
  /** Kept rows (figures-row.ts). */
  readonly rows: string
  readonly cells: readonly (readonly [standing: number, low: number, high: number, patients: number])[]
  readonly high: readonly HighRow[]
  /** Rows that are not plain: to be read one by one. */
  readonly rest: readonly RestRow[]
  /** Of the rows of standing high and review, the most urgent. */
  readonly urgent: readonly UrgentRow[]
}
