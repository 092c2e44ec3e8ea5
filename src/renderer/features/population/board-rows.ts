import type { BoardPage, BoardView } from '@shared/features/population/board.ts'
import type { BoardRow, CohortFilter } from '@shared/features/population/model.ts'

/** Rows that are asked for at once: some screens full, within these. Each costs time at every change. */
const LEAST_ROWS = 60
const MOST_AT_ONCE = 180
const SCREENS = 3
/** So near to the end of what is here, as a share of what is asked for, the next rows are asked for. */
const MARGIN = 1 / 6
/** A browser cannot scroll further; the filter leads to the rest. */
export const MOST_ROWS = 500_000

/** What is asked of the board, without which part of it is in view. */
export interface BoardQuestion {
  readonly filter: CohortFilter
  readonly search: string
  readonly order: BoardView['order']
}

/** Two questions with the same answer have the same key. */
export function questionKey({ filter, search, order }: BoardQuestion): string {
  return JSON.stringify([
    filter.unit,
    filter.ageBand,
    filter.condition,
    filter.careManager,
    filter.band,
    filter.scores?.from,
    filter.scores?.below,
    filter.awake,
    search,
    order,
  ])
}

/** How many rows to ask for when the rows from `first` to `last` are drawn. */
export function rowsAtOnce(first: number, last: number): number {
  return Math.min(MOST_AT_ONCE, Math.max(LEAST_ROWS, SCREENS * (last - first + 1)))
}

/** Two rows that look the same but for the rank, which changes whenever somebody passes. */
export function isSameButRank(a: BoardRow, b: BoardRow): boolean {
  return a === b || JSON.stringify({ ...a, rank: 0 }) === JSON.stringify({ ...b, rank: 0 })
}

/**
 * From which row on to ask, when the rows from `first` to `last` are in view and `count` rows are here from `offset`
 * on, of `matching`; null when what is here is enough.
 */
export function nextOffset(
  inView: { readonly first: number; readonly last: number },
  here: { readonly offset: number; readonly count: number; readonly matching: number },
): number | null {
  const atOnce = rowsAtOnce(inView.first, inView.last)
  const margin = Math.floor(atOnce * MARGIN)
  const end = here.offset + here.count
  const enoughAbove = here.offset === 0 || inView.first >= here.offset + margin
  const enoughBelow = end >= here.matching || inView.last < end - margin
  const inside = inView.first >= here.offset && inView.last < Math.max(end, 1)
  if (enoughAbove && enoughBelow && (inside || here.count === 0)) return null
  const middle = Math.floor((inView.first + inView.last) / 2)
  const offset = Math.max(0, Math.min(middle - Math.floor(atOnce / 2), here.matching - atOnce))
  return offset === here.offset && here.count >= Math.min(atOnce, here.matching) ? null : offset
}

/** What rows are shown, and how many of the newest page stand elsewhere until the pointer leaves. */
export interface Arranged {
  readonly rows: readonly BoardRow[]
  readonly waiting: number
  /** Patients put in although the rows are held. */
  readonly cameIn: readonly string[]
}

/** Where a row belongs among rows that keep their places, by score; below those of the same score. */
function placeOf(row: BoardRow, rows: readonly BoardRow[]): number {
  const heightOf = ({ score }: BoardRow): number => score ?? Number.NEGATIVE_INFINITY
  const place = rows.findIndex((other) => heightOf(other) < heightOf(row))
  return place < 0 ? rows.length : place
}

/**
 * The rows of a newer page while a pointer is in the list: every row keeps its place and takes on its new figures; who
 * came waits, who left stays. Only patients of `crossed`, who have just passed the threshold, go to their place: by
 * score where the board is in that order, else where the page has them.
 */
export function heldRows(
  shown: readonly BoardRow[],
  page: readonly BoardRow[],
  crossed: ReadonlySet<string>,
  byScore: boolean,
): Arranged {
  const newest = new Map(page.map((row) => [row.patientId, row]))
  const kept = shown.map((row) => newest.get(row.patientId) ?? row)
  const cameIn: string[] = []
  let rows: BoardRow[] = kept
  for (const [index, row] of page.entries()) {
    if (!crossed.has(row.patientId)) continue
    const others = rows.filter(({ patientId }) => patientId !== row.patientId)
    const place = byScore ? placeOf(row, others) : Math.min(index, others.length)
    if (rows[place]?.patientId === row.patientId) continue
    rows = others.toSpliced(place, 0, row)
    cameIn.push(row.patientId)
  }
  rows = rows.slice(0, Math.max(shown.length, page.length))
  const waiting = page.filter(({ patientId }, index) => rows[index]?.patientId !== patientId).length
  return { rows, waiting, cameIn }
}

/** True while the page answers this question from this row on. */
export function answers(page: BoardPage, question: BoardQuestion, offset: number): boolean {
  return page.view.offset === offset && questionKey(page.view) === questionKey(question)
}

/** Which row the keyboard is on: its place among all that match, and the patient, who is not known before it is read. */
export interface Cursor {
  readonly index: number
  readonly patientId: string | null
}

/**
 * The cursor after the rows have changed: it goes with its patient; when he is gone, it is on whoever stands there, or
 * on nobody while those rows are on their way.
 */
export function cursorAfter(cursor: Cursor, rows: readonly BoardRow[], offset: number): Cursor {
  const place = rows.findIndex(({ patientId }) => patientId === cursor.patientId)
  if (cursor.patientId !== null && place >= 0) return { index: offset + place, patientId: cursor.patientId }
  return { index: cursor.index, patientId: rows[cursor.index - offset]?.patientId ?? null }
}
