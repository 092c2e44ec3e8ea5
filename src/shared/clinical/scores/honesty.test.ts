import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scoreCases } from '@test/support/scores/score-cases.ts'
import { scoreSources } from './score-sources.ts'

// The bug all of these exist for: a missing input silently counted as normal makes an ill patient score low.
describe.each(scoreCases)('$id', ({ id, pairs, ofNothing }) => {
  test('whatever fills the gaps lands inside the bounds and in a band that was called possible', () => {
    let compared = 0
    fc.assert(
      fc.property(pairs, ({ whole, partial, gone }) => {
        if (whole.kind !== 'scored') return
        compared += 1
        expect(whole.source).toBe(scoreSources[id])
        expect(whole.missing).toEqual([])
        expect(whole.meaning.length).toBeGreaterThan(10)
        if (gone.length === 0) expect(partial).toEqual(whole)
        if (partial.kind === 'scored') {
          // Allowed only where what is missing cannot matter any more.
          expect([partial.value, partial.band]).toEqual([whole.value, whole.band])
          return
        }
        if (partial.kind === 'refused') throw new Error('a gap must not be a reason to refuse')
        expect(partial.missing.length).toBeGreaterThan(0)
        expect(partial.missing.length).toBeLessThanOrEqual(gone.length)
        expect(partial.lowest).toBeLessThanOrEqual(whole.value)
        expect(partial.highest).toBeGreaterThanOrEqual(whole.value)
        expect(partial.possible).toContain(whole.band)
        expect(partial.source).toBe(whole.source)
      }),
      { numRuns: 300, seed: 20_260, endOnFailure: true },
    )
    expect(compared).toBeGreaterThan(20)
  })

  test('knowing nothing is incomplete and names inputs in words', () => {
    if (ofNothing.kind !== 'incomplete') throw new Error('nothing is known and the score claims otherwise')
    expect(ofNothing.lowest).toBeLessThan(ofNothing.highest)
    expect(ofNothing.possible.length).toBeGreaterThan(1)
    expect(new Set(ofNothing.missing).size).toBe(ofNothing.missing.length)
    for (const name of ofNothing.missing) expect(name).toMatch(/^[A-Za-z].*[a-z₂0-9 .)]|INR|ECG|AIDS/)
  })
})

const numeric = scoreCases.flatMap(({ id, broken }) => (broken === null ? [] : [{ id, broken }]))

// A NaN or an absurd number that goes through ends as a confident wrong score, or in a log with the patient's value.
test.each(numeric)('$id refuses an impossible number, in a sentence without the number', ({ broken }) => {
  fc.assert(
    fc.property(broken, (result) => {
      if (result.kind !== 'refused') throw new Error('an impossible number went through')
      expect(result.reason).toMatch(/^[A-Z].*\.$/)
      expect(result.reason).not.toMatch(/NaN|Infinity|1000000000|-0\.5/)
    }),
    { numRuns: 60, seed: 7, endOnFailure: true },
  )
})

test('every score with a source is among the cases', () => {
  expect(scoreCases.map(({ id }) => id).sort()).toEqual(Object.keys(scoreSources).sort())
})
