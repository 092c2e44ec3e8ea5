import type { SourceBytes } from './source-bytes.ts'

/** Longest line or entry of a list that is read; of a longer one the beginning is kept with the reason. */
export const MOST_PIECE = 64_000_000
/** What is kept of a piece that is too long. */
const KEPT_BYTES = 1_000_000
const READ_BYTES = 1_000_000

/** One line, or one entry of a list. */
export interface Piece {
  /** Of a line its number, from 1; null in a document. */
  readonly line: number | null
  /** Where it lies in the file. */
  readonly from: number
  readonly to: number
  /** Its bytes; when it is too long their beginning. */
  readonly bytes: Buffer
  /**
   * `open`: the file ends before it does (a last line may lack its line end; of a list, nothing or a part of an entry);
   * `rest`: what stands behind the end of the document.
   */
  readonly state: 'whole' | 'too-long' | 'open' | 'rest'
}

const [LINE_END, QUOTE, BACKSLASH, COMMA] = [0x0a, 0x22, 0x5c, 0x2c] as const
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d] as const
const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/**
 * The lines of a file from `from` up to `to`, those of nothing but spaces left out, in batches. Memory holds one read
 * and one line. @param line number of the first.
 */
export async function* cutLines(
  source: SourceBytes,
  from = 0,
  to = source.size,
  line = 1,
): AsyncGenerator<readonly Piece[]> {
  let held: Buffer = Buffer.alloc(0)
  /** Where `held` begins in the file, and of a line that is too long where it began. */
  let at = from
  let long: { readonly from: number; readonly bytes: Buffer } | null = null
  let number = line
  for (let read = from; read < to;) {
    const next = await source.read(read, Math.min(to, read + READ_BYTES))
    if (next.length === 0) break
    read += next.length
    held = held.length === 0 ? next : Buffer.concat([held, next])
    const found: Piece[] = []
    let start = 0
    for (;;) {
      const end = held.indexOf(LINE_END, start)
      if (end === -1) break
      const place = { line: number, from: long?.from ?? at + start, to: at + end + 1 }
      const bytes = long?.bytes ?? held.subarray(start, end)
      if (long !== null) found.push({ ...place, bytes, state: 'too-long' })
      else if (!isBlank(bytes)) found.push({ ...place, bytes, state: 'whole' })
      long = null
      number += 1
      start = end + 1
    }
    held = held.subarray(start)
    at += start
    if (held.length > MOST_PIECE || long !== null) {
      long ??= { from: at, bytes: Buffer.from(held.subarray(0, KEPT_BYTES)) }
      at += held.length
      held = Buffer.alloc(0)
    }
    if (found.length > 0) yield found
  }
  const place = { line: number, from: long?.from ?? at, to: at + held.length }
  if (long !== null) yield [{ ...place, bytes: long.bytes, state: 'too-long' }]
  else if (!isBlank(held)) yield [{ ...place, bytes: held, state: to < source.size ? 'whole' : 'open' }]
}

/** Where the entries of a document begin, and how many brackets are open there. */
export interface ListStart {
  readonly from: number
  readonly depth: 1 | 2
}

/**
 * Finds the list that a document is: `[…`, or of an object the field `patients` (rows) or `entry` (a FHIR bundle) when
 * it is a list. Null when there is none within the first `MOST_PIECE` bytes.
 */
export async function findList(source: SourceBytes): Promise<ListStart | null> {
  for (const most of [65_536, MOST_PIECE]) {
    const head = await source.read(0, most)
    const found = listIn(head)
    if (found !== null || head.length === source.size) return found
  }
  return null
}

function listIn(head: Buffer): ListStart | null {
  let at = head[0] === 0xef ? 3 : 0
  while (isSpace(head[at])) at += 1
  if (head[at] === OPEN_LIST) return { from: at + 1, depth: 1 }
  if (head[at] !== OPEN_OBJECT) return null
  for (at += 1; at < head.length;) {
    while (isSpace(head[at]) || head[at] === COMMA) at += 1
    if (head[at] !== QUOTE) return null
    const nameEnd = endOfValue(head, at)
    if (nameEnd === -1) return null
    const name = head.toString('latin1', at + 1, nameEnd - 1)
    at = nameEnd
    while (isSpace(head[at]) || head[at] === 0x3a) at += 1
    if ((name === 'entry' || name === 'patients') && head[at] === OPEN_LIST) return { from: at + 1, depth: 2 }
    at = endOfValue(head, at)
    if (at === -1) return null
  }
  return null
}

/**
 * The entries of a list from `from` on, in batches, up to `to` or to the end of the list. After that what does not belong
 * to the document any more is one piece of state `rest`. Memory holds one read and one entry.
 */
export async function* cutList(
  source: SourceBytes,
  start: ListStart,
  to = source.size,
): AsyncGenerator<readonly Piece[]> {
  let held: Buffer = Buffer.alloc(0)
  let at = start.from
  let depth: number = start.depth
  const place = (from: number, end: number): { line: null; from: number; to: number } => ({
    line: null,
    from: at + from,
    to: at + end,
  })
  for (let read = start.from; read < to;) {
    const next = await source.read(read, Math.min(to, read + READ_BYTES))
    if (next.length === 0) break
    read += next.length
    held = held.length === 0 ? next : Buffer.concat([held, next])
    const found: Piece[] = []
    let begin = 0
    while (depth === start.depth) {
      while (isSpace(held[begin]) || held[begin] === COMMA) begin += 1
      if (begin >= held.length) break
      if (held[begin] === CLOSE_LIST) {
        depth -= 1
        begin += 1
        break
      }
      const end = endOfValue(held, begin)
      if (end === -1) break
      found.push({ ...place(begin, end), bytes: held.subarray(begin, end), state: 'whole' })
      begin = end
    }
    if (depth < start.depth) {
      const closed = afterList(held, begin, depth)
      begin = closed.at
      depth = closed.depth
      if (depth === 0 && begin < held.length) {
        if (found.length > 0) yield found
        yield [
          {
            ...place(begin, source.size - at),
            bytes: held.subarray(begin, begin + KEPT_BYTES),
            state: 'rest',
          },
        ]
        return
      }
    }
    held = held.subarray(begin)
    at += begin
    if (found.length > 0) yield found
    // From here on the list is broken: no bracket closes what was opened.
    if (held.length > MOST_PIECE) {
      yield [{ ...place(0, to - at), bytes: held.subarray(0, KEPT_BYTES), state: 'too-long' }]
      return
    }
  }
  if (depth < start.depth) return
  if (to === source.size) yield [{ ...place(0, held.length), bytes: held, state: 'open' }]
  else if (!isBlank(held)) yield [{ ...place(0, held.length), bytes: held, state: 'whole' }]
}

/** Leaves the document behind its list: up to its closing bracket, and over the spaces behind that. */
function afterList(bytes: Buffer, from: number, open: number): { at: number; depth: number } {
  let [at, depth] = [from, open]
  while (depth > 0 && at < bytes.length) {
    const byte = bytes[at]
    if (byte === CLOSE_OBJECT) depth -= 1
    else if (byte === QUOTE || byte === OPEN_LIST || byte === OPEN_OBJECT) {
      const end = endOfValue(bytes, at)
      if (end === -1) return { at, depth }
      at = end
      continue
    }
    at += 1
  }
  while (depth === 0 && isSpace(bytes[at])) at += 1
  return { at, depth }
}

/**
 * Where a value of JSON ends that begins at `at`; -1 when the bytes end before. Brackets are counted, not matched: what
 * is no JSON is found by whoever parses the piece.
 */
export function endOfValue(bytes: Uint8Array, at: number): number {
  let depth = 0
  for (let next = at; next < bytes.length; next += 1) {
    const byte = bytes[next]
    if (byte === QUOTE) {
      for (next += 1; next < bytes.length && bytes[next] !== QUOTE; next += 1)
        if (bytes[next] === BACKSLASH) next += 1
      if (next >= bytes.length) return -1
      if (depth === 0) return next + 1
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      // A number or word that ends with the list that it stands in; or a bracket too many.
      if (depth === 0) return Math.max(next, at + 1)
      depth -= 1
      if (depth === 0) return next + 1
    } else if (depth === 0 && (byte === COMMA || isSpace(byte)) && next > at) return next
  }
  return -1
}

function isBlank(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (!isSpace(byte)) return false
  return true
}
