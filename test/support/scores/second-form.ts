import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ScoreResult } from '@shared/clinical/scores/score.ts'

/**
 * Every score of points once more, written from the publications in another form: points that are added as thresholds
 * are crossed, options looked up in strings of points, bands read from a string with one letter per point. A wrong
 * edge, weight or band in the product disagrees.
 */
export const crossed = (value: number, ...steps: readonly (readonly [from: number, points: number])[]) =>
  steps.reduce((sum, [from, points]) => (value >= from ? sum + points : sum), 0)
export const past = (value: number, ...steps: readonly (readonly [limit: number, points: number])[]) =>
  steps.reduce((sum, [limit, points]) => (value > limit ? sum + points : sum), 0)
export const count = (...flags: readonly boolean[]) => flags.filter(Boolean).length
export const letter = (bands: string, value: number) => bands.charAt(value)

export function agrees<I>(
  name: string,
  inputs: fc.Arbitrary<I>,
  run: (inputs: I) => ScoreResult,
  second: (inputs: I) => number,
  initial: (value: number, inputs: I) => string,
): void {
  test(`${name}, as in the second form`, () => {
    fc.assert(
      fc.property(inputs, (each) => {
        const found = run(each)
        if (found.kind !== 'scored') throw new Error(`not scored: ${JSON.stringify(found)}`)
        const value = second(each)
        expect([found.value, found.band.charAt(0)]).toEqual([value, initial(value, each)])
        expect(found.items.reduce((sum, { points }) => sum + (points ?? Number.NaN), 0)).toBe(value)
      }),
      { numRuns: 1500, seed: 42, endOnFailure: true },
    )
  })
}
