import { createHash } from 'node:crypto'
import { type Cut, CELL_END, cutCsv, MOST_RECORD, ROW_END } from './csv-cutter.ts'
import { columnOf } from './record-read.ts'
import { badFile } from './errors.ts'
import type { PlanPart, SourcePlan } from './run-plan.ts'
import { SeenIds } from './seen-ids.ts'
import type { SourceBytes } from './source-bytes.ts'

const PIECE = 2_000_000
const MOST_COLUMNS = 1_000
const delimiters = [0x2c, 0x3b, 0x09] as const

/** The first line of a CSV file: its columns, and where the data begin. */
export interface CsvHead {
  readonly columns: readonly string[]
  readonly delimiter: number
  readonly from: number
}

/** Reads the first line. Throws `clinical-risk.bad-file` with a sentence that says what is wrong with the file. */
export async function readCsvHead(bytes: SourceBytes): Promise<CsvHead> {
  const start = await bytes.read(0, PIECE)
  if (start.length === 0) throw badFile('The file is empty.')
  const [first, second, third] = start
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw badFile('The file is UTF-16 text. Save it as UTF-8 ("CSV UTF-8" in spreadsheets) and add it again.')
  const mark = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0
  const body = start.subarray(mark)
  const lineEnd = body.indexOf(0x0a)
  const line = body.subarray(0, lineEnd === -1 ? body.length : lineEnd)
  const count = (byte: number): number => line.filter((other) => other === byte).length
  const [delimiter] = delimiters.toSorted((a, b) => count(b) - count(a))
  const cut = cutCsv(body, delimiter ?? 0x2c, null, start.length === bytes.size, 1)
  if (cut.good !== 1)
    throw badFile('The first line must name the columns, and it cannot be read as CSV in UTF-8.')
  const columns = cellsOf(cut, 0).map((name) => name.trim().toLowerCase())
  if (columns.length > MOST_COLUMNS)
    throw badFile(`The first line names ${columns.length} columns; at most ${MOST_COLUMNS} are read.`)
  if (new Set(columns).size < columns.length) throw badFile('The first line names a column twice.')
  if (!columns.some((name) => columnOf(name) === 'id'))
    throw badFile('The first line does not name the column patient_id, so no row can be given to a patient.')
  return { columns, delimiter: delimiter ?? 0x2c, from: mark + cut.used }
}

/**
 * Reads a CSV file once, in pieces: cuts it into parts of `partRecords` records, finds patients that occur twice, and
 * takes its digest. Memory does not grow with the file but for 32 bytes a patient.
 * @param stopped asked between pieces; true ends the reading with null.
 */
export async function planCsv(
  bytes: SourceBytes,
  partRecords: number,
  stopped: () => boolean,
): Promise<SourcePlan | null> {
  const head = await readCsvHead(bytes)
  const column = head.columns.findIndex((name) => columnOf(name) === 'id')
  const seen = new SeenIds()
  const parts: PlanPart[] = []
  const duplicates: number[] = []
  const remarks: string[] = []
  const hash = createHash('sha256').update(await bytes.read(0, head.from))
  let part: PlanPart = { first: 0, records: 0, from: head.from, to: head.from, line: 2 }
  let at = head.from
  let line = 2
  let need = PIECE
  while (at < bytes.size) {
    if (stopped()) return null
    const piece = await bytes.read(at, at + need)
    const final = at + piece.length >= bytes.size
    const cut = cutCsv(piece, head.delimiter, head.columns.length, final, partRecords - part.records)
    if (cut.used === 0) {
      if (final) break
      if (need > 4 * MOST_RECORD)
        throw badFile(`A row is longer than ${MOST_RECORD / 1e6} MB without a line end.`)
      need *= 2
      continue
    }
    need = PIECE
    hash.update(piece.subarray(0, cut.used))
    const first = part.first + part.records
    for (let row = 0; row < cut.good; row += 1) {
      const [from, to] = cellAt(cut, row, column)
      if (from < to && seen.seen(cut.text, from, to)) duplicates.push(first + (cut.index[row] ?? 0))
    }
    at += cut.used
    line += cut.lines
    part = { ...part, records: part.records + cut.records, to: at }
    if (part.records >= partRecords) {
      parts.push(part)
      part = { first: part.first + part.records, records: 0, from: at, to: at, line }
    }
  }
  if (part.records > 0) parts.push(part)
  return {
    format: 'csv',
    digest: hash.digest('hex'),
    bytes: bytes.size,
    columns: [...head.columns],
    delimiter: head.delimiter,
    parts,
    records: part.first + part.records,
    duplicates,
    remarks,
  }
}

/** The cells of a good row as text. */
export function cellsOf(cut: Cut, row: number): string[] {
  const start = cut.start[row] ?? 0
  const end = cut.text.indexOf(ROW_END, start)
  return cut.text.subarray(start, end).toString('utf8').split('\x1f')
}

/** Where a cell lies in the cut text, outer spaces apart. */
function cellAt(cut: Cut, row: number, column: number): readonly [number, number] {
  const { text } = cut
  let at = cut.start[row] ?? 0
  for (let skip = column; skip > 0; at += 1) if (text[at] === CELL_END) skip -= 1
  let end = at
  while (end < text.length && text[end] !== CELL_END && text[end] !== ROW_END) end += 1
  while (at < end && text[at] === 0x20) at += 1
  while (end > at && text[end - 1] === 0x20) end -= 1
  return [at, end]
}
