import { tokenise } from './formulary-names.ts'

/** How a table is separated and in which of its columns the drug stands. */
export interface Columns {
  readonly separator: '\t' | ',' | ';' | '|'
  readonly drug: number
  /** Columns that belong to the drug (dose, form, route, how often), in their order. */
  readonly details: readonly number[]
}

const drugHeads = new Set(
  `drug|drug name|medication|medication name|medicine|medicine name|name|generic name|generic|product|item|
  medikament|arzneimittel|wirkstoff|handelsname|praparat|description|order|prescription`
    .split('|')
    .map((head) => head.trim()),
)
const detailHeads =
  /^(?:dose|dosage|dosis|dosierung|strength|starke|unit|units|einheit|form|route|frequency|freq|schedule|sig|directions|instructions|formulation|how often|how taken|applikation|anwendung|einnahme|morgens|mittags|abends|nachts)/

const separators = ['\t', '|', ';', ','] as const

const headOf = (cell: string): string =>
  tokenise(cell)
    .map(({ text }) => text)
    .join(' ')

/** Reads a table's header line; null when the line is none. */
export function findColumns(line: string): Columns | null {
  for (const separator of separators) {
    const heads = cellsOf(line, separator).map(headOf)
    if (heads.length < 2) continue
    const drug = heads.findIndex((head) => drugHeads.has(head))
    const details = heads.flatMap((head, at) => (at !== drug && detailHeads.test(head) ? [at] : []))
    const known = heads.every((head) => head.split(' ').length <= 4 && !/\d/.test(head))
    if (drug >= 0 && details.length > 0 && known) return { separator, drug, details }
  }
  return null
}

/** The cells of a table's row; null when the line has too few to be one. */
export function splitCells(line: string, columns: Columns): readonly string[] | null {
  const cells = cellsOf(line, columns.separator)
  return cells.length > columns.drug && cells.length > 1 ? cells : null
}

/** The drug with what belongs to it as one text. */
export function joinColumns(cells: readonly string[], columns: Columns): string {
  const drug = cells[columns.drug] ?? ''
  if (drug === '') return ''
  return [drug, ...columns.details.map((at) => cells[at] ?? '')].filter((cell) => cell !== '').join(' ')
}

/** Splits at the separator, minding quotes as CSV does, and the bars at both ends of a drawn table. */
function cellsOf(line: string, separator: string): readonly string[] {
  const inner = separator === '|' ? line.replace(/^\s*\|/, '').replace(/\|\s*$/, '') : line
  const cells: string[] = []
  let cell = ''
  let quoted = false
  for (let at = 0; at < inner.length; at += 1) {
    const letter = inner[at] ?? ''
    if (letter === '"') {
      if (quoted && inner[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = !quoted
    } else if (letter === separator && !quoted) {
      cells.push(cell.trim())
      cell = ''
    } else cell += letter
  }
  return [...cells, cell.trim()]
}
