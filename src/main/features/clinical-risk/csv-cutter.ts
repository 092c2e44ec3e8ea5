import { isUtf8 } from 'node:buffer'

/** Ends a row in a cut text, and separates its cells; neither may occur in a file. */
export const ROW_END = 0x1e
export const CELL_END = 0x1f

const QUOTE = 0x22
const LINE_FEED = 0x0a
const RETURN = 0x0d
/** A record longer than this is not read on: memory has an end. */
export const MOST_RECORD = 16_000_000

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

/** What became of a piece of a file. */
export interface Cut {
  /** Good records: cells separated by CELL_END, each row ended by ROW_END. */
  readonly text: Buffer
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
 */
export function cutCsv(
  source: Uint8Array,
  delimiter: number,
  columns: number | null,
  final: boolean,
  most = Number.MAX_SAFE_INTEGER,
): Cut {
  const wellEncoded = isUtf8(source)
  const length = source.length
  const text = Buffer.allocUnsafe(length + 1)
  text.set(source)
  const found = { cells: 0 }
  const room = Math.min(most, Math.floor(length / 2) + 1)
  const [index, line] = [new Int32Array(room), new Int32Array(room)]
  const [start, from] = [new Int32Array(room), new Int32Array(room)]
  const bad: BadRecord[] = []
  let [records, good, lines, used, out, at] = [0, 0, 0, 0, 0, 0]

  while (at < length && records < most) {
    const first = source[at]
    if (first === LINE_FEED) {
      at += 1
      lines += 1
      used = at
      continue
    }
    if (first === RETURN && source[at + 1] === LINE_FEED) {
      at += 2
      lines += 1
      used = at
      continue
    }
    const begin = at
    const outBegin = out
    let cells = 1
    let inside = 0
    let fault = ''
    let ended = false
    let fieldStart = true
    // Most records hold no quotation mark and no control character: they lie in `text` already, or are copied as a whole.
    // Any other is read from its beginning by the second loop.
    const aligned = out === begin
    const end = plainEnd(source, begin, delimiter, aligned ? text : null, found)
    if (end !== -1) {
      if (!aligned) copyCells(source, begin, end, delimiter, text, out)
      out += end - begin
      cells = found.cells
      at = source[end] === LINE_FEED ? end + 1 : end + 2
      ended = true
    }
    while (!ended && at < length) {
      const byte = source[at] ?? 0
      if (byte === QUOTE && fieldStart) {
        at += 1
        let closed = false
        while (at < length) {
          const quoted = source[at] ?? 0
          if (quoted === QUOTE) {
            if (source[at + 1] === QUOTE) {
              text[out++] = QUOTE
              at += 2
              continue
            }
            closed = true
            at += 1
            break
          }
          if (quoted < 0x20) {
            if (quoted === LINE_FEED) inside += 1
            else if (quoted === 0 || quoted === ROW_END || quoted === CELL_END) fault = 'control'
          }
          text[out++] = quoted
          at += 1
        }
        if (!closed) {
          fault = 'open-quote'
          break
        }
        const after = source[at]
        const ends = after === delimiter || after === LINE_FEED || after === RETURN || after === undefined
        if (!ends) {
          fault = 'stray-quote'
          break
        }
        fieldStart = false
        continue
      }
      if (byte === delimiter) {
        text[out++] = CELL_END
        cells += 1
        fieldStart = true
        at += 1
        continue
      }
      if (byte < 0x20) {
        if (byte === LINE_FEED) {
          at += 1
          ended = true
          break
        }
        if (byte === RETURN && (source[at + 1] === LINE_FEED || (final && at + 1 === length))) {
          at += 1
          continue
        }
        if (byte === 0 || byte === ROW_END || byte === CELL_END) fault = 'control'
      }
      text[out++] = byte
      fieldStart = false
      at += 1
    }

    if (fault === 'open-quote' && !final && at - begin < MOST_RECORD) {
      out = outBegin
      break
    }
    if (fault === 'open-quote' || fault === 'stray-quote') {
      const lineEnd = source.indexOf(LINE_FEED, begin)
      if (lineEnd === -1 && !final) {
        out = outBegin
        break
      }
      at = lineEnd === -1 ? length : lineEnd + 1
      inside = 0
    } else if (!ended && !final) {
      out = outBegin
      break
    }
    const here = lines
    lines += 1 + inside
    const reason = reasonOf(fault, cells, columns, wellEncoded || isUtf8(source.subarray(begin, at)))
    if (reason === null) {
      text[out++] = ROW_END
      index[good] = records
      line[good] = here
      start[good] = outBegin
      from[good] = begin
      good += 1
    } else {
      out = outBegin
      bad.push({ index: records, line: here, reason, from: begin, to: at })
    }
    records += 1
    used = at
  }
  return { text: text.subarray(0, out), index, line, start, from, good, bad, records, lines, used }
}

/**
 * Where the cells of a record end that holds neither quotation marks nor control characters; -1 for any other.
 * @param text where the separators of cells are written; null for nowhere.
 */
function plainEnd(
  source: Uint8Array,
  from: number,
  delimiter: number,
  text: Uint8Array | null,
  found: { cells: number },
): number {
  const special = Math.max(delimiter, QUOTE)
  const length = source.length
  let cells = 1
  for (let at = from; at < length; at += 1) {
    const byte = source[at] ?? 0
    if (byte > special) continue
    if (byte === delimiter) {
      if (text !== null) text[at] = CELL_END
      cells += 1
    } else if (byte === LINE_FEED || (byte === RETURN && source[at + 1] === LINE_FEED)) {
      found.cells = cells
      return at
    } else if (byte < 0x20 || byte === QUOTE) return -1
  }
  return -1
}

function copyCells(
  source: Uint8Array,
  from: number,
  to: number,
  delimiter: number,
  text: Uint8Array,
  out: number,
): void {
  const shift = out - from
  for (let at = from; at < to; at += 1) {
    const byte = source[at] ?? 0
    text[at + shift] = byte === delimiter ? CELL_END : byte
  }
}

function reasonOf(fault: string, cells: number, columns: number | null, wellEncoded: boolean): string | null {
  if (!wellEncoded) return 'The row is not UTF-8 text. It is shown as if it were Windows-1252 or Latin-1.'
  switch (fault) {
    case 'open-quote':
      return 'A quotation mark is opened and never closed.'
    case 'stray-quote':
      return 'A quotation mark stands where a value has already ended.'
    case 'control':
      return 'The row holds control characters that no text has.'
    default:
      return columns === null || cells === columns
        ? null
        : `The row has ${cells} columns; the first line names ${columns}.`
  }
}
