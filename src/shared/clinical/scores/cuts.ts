/** One range of an ascending table of ranges, and what it stands for. */
export interface Cut<T> {
  /** Upper edge; `inclusive` says whether the edge itself belongs to this range. */
  readonly edge: number
  readonly inclusive: boolean
  readonly is: T
}

/** Values strictly below the edge. */
export function below<T>(edge: number, is: T): Cut<T> {
  return { edge, inclusive: false, is }
}

/** Values up to the edge, the edge included. */
export function upTo<T>(edge: number, is: T): Cut<T> {
  return { edge, inclusive: true, is }
}

/** All values that are left: the last range of a table. */
export function above<T>(is: T): Cut<T> {
  return { edge: Number.POSITIVE_INFINITY, inclusive: true, is }
}

/**
 * The position of the range that holds the value.
 * @throws RangeError when no range does: the table lacks its last range, or the value is not a number.
 */
function position<T>(cuts: readonly Cut<T>[], value: number): number {
  const found = cuts.findIndex(({ edge, inclusive }) => value < edge || (inclusive && value === edge))
  if (found < 0) throw new RangeError('A table of ranges must cover every number, and the value must be one.')
  return found
}

/** What the value's range stands for. */
export function cutAt<T>(cuts: readonly Cut<T>[], value: number): T {
  const [found] = cutsBetween(cuts, value, value)
  if (found === undefined) throw new RangeError('A table of ranges must have at least one range.')
  return found
}

/** What every range between the two values stands for, upwards. */
export function cutsBetween<T>(cuts: readonly Cut<T>[], lowest: number, highest: number): readonly T[] {
  return cuts.slice(position(cuts, lowest), position(cuts, highest) + 1).map((cut) => cut.is)
}

/** The edges at which the table changes. */
export function edgesOf(cuts: readonly Cut<unknown>[]): readonly number[] {
  return cuts.map(({ edge }) => edge).filter((edge) => Number.isFinite(edge))
}
