import { createHash } from 'node:crypto'
import { breath } from './breath.ts'
import { type Cut, cutCsv } from './csv-cutter.ts'
import { CELL_END, CutRoom, MOST_RECORD, ROW_END } from './csv-record.ts'
import { columnOf } from './record-read.ts'
import { badFile } from './errors.ts'
import type { PlanPart, SourcePlan } from './run-plan.ts'
import { SeenIds } from './seen-ids.ts'
import type { SourceBytes } from './source-bytes.ts'
import { columnTrouble } from './table-columns.ts'

const PIECE = 2_000_000
const MOST_COLUMNS = 1_000
const SPACE = 0x20
/** Bytes of a short record: room for its patient is made at once, and more when there are more. */
const SHORT_RECORD = 128
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
  const trouble = columnTrouble(columns)
  if (trouble !== null) throw badFile(trouble)
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
  const width = head.columns.length
  const column = head.columns.findIndex((name) => columnOf(name) === 'id')
  const seen = new SeenIds(bytes.size / SHORT_RECORD)
  const parts: PlanPart[] = []
  const duplicates: number[] = []
  const remarks: string[] = []
  const hash = createHash('sha256').update(await bytes.read(0, head.from))
  let part: PlanPart = { first: 0, records: 0, from: head.from, to: head.from, line: 2 }
  let at = head.from
  let line = 2
  let room = Buffer.allocUnsafe(PIECE)
  const cutRoom = new CutRoom()
  while (at < bytes.size) {
    if (stopped()) return null
    const piece = await bytes.read(at, at + room.length, room)
    const final = at + piece.length >= bytes.size
    let used = 0
    while (used < piece.length) {
      const rest = piece.subarray(used)
      const cut = cutCsv(rest, head.delimiter, width, final, partRecords - part.records, cutRoom)
      if (cut.used === 0) break
      listSeen(cut, width, column, seen, part.first + part.records, duplicates)
      used += cut.used
      line += cut.lines
      part = { ...part, records: part.records + cut.records, to: at + used }
      if (part.records < partRecords) continue
      parts.push(part)
      part = { first: part.first + part.records, records: 0, from: at + used, to: at + used, line }
    }
    hash.update(piece.subarray(0, used))
    at += used
    if (used === 0 && final) break
    if (used > 0) await breath()
    else if (room.length > 4 * MOST_RECORD)
      throw badFile(`A row is longer than ${MOST_RECORD / 1e6} MB without a line end.`)
    else room = Buffer.allocUnsafe(2 * room.length)
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

/** Lists the records whose patient has been seen before. @param first number of the cut's first record. */
function listSeen(
  { text, cells, index, start, good }: Cut,
  width: number,
  column: number,
  seen: SeenIds,
  first: number,
  duplicates: number[],
): void {
  for (let row = 0; row < good; row += 1) {
    const base = row * (width + 1)
    const known = cells[base + width] !== -1
    let from = known ? (cells[base + column] ?? 0) : cellStart(text, start[row] ?? 0, column)
    let to = known ? (cells[base + column + 1] ?? 0) - 1 : cellEnd(text, from)
    while (from < to && text[from] === SPACE) from += 1
    while (to > from && text[to - 1] === SPACE) to -= 1
    if (from < to && seen.seen(text, from, to)) duplicates.push(first + (index[row] ?? 0))
  }
}

function cellStart(text: Buffer, from: number, column: number): number {
  let at = from
  for (let skip = column; skip > 0; at += 1) if (text[at] === CELL_END) skip -= 1
  return at
}

function cellEnd(text: Buffer, from: number): number {
  let at = from
  while (at < text.length && text[at] !== CELL_END && text[at] !== ROW_END) at += 1
  return at
}
