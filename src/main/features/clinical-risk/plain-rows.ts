import type { SingleRow } from './part-input.ts'
import { type Column, columnOf, nameOf } from './record-read.ts'

/** Rows as a source gives them to the scorer: text of cells, in which nothing is interpreted yet. */
export interface PlainRows {
  /** UTF-8; cells separated by CELL_END, rows ended by ROW_END (csv-cutter.ts). */
  readonly text: Uint8Array
  /** What each cell of a row holds: a field, the record's number, or nothing that is read. */
  readonly columns: readonly CellUse[]
  /** Number of the record in the source by its row; not asked when a cell holds it. */
  readonly recordOf: (row: number) => number
  /** Records that are left out: their patient has occurred before. */
  readonly without: ReadonlySet<number>
  /** Records that are not plain, read one by one. */
  readonly rest: (rows: readonly RestRow[]) => Promise<readonly SingleRow[]>
}

export interface RestRow {
  readonly row: number
  readonly record: number
}

export type CellUse = Column | 'record' | null

/** What the columns of a file hold; a second column of the same field is none, as for the row reader. */
export function cellUses(names: readonly string[]): CellUse[] {
  const fields = names.map(columnOf)
  return fields.map((field, at) => (fields.indexOf(field) === at ? field : null))
}

/** The cells of one row as the row reader takes them. @param text without the row's end. */
export function columnCells(uses: readonly CellUse[], text: string): Record<string, string> {
  const cells = text.split('\x1f')
  return Object.fromEntries(
    uses.flatMap((use, at) => (use === null || use === 'record' ? [] : [[nameOf(use), cells[at] ?? '']])),
  )
}
