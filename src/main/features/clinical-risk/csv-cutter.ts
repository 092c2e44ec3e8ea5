import { isUtf8 } from 'node:buffer'
import { CutRoom, lineEndAt, readAny, readPlain, type RecordEnd, ROW_END } from './csv-record.ts'

const LINE_FEED = 0x0a

export interface BadRecord {
  /** Number of the record in this cut, bad ones counted: 0 for the first. */
  readonly index: number
  /** Lines before it in this cut. */
  readonly line: number
  readonly reason: string
  /** Where its bytes lie in what was cut. */
  readonly from: number
  readonly to: number
}

/** What became of a piece of a file; its text and numbers lie in the room that it was cut in. */
export interface Cut {
  /** Good records: cells separated by CELL_END, each row ended by ROW_END. */
  readonly text: Buffer
  /**
   * Where the cells of the good records begin in `text`: for each record one number a column, and one behind its end, which
   * is -1 when they were not looked for: the record holds control characters, or is the last and lacks a line end.
   */
  readonly cells: Int32Array
  /** For each good record: its number among all, the lines before it, where it begins in `text`, and in the source. */
  readonly index: Int32Array
  readonly line: Int32Array
  readonly start: Int32Array
  readonly from: Int32Array
  readonly good: number
  readonly bad: readonly BadRecord[]
  /** All records: good and bad. */
  readonly records: number
  /** Lines and bytes used; what remains is the beginning of a record whose end was not there. */
  readonly lines: number
  readonly used: number
}

/**
 * Cuts CSV (RFC 4180) into records by itself: DuckDB's own reader takes a row of a million commas for a patient without
 * values, and cannot say where a broken quotation ends. A record is bad when its number of columns, its quotation marks
 * or its encoding are wrong, or when it holds control characters; a broken quotation makes its first line bad, and
 * reading goes on with the next. Empty lines are no records.
 * @param columns columns of the file; null takes any number (the header).
 * @param final true when nothing follows: a last record then needs no line end.
 * @param most stops after so many records.
 * @param room what was cut in it before is lost.
 */
export function cutCsv(
  source: Uint8Array,
  delimiter: number,
  columns: number | null,
  final: boolean,
  most = Number.MAX_SAFE_INTEGER,
  room = new CutRoom(),
): Cut {
  const cutting = new Cutting(source, delimiter, columns, final, Math.min(most, source.length), room)
  while (cutting.next());
  return cutting.cut()
}

/** One cut; `next` is the loop's body, so that the machine's code for it is made once for all cuts. */
class Cutting {
  readonly #source: Uint8Array
  readonly #delimiter: number
  readonly #columns: number | null
  readonly #final: boolean
  readonly #most: number
  readonly #room: CutRoom
  readonly #wellEncoded: boolean
  readonly #end: RecordEnd = { at: 0, out: 0, columns: 0, inside: 0, fault: '' }
  readonly #bad: BadRecord[] = []
  #at = 0
  #out = 0
  #lines = 0
  #records = 0
  #good = 0

  constructor(
    source: Uint8Array,
    delimiter: number,
    columns: number | null,
    final: boolean,
    most: number,
    room: CutRoom,
  ) {
    this.#source = source
    this.#delimiter = delimiter
    this.#columns = columns
    this.#final = final
    this.#most = most
    this.#room = room
    this.#wellEncoded = isUtf8(final ? source : source.subarray(0, source.lastIndexOf(LINE_FEED) + 1))
    // A record has no fewer bytes than columns, nor than two; the last may lack its line end, and one more may be bad.
    const possible = Math.floor(source.length / Math.max(2, columns ?? 0)) + 2
    room.take(source.length + 1, Math.min(most, possible), columns ?? 0)
  }

  cut(): Cut {
    const { text, cells, index, line, start, from } = this.#room
    return {
      text: text.subarray(0, this.#out),
      cells,
      index,
      line,
      start,
      from,
      good: this.#good,
      bad: this.#bad,
      records: this.#records,
      lines: this.#lines,
      used: this.#at,
    }
  }

  /** Reads a record or an empty line; false when there is no more. */
  next(): boolean {
    const [source, begin, columns] = [this.#source, this.#at, this.#columns]
    if (begin >= source.length || this.#records >= this.#most) return false
    const empty = lineEndAt(source, begin)
    if (empty > 0) {
      this.#at += empty
      this.#lines += 1
      return true
    }
    const [room, out, end, good] = [this.#room, this.#out, this.#end, this.#good]
    const width = columns ?? 0
    // Most records hold no control character. Any other is read again from its beginning.
    if (!readPlain(source, begin, this.#delimiter, room, out, good * (width + 1), width, end)) {
      readAny(source, begin, this.#delimiter, this.#final, room.text, out, end)
      room.cells[good * (width + 1) + width] = -1
      if (end.fault === 'cut-off') return false
      if (end.fault === 'open-quote' || end.fault === 'stray-quote') {
        const lineEnd = source.indexOf(LINE_FEED, begin)
        if (lineEnd === -1 && !this.#final) return false
        end.at = lineEnd === -1 ? source.length : lineEnd + 1
        end.inside = 0
      }
    }
    const isText = this.#wellEncoded || isUtf8(source.subarray(begin, end.at))
    if (isText && end.fault === '' && (columns === null || end.columns === columns)) {
      room.index[good] = this.#records
      room.line[good] = this.#lines
      room.start[good] = out
      room.from[good] = begin
      room.text[end.out] = ROW_END
      this.#good += 1
      this.#out = end.out + 1
    } else {
      const reason = reasonOf(end, columns, isText)
      this.#bad.push({ index: this.#records, line: this.#lines, reason, from: begin, to: end.at })
    }
    this.#at = end.at
    this.#lines += 1 + end.inside
    this.#records += 1
    return true
  }
}

function reasonOf(end: RecordEnd, columns: number | null, isText: boolean): string {
  if (!isText) return 'The row is not UTF-8 text. It is shown as if it were Windows-1252 or Latin-1.'
  switch (end.fault) {
    case 'open-quote':
      return 'A quotation mark is opened and never closed.'
    case 'stray-quote':
      return 'A quotation mark stands where a value has already ended.'
    case 'control':
      return 'The row holds control characters that no text has.'
    default:
      return `The row has ${end.columns} columns; the first line names ${columns}.`
  }
}
