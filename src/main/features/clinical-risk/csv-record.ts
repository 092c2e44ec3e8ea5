/** Ends a row in a cut text, and separates its cells; neither may occur in a file. */
export const ROW_END = 0x1e
export const CELL_END = 0x1f
/** A record longer than this is not read on: memory has an end. */
export const MOST_RECORD = 16_000_000

const QUOTE = 0x22
const LINE_FEED = 0x0a
const RETURN = 0x0d

/** Memory that records lie in, for one cut after the other: to get it anew for each takes longer than the cutting. */
export class CutRoom {
  text = Buffer.alloc(0)
  cells = new Int32Array(0)
  index = new Int32Array(0)
  line = new Int32Array(0)
  start = new Int32Array(0)
  from = new Int32Array(0)

  /** Makes room; what was cut here before is lost. */
  take(bytes: number, records: number, columns: number): void {
    if (this.text.length < bytes) this.text = Buffer.allocUnsafe(bytes)
    if (this.cells.length < records * (columns + 1)) this.cells = new Int32Array(records * (columns + 1))
    if (this.index.length >= records) return
    this.index = new Int32Array(records)
    this.line = new Int32Array(records)
    this.start = new Int32Array(records)
    this.from = new Int32Array(records)
  }
}

/** What one record came to: where it ends in the source and in the text, its columns, the line ends within it. */
export interface RecordEnd {
  at: number
  out: number
  columns: number
  inside: number
  fault: '' | 'open-quote' | 'stray-quote' | 'control' | 'cut-off'
}

/** Bytes of the line end at a place; 0 when there is none. */
export function lineEndAt(source: Uint8Array, at: number): number {
  const byte = source[at]
  if (byte === LINE_FEED) return 1
  return byte === RETURN && source[at + 1] === LINE_FEED ? 2 : 0
}

/**
 * Reads a record without control characters that has a line end; false for any other, and for broken quotation marks.
 * @param base where in the room the places of its cells are kept. @param width of how many cells.
 */
export function readPlain(
  source: Uint8Array,
  from: number,
  delimiter: number,
  { text, cells }: CutRoom,
  to: number,
  base: number,
  width: number,
  end: RecordEnd,
): boolean {
  const special = Math.max(delimiter, QUOTE)
  const length = source.length
  let columns = 1
  let out = to
  cells[base] = to
  for (let at = from; at < length; at += 1) {
    const byte = source[at] ?? 0
    if (byte > special) text[out++] = byte
    else if (byte === delimiter) {
      text[out++] = CELL_END
      if (columns < width) cells[base + columns] = out
      columns += 1
    } else if (byte === QUOTE && (at === from || source[at - 1] === delimiter)) {
      for (at += 1; at < length; at += 1) {
        const quoted = source[at] ?? 0
        if (quoted === QUOTE) {
          if (source[at + 1] !== QUOTE) break
          at += 1
        } else if (quoted < 0x20) return false
        text[out++] = quoted
      }
      if (source[at + 1] !== delimiter && lineEndAt(source, at + 1) === 0) return false
    } else if (byte < 0x20) {
      const lineEnd = lineEndAt(source, at)
      if (lineEnd === 0) return false
      cells[base + width] = out + 1
      end.at = at + lineEnd
      end.out = out
      end.columns = columns
      end.inside = 0
      end.fault = ''
      return true
    } else text[out++] = byte
  }
  return false
}

/** Reads any record. */
export function readAny(
  source: Uint8Array,
  from: number,
  delimiter: number,
  final: boolean,
  text: Uint8Array,
  to: number,
  end: RecordEnd,
): void {
  const length = source.length
  let [at, out, columns, inside] = [from, to, 1, 0]
  let fault: RecordEnd['fault'] = ''
  let ended = false
  let fieldStart = true
  while (!ended && at < length) {
    const byte = source[at] ?? 0
    if (byte === QUOTE && fieldStart) {
      at += 1
      let closed = false
      while (at < length && at - from < MOST_RECORD) {
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
      const after = source[at]
      if (!closed) fault = !final && at - from < MOST_RECORD ? 'cut-off' : 'open-quote'
      else if (after !== delimiter && after !== LINE_FEED && after !== RETURN && after !== undefined)
        fault = 'stray-quote'
      else {
        fieldStart = false
        continue
      }
      break
    }
    if (byte === delimiter) {
      text[out++] = CELL_END
      columns += 1
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
  const isBroken = fault === 'open-quote' || fault === 'stray-quote'
  if (!ended && !final && !isBroken) fault = 'cut-off'
  end.at = at
  end.out = out
  end.columns = columns
  end.inside = inside
  end.fault = fault
}
