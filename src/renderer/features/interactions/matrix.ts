import { pairKey, pairOf } from './check-result.ts'
import type { CheckResult, Finding, Unchecked } from '@shared/features/interactions/check.ts'
import { interactionRank } from '@shared/features/interactions/model.ts'

/** What the matrix says of one pair. `clear` and `unchecked` are different answers and never look alike. */
export type Cell = {
  /** The pair also belongs to a finding of three or more drugs, which stands in the list. */
  readonly inGroup: boolean
} & (
  | {
      readonly kind: 'finding'
      /** The worst one. */
      readonly finding: Finding
      /** How many more there are about the same pair. */
      readonly more: number
      /** A part of the pair (products of several ingredients) is still open. */
      readonly open: 'asking' | 'unchecked' | null
    }
  | {
      readonly kind: 'clear'
      /** Only advice that no pharmacist has accepted says so. */
      readonly adviceOnly: boolean
    }
  | { readonly kind: 'asking' }
  | { readonly kind: 'unchecked'; readonly unchecked: Unchecked | null }
)

export type Cells = ReadonlyMap<string, Cell>

interface Gathered {
  readonly findings: Finding[]
  /** Findings of three or more drugs to which the pair belongs. */
  readonly groups: Finding[]
  readonly unchecked: Unchecked[]
  clear: boolean
  adviceOnly: boolean
  asking: boolean
}

const worstOf = (findings: readonly Finding[]): Finding | undefined =>
  findings.toSorted((a, b) => interactionRank(b.severity) - interactionRank(a.severity))[0]

/**
 * A pair about which nothing was said could not be checked: silence is never taken for "nothing found". Where the only
 * thing said of a pair is a finding of several drugs, that finding stands for it.
 */
function cellOf({ findings, groups, unchecked, clear, adviceOnly, asking }: Gathered): Cell {
  const inGroup = groups.length > 0
  const worst = worstOf(findings)
  if (worst !== undefined) {
    const open = unchecked.length > 0 ? 'unchecked' : asking ? 'asking' : null
    return { kind: 'finding', finding: worst, more: findings.length - 1, open, inGroup }
  }
  if (unchecked.length > 0) return { kind: 'unchecked', unchecked: unchecked[0] ?? null, inGroup }
  if (asking) return { kind: 'asking', inGroup }
  if (clear) return { kind: 'clear', adviceOnly, inGroup }
  const group = worstOf(groups)
  return group === undefined
    ? { kind: 'unchecked', unchecked: null, inGroup }
    : { kind: 'finding', finding: group, more: groups.length - 1, open: null, inGroup }
}

/** The state of every pair of a list of `count` drugs, by `pairKey`. */
export function cellsOf(result: CheckResult, count: number): Cells {
  const gathered = new Map<string, Gathered>()
  for (let a = 0; a < count; a += 1)
    for (let b = a + 1; b < count; b += 1)
      gathered.set(pairKey(a, b), {
        findings: [],
        groups: [],
        unchecked: [],
        clear: false,
        adviceOnly: false,
        asking: false,
      })
  for (const [a, b] of result.clear) {
    const pair = gathered.get(pairKey(a, b))
    if (pair !== undefined) pair.clear = true
  }
  for (const [a, b] of result.adviceOnly) {
    const pair = gathered.get(pairKey(a, b))
    if (pair !== undefined) pair.adviceOnly = true
  }
  for (const [a, b] of result.pending) {
    const pair = gathered.get(pairKey(a, b))
    if (pair !== undefined) pair.asking = true
  }
  for (const unchecked of result.unchecked) {
    for (const pair of pairsOf(unchecked.drugs, count)) gathered.get(pair)?.unchecked.push(unchecked)
  }
  for (const finding of result.findings) {
    const pair = pairOf(finding)
    if (pair !== null) gathered.get(pair)?.findings.push(finding)
    else addGroup(finding, gathered)
  }
  return new Map([...gathered].map(([key, pair]) => [key, cellOf(pair)]))
}

/** A drug that could not be checked leaves all its pairs unchecked. */
function pairsOf(drugs: readonly number[], count: number): string[] {
  const [a, b] = drugs
  if (a === undefined) return []
  if (b !== undefined) return [pairKey(a, b)]
  return Array.from({ length: count }, (_, place) => place)
    .filter((place) => place !== a)
    .map((place) => pairKey(a, place))
}

function addGroup(finding: Finding, gathered: ReadonlyMap<string, Gathered>): void {
  const places = [...new Set(finding.drugs)]
  for (const a of places) for (const b of places) if (a < b) gathered.get(pairKey(a, b))?.groups.push(finding)
}

/** How roomy the cells are. Beyond `ROOMY_UP_TO` drugs the list of findings leads and the matrix scrolls. */
export type MatrixSize = 'wide' | 'medium' | 'dense'
export const ROOMY_UP_TO = 20

export function matrixSize(count: number): MatrixSize {
  if (count <= 7) return 'wide'
  return count <= ROOMY_UP_TO ? 'medium' : 'dense'
}

/** A place in the lower triangle: `row` is 1 to n - 1, `column` is 0 to row - 1. */
export interface MatrixPlace {
  readonly row: number
  readonly column: number
}

/** Where a key leads from a cell; the same place at an edge, null for a key that is none of the grid's. */
export function moveIn(
  place: MatrixPlace,
  key: string,
  withControl: boolean,
  count: number,
): MatrixPlace | null {
  const last = count - 1
  const within = (row: number, column: number): MatrixPlace => {
    const inRow = Math.min(Math.max(row, 1), last)
    return { row: inRow, column: Math.min(Math.max(column, 0), inRow - 1) }
  }
  switch (key) {
    case 'ArrowUp':
      // Above the diagonal there is nothing: the column stays and so does the place.
      return place.row - 1 > place.column ? within(place.row - 1, place.column) : place
    case 'ArrowDown':
      return within(place.row + 1, place.column)
    case 'ArrowLeft':
      return within(place.row, place.column - 1)
    case 'ArrowRight':
      return within(place.row, place.column + 1)
    case 'Home':
      return withControl ? within(1, 0) : within(place.row, 0)
    case 'End':
      return withControl ? within(last, last) : within(place.row, place.row)
    case 'PageUp':
      return within(Math.max(place.row - 10, place.column + 1), place.column)
    case 'PageDown':
      return within(place.row + 10, place.column)
    default:
      return null
  }
}

export interface Tally {
  readonly pairs: number
  readonly bySeverity: Readonly<Record<Finding['severity'], number>>
  readonly clear: number
  readonly asking: number
  /** Pairs that could not be checked. */
  readonly unchecked: number
}

/** Counts for the sentence above the matrix and for screen readers. */
export function tallyOf(result: CheckResult, cells: Cells): Tally {
  const bySeverity = { contraindicated: 0, major: 0, moderate: 0, minor: 0 }
  for (const { severity } of result.findings) bySeverity[severity] += 1
  const tally = { pairs: cells.size, bySeverity, clear: 0, asking: 0, unchecked: 0 }
  for (const cell of cells.values()) {
    if (cell.kind === 'clear') tally.clear += 1
    if (cell.kind === 'asking' || (cell.kind === 'finding' && cell.open === 'asking')) tally.asking += 1
    if (cell.kind === 'unchecked' || (cell.kind === 'finding' && cell.open === 'unchecked'))
      tally.unchecked += 1
  }
  return tally
}
