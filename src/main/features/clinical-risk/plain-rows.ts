import { CELL_END, ROW_END } from './csv-record.ts'
import type { SingleRow } from './part-input.ts'
import { type Column, columnOf, nameOf } from './record-read.ts'

/** Rows as a source gives them to the scorer: text of cells, in which nothing is interpreted yet. */
export interface PlainRows {
  /** UTF-8; cells separated by CELL_END, rows ended by ROW_END (csv-record.ts). */
  readonly text: Uint8Array
  readonly rows: number
  /**
   * Where the cells begin: for each row one number a column, and one behind the row's end, which is -1 when the row is not
   * plain.
   */
  readonly cells: Int32Array
  /** What each cell of a row holds: a field, the record's number, or nothing that is read. */
  readonly columns: readonly CellUse[]
  /** Number of the record in the source by its row; not asked when a cell holds it. */
  readonly recordOf: (row: number) => number
  /** Records that are left out: their patient has occurred before. */
  readonly without: ReadonlySet<number>
  /** Records that are not plain, read one by one. */
  readonly rest: (rows: readonly RestRow[]) => Promise<readonly SingleRow[]>
  /** Called when the rows have been worked on: their memory is used for others. */
  readonly release: () => void
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

/**
 * Finds the rows and cells of a text. A row that has another number of cells, or control characters, is not plain.
 * @param cells where they are kept, as PlainRows has them; with room for all rows.
 * @returns the number of rows.
 */
export function findCells(text: Uint8Array, width: number, cells: Int32Array): number {
  let [at, rows] = [0, 0]
  while (at < text.length) {
    at = findRow(text, at, width, cells, rows * (width + 1))
    rows += 1
  }
  return rows
}

/** @returns where the next row begins. */
function findRow(text: Uint8Array, from: number, width: number, cells: Int32Array, base: number): number {
  const length = text.length
  let found = 1
  let isPlain = true
  let at = from
  cells[base] = from
  for (; at < length; at += 1) {
    const byte = text[at] ?? 0
    if (byte >= 0x20) continue
    if (byte === CELL_END) {
      if (found < width) cells[base + found] = at + 1
      found += 1
    } else if (byte === ROW_END) break
    else isPlain = false
  }
  cells[base + width] = isPlain && found === width ? at + 1 : -1
  return at + 1
}
