export interface SparkPath {
  readonly line: string
  readonly endX: number
  readonly endY: number
  readonly limitY: number | null
}

const PADDING = 4

/**
 * Geometry of a sparkline: time to the right, value upwards, the limit inside the picture. Null with fewer than
 * two readings: one point is no trend. Values that are no numbers are left out.
 */
export function sparkPath(
  points: readonly { readonly at: number; readonly value: number }[],
  limit: number | null,
  width: number,
  height: number,
): SparkPath | null {
  const readable = points.filter((point) => Number.isFinite(point.value))
  const first = readable[0]
  const last = readable.at(-1)
  if (first === undefined || last === undefined || readable.length < 2) return null
  const values = readable.map((point) => point.value)
  if (limit !== null) values.push(limit)
  const low = Math.min(...values)
  const high = Math.max(...values)
  const span = high - low || 1
  const time = last.at - first.at || 1
  const x = (at: number): number => round(PADDING + ((at - first.at) / time) * (width - 2 * PADDING))
  const y = (value: number): number =>
    round(height - PADDING - ((value - low) / span) * (height - 2 * PADDING))
  const line = readable
    .map((point, index) => `${index === 0 ? 'M' : 'L'}${x(point.at)} ${y(point.value)}`)
    .join('')
  return { line, endX: x(last.at), endY: y(last.value), limitY: limit === null ? null : y(limit) }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
