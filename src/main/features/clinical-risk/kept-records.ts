import { columnCells } from './plain-rows.ts'
import { readRow } from './record-read.ts'
import { withNotes } from './row-reading.ts'
import type { RowReading } from './part-input.ts'
import type { PlainRows } from './plain-rows.ts'
import type { KeptRecord } from './run-plan.ts'

/** Of one part; each of them also goes to the hub, so that every station can say why. */
const MOST_KEPT = 500
/** Characters of one record, and of all that a part keeps. */
const MOST_RECORD = 60_000
const MOST_PART = 2_000_000

/** A row whose result is certainly above 0.7, by its place in the text of a part. */
export interface UrgentRow {
  readonly standing: number
  readonly record: number
  readonly from: number
  readonly to: number
}

/** The most urgent rows of a part, without looking at more of them than are kept. */
export class UrgentRows {
  readonly #high: UrgentRow[] = []
  readonly #review: UrgentRow[] = []

  take(row: UrgentRow): void {
    const list = row.standing === 0 ? this.#high : this.#review
    if (list.length < MOST_KEPT) list.push(row)
  }

  all(): readonly UrgentRow[] {
    return [...this.#high, ...this.#review].slice(0, MOST_KEPT)
  }
}

/** The cells of scored rows, by what they hold. */
export function keptRows({ text, columns }: PlainRows, rows: readonly UrgentRow[]): readonly UrgentRecord[] {
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength)
  return rows.map(({ standing, record, from, to }) => ({
    standing,
    kept: { number: record, row: columnCells(columns, bytes.toString('utf8', from, to)) },
  }))
}

export interface UrgentRecord {
  readonly standing: number
  readonly kept: KeptRecord
}

/** What a part keeps to explain its results: of the most urgent as much as there is room for. */
export function boundedRecords(found: readonly UrgentRecord[]): KeptRecord[] {
  const sorted = found.toSorted((a, b) => a.standing - b.standing || a.kept.number - b.kept.number)
  const kept: KeptRecord[] = []
  let room = MOST_PART
  for (const { kept: each } of sorted) {
    const length = JSON.stringify(each).length
    if (kept.length === MOST_KEPT) break
    if (length > MOST_RECORD || length > room) continue
    room -= length
    kept.push(each)
  }
  return kept
}

/** The record that a result rests on, as its source would give it. @param asOf of the run. */
export function readKept({ row, record }: KeptRecord, asOf: number): RowReading | null {
  if (record !== undefined) return { kind: 'record', record }
  return row === undefined ? null : withNotes(readRow(row, asOf))
}
