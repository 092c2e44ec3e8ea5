import { isUtf8 } from 'node:buffer'
import { breath } from './breath.ts'
import { cutLines, cutList, findList, type ListStart, type Piece } from './json-cutter.ts'
import { duplicateReason, textOf } from './csv-parts.ts'
import { badFile } from './errors.ts'
import { type OpenSource, type PartInput, rejectOf, type RowReading, type SingleRow } from './part-input.ts'
import { patientIdOf, readRow } from './record-read.ts'
import { withNotes } from './row-reading.ts'
import type { KeptReject, PlanPart, SourceFormat, SourcePlan } from './run-plan.ts'
import { SeenIds } from './seen-ids.ts'
import type { SourceBytes } from './source-bytes.ts'

/** A part is ended at so many bytes, however few rows they are: it is worked on in memory. */
const PART_BYTES = 64_000_000

/** A value of JSON, or why the piece is none. */
export type PieceValue =
  { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'fault'; readonly reason: string }

export const cutOffReason = 'The file ends in the middle of this row: it was cut off.'
const tooLongReason =
  'The row is longer than 64 MB, or a bracket or quotation mark is missing and everything behind it seems to belong to it. Only its beginning is kept here.'

/** Parses a line or an entry. */
export function valueOf({ bytes, state }: Piece): PieceValue {
  if (state === 'too-long') return { kind: 'fault', reason: tooLongReason }
  if (!isUtf8(bytes))
    return { kind: 'fault', reason: 'The row is not UTF-8 text. It is shown as if it were Latin-1.' }
  try {
    return { kind: 'value', value: JSON.parse(bytes.toString('utf8')) }
  } catch {
    return { kind: 'fault', reason: state === 'open' ? cutOffReason : 'The row is not JSON.' }
  }
}

export function isNothing({ state, bytes }: Piece): boolean {
  return state === 'rest' || (state === 'open' && bytes.every((byte) => byte <= 0x20))
}

const encoder = new TextEncoder()

/** Where the text of a file begins. Throws `clinical-risk.bad-file` for an encoding that is not read. */
export async function textStart(bytes: SourceBytes): Promise<number> {
  const [first, second, third] = await bytes.read(0, 3)
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  if (isWide || first === 0 || second === 0)
    throw badFile('The file is UTF-16 text. Save it as UTF-8 and add it again.')
  return first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0
}

const notOurs = 'The JSON is neither a list of patients, nor an object with "patients", nor a FHIR bundle.'

/**
 * Reads a file of rows as JSON once, one object a line (`ndjson`) or a list (`json`): cuts it into parts and finds
 * patients that occur twice. Memory does not grow with the file but for 32 bytes a patient.
 * @param stopped asked between pieces; true ends the reading with null. Throws `clinical-risk.bad-file`.
 */
export async function planJson(
  bytes: SourceBytes,
  format: SourceFormat,
  digest: string,
  partRecords: number,
  stopped: () => boolean,
): Promise<SourcePlan | null> {
  const start = await textStart(bytes)
  const list = format === 'ndjson' ? null : await listOf(bytes)
  const pieces = list === null ? cutLines(bytes, start) : cutList(bytes, list)
  const seen = new SeenIds()
  const parts: PlanPart[] = []
  const duplicates: number[] = []
  const remarks: string[] = []
  let part: PlanPart | null = null
  let number = 0
  let whole = 0
  for await (const batch of pieces) {
    if (stopped()) return null
    await breath()
    for (const piece of batch) {
      if (piece.state === 'rest')
        remarks.push('Behind the end of its list the file goes on; that was not read.')
      if (piece.state === 'open' && list !== null)
        remarks.push('The file ends before its list does: it was cut off.')
      if (isNothing(piece)) continue
      const read = valueOf(piece)
      if (read.kind === 'value') {
        whole += 1
        const id = encoder.encode(patientIdOf(read.value) ?? '')
        if (id.length > 0 && seen.seen(id, 0, id.length)) duplicates.push(number)
      } else if (piece.state === 'open' && list === null)
        remarks.push('The last line of the file was cut off.')
      part ??= { first: number, records: 0, from: piece.from, to: piece.to, line: piece.line ?? number + 1 }
      part = { ...part, records: part.records + 1, to: piece.to }
      number += 1
      if (part.records < partRecords && part.to - part.from < PART_BYTES) continue
      parts.push(part)
      part = null
    }
  }
  if (part !== null) parts.push(part)
  if (number === 0 && format === 'ndjson') throw badFile('The file is empty.')
  if (whole === 0 && list !== null && number + remarks.length > 0)
    throw badFile('The file is not JSON: a bracket, comma or quotation mark is missing or too many.')
  return {
    format,
    digest,
    bytes: bytes.size,
    columns: [],
    delimiter: 0,
    parts,
    records: number,
    duplicates,
    remarks,
  }
}

async function listOf(bytes: SourceBytes): Promise<ListStart> {
  const list = await findList(bytes)
  if (list === null) throw badFile(notOurs)
  return list
}

/** Rows as JSON, opened for work: each part is one range of bytes, so that no host holds more than it works on. */
export class JsonParts implements OpenSource {
  readonly #bytes: SourceBytes
  readonly #asOf: number
  readonly #list: ListStart | null
  readonly #duplicates: ReadonlySet<number>

  private constructor(bytes: SourceBytes, plan: SourcePlan, asOf: number, list: ListStart | null) {
    this.#bytes = bytes
    this.#asOf = asOf
    this.#list = list
    this.#duplicates = new Set(plan.duplicates)
  }

  /** @param asOf milliseconds since 1970 that ages are of. */
  static async open(bytes: SourceBytes, plan: SourcePlan, asOf: number): Promise<JsonParts> {
    return new JsonParts(bytes, plan, asOf, plan.format === 'ndjson' ? null : await listOf(bytes))
  }

  async part(part: PlanPart): Promise<PartInput> {
    const single: SingleRow[] = []
    const rejects: KeptReject[] = []
    let number = part.first
    for await (const batch of this.#pieces(part))
      for (const piece of batch) {
        if (isNothing(piece)) continue
        const row = this.#row(piece, number)
        number += 1
        if (this.#duplicates.has(row.number))
          rejects.push(rejectOf(row.number, row.line, duplicateReason, row.text(), []))
        else single.push(row)
      }
    return { table: null, single, rejects }
  }

  async record(part: PlanPart, wanted: number): Promise<RowReading | null> {
    let number = part.first
    for await (const batch of this.#pieces(part))
      for (const piece of batch) {
        if (isNothing(piece)) continue
        if (number === wanted) return this.#row(piece, number).reading
        number += 1
      }
    return null
  }

  close(): Promise<void> {
    return this.#bytes.close()
  }

  #pieces({ from, to, line }: PlanPart): AsyncGenerator<readonly Piece[]> {
    const list = this.#list
    return list === null ? cutLines(this.#bytes, from, to, line) : cutList(this.#bytes, { ...list, from }, to)
  }

  #row(piece: Piece, number: number): SingleRow {
    const read = (): RowReading => {
      const found = valueOf(piece)
      return found.kind === 'fault'
        ? { kind: 'rejected', reason: found.reason }
        : withNotes(readRow(found.value, this.#asOf))
    }
    return {
      number,
      line: piece.line,
      text: () => textOf(piece.bytes),
      get reading() {
        return read()
      },
    }
  }
}
