/** A line of a roster longer than this is none: a stray file of another kind, or a missing end of line. */
const LONGEST_LINE = 20_000
/** Lines that one quoted cell may run over, before the quotation mark is taken for a stray one. */
const MOST_JOINED = 20

/** One record of a CSV file, or why the line is none. `line` is 1 for the first line of the file. */
export type RosterLine =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly broken: string }

/**
 * Splits CSV (RFC 4180; blank lines left out) line by line, so that whatever is wrong with one line stays with it: a
 * quotation mark that is never closed would otherwise swallow the rest of the file. A byte order mark is left out.
 * @param isOne whether a record over several lines is meant to be one. Two stray marks make one of all between them;
 * when it is none, the first line is broken and the others are read for themselves.
 */
export function* rosterLines(
  text: string,
  isOne: (cells: readonly string[]) => boolean,
): Iterable<RosterLine> {
  const end = text.includes('\n') ? '\n' : '\r'
  let at = text.startsWith('\uFEFF') ? 1 : 0
  for (let line = 1; at < text.length;) {
    const first = lineAt(text, at, end)
    const taken = record(text, first, end, isOne)
    if (taken === null) yield { line, broken: whyBroken(first.text) }
    else if (taken.cells.some((cell) => cell !== '')) yield { line, cells: taken.cells }
    at = taken?.next ?? first.next
    line += taken?.lines ?? 1
  }
}

interface Line {
  readonly text: string
  readonly next: number
}

function lineAt(text: string, at: number, end: string): Line {
  const found = text.indexOf(end, at)
  const stop = found === -1 ? text.length : found
  const isReturn = end === '\n' && text.charCodeAt(stop - 1) === 13 && stop > at
  return { text: text.slice(at, isReturn ? stop - 1 : stop), next: found === -1 ? text.length : found + 1 }
}

/** The record that begins in this line, over as many lines as its quoted cells need; null when none does. */
function record(
  text: string,
  first: Line,
  end: string,
  isOne: (cells: readonly string[]) => boolean,
): { readonly cells: readonly string[]; readonly next: number; readonly lines: number } | null {
  let [joined, next, mayEnd] = [first.text, first.next, true]
  for (let lines = 1; lines <= MOST_JOINED && joined.length <= LONGEST_LINE; lines += 1) {
    const cells = mayEnd ? splitRecord(joined) : 'open'
    if (Array.isArray(cells)) return lines === 1 || isOne(cells) ? { cells, next, lines } : null
    if (cells === 'wrong' || next >= text.length) return null
    const more = lineAt(text, next, end)
    joined = `${joined}\n${more.text}`
    next = more.next
    mayEnd = more.text.includes('"')
  }
  return null
}

/** The cells of one record, blanks around them left out; `open` when a quoted cell does not end in it. */
export function splitRecord(text: string): string[] | 'open' | 'wrong' {
  if (!text.includes('"')) return text.split(',').map((cell) => cell.trim())
  const cells: string[] = []
  for (let at = 0; ;) {
    const start = at + (/^[ \t]*(?=")/.exec(text.slice(at, at + 64))?.[0].length ?? 0)
    if (text[start] === '"') {
      const cell = quoted(text, start + 1)
      if (cell === null) return 'open'
      const blanks = /^[ \t]*/.exec(text.slice(cell.end, cell.end + 64))?.[0].length ?? 0
      cells.push(cell.text.trim())
      at = cell.end + blanks
      if (at < text.length && text[at] !== ',') return 'wrong'
    } else {
      const comma = text.indexOf(',', at)
      const stop = comma === -1 ? text.length : comma
      const cell = text.slice(at, stop)
      if (cell.includes('"')) return 'wrong'
      cells.push(cell.trim())
      at = stop
    }
    if (at >= text.length) return cells
    at += 1
  }
}

/** What a quoted cell holds, from behind its opening mark; `end` is behind its closing mark. */
function quoted(text: string, from: number): { readonly text: string; readonly end: number } | null {
  let held = ''
  for (let at = from; ;) {
    const mark = text.indexOf('"', at)
    if (mark === -1) return null
    held += text.slice(at, mark)
    if (text[mark + 1] !== '"') return { text: held, end: mark + 1 }
    held += '"'
    at = mark + 2
  }
}

function whyBroken(line: string): string {
  return line.length > LONGEST_LINE
    ? `The line is longer than ${LONGEST_LINE.toLocaleString('en')} characters.`
    : 'A quotation mark in the line is not closed, or stands in the middle of a cell.'
}
