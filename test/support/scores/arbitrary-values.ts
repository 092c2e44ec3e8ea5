import fc from 'fast-check'

/** Whole numbers of the range, with the edges of the published table and their neighbours often. */
export function whole(low: number, high: number, ...edges: readonly number[]): fc.Arbitrary<number> {
  const near = edges.flatMap((edge) => [edge - 1, edge, edge + 1])
  return withEdges(fc.integer({ min: low, max: high }), near, low, high)
}

/** Numbers of the range, with the edges and values a tenth beside them often. */
export function real(low: number, high: number, ...edges: readonly number[]): fc.Arbitrary<number> {
  const near = edges.flatMap((edge) => [edge - 0.1, edge, edge + 0.1])
  return withEdges(fc.double({ min: low, max: high, noNaN: true }), near, low, high)
}

function withEdges(any: fc.Arbitrary<number>, near: readonly number[], low: number, high: number) {
  const inside = near.filter((value) => value >= low && value <= high)
  return inside.length === 0 ? any : fc.oneof(any, fc.constantFrom(...inside))
}

export const flag = fc.boolean()
export const sex = fc.constantFrom('male' as const, 'female' as const)
export const age = (...edges: readonly number[]) => whole(18, 120, ...edges)
