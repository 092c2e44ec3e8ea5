import { expect, test } from 'vitest'
import {
  canResume,
  intervalWords,
  placeOfBin,
  remainingMs,
  saidOf,
  scoreWords,
  spanWords,
} from './interval.ts'
import { riskStrings } from './strings.ts'
import { testRun } from './test-runs.ts'

// Catches: "0.80" beside "above 0.8", and a score of exactly the limit that reads as above it.
test.each([
  [0.5, '0.50'],
  [0.8, '0.80'],
  [0.7967, '0.80'],
  [0.8004, '0.8004'],
  [0.803, '0.803'],
  [0.806, '0.81'],
  [0.700_001, '> 0.70'],
  [0.697, '0.70'],
  [1, '1.00'],
])('a score of %d reads %s, on its own side of each limit', (score, words) => {
  expect(scoreWords(score)).toBe(words)
})

test('an interval reads as one number only when it is one (bug: what is missing hidden by its lowest value)', () => {
  expect(intervalWords({ low: 0.25, high: 0.92 })).toBe('0.25 – 0.92')
  expect(intervalWords({ low: 0.5, high: 0.5 })).toBe('0.50')
})

// Catches: 3 of 1 000 000 at high risk shown as 0 %, and nobody shown as somebody.
test.each([
  [0, '0 %'],
  [0.000_003, '< 0.1 %'],
  [0.0012, '0.1 %'],
  [0.0731, '7.3 %'],
  [0.0996, '10 %'],
  [1, '100 %'],
])('a share of %d reads %s', (share, words) => {
  expect(riskStrings.percent(share)).toBe(words)
})

// Catches: a rest computed from no speed, and one that is still promised when the run has stopped.
test('the rest is told only while it can be known', () => {
  const run = testRun(1, { done: 400, of: 1_000, rowsPerSecond: 20 })
  expect(remainingMs(run)).toBe(30_000)
  expect(remainingMs({ ...run, rowsPerSecond: 0 })).toBeNull()
  expect(remainingMs({ ...run, of: null })).toBeNull()
  expect(remainingMs({ ...run, state: 'cancelled' })).toBeNull()
  expect([300, 40_000, 120_000, 7_500_000].map(spanWords)).toEqual(['1 s', '40 s', '2 min', '2 h 5 min'])
})

// Catches: a screen reader that reads out every step of a run, and one that is never told of its end.
test('a run is read out by quarters and at its end', () => {
  const said = new Set<string>()
  for (let done = 0; done <= 1_000; done += 1) said.add(saidOf(testRun(1, { done, of: 1_000 })))
  said.add(saidOf(testRun(1, { done: 1_000, state: 'done' })))
  expect(said.size).toBe(6)
  expect([...said].at(-1)).toBe('Run over file-1.csv: complete.')
})

// Catches: a bin that leads to the patients of the bin beside it.
test('a bin leads to the first patient whose highest possible score lies in it', () => {
  const bins = [3, 0, 5, 2].map((high, index) => ({ from: index / 4, low: 0, high }))
  expect(bins.map((_, index) => placeOfBin(bins, index))).toEqual([7, 7, 2, 0])
})

test('only what ended before its end is resumed (bug: a complete run that is begun again)', () => {
  const states = ['queued', 'reading', 'running', 'cancelled', 'interrupted', 'failed', 'done'] as const
  expect(states.filter((state) => canResume({ state }))).toEqual(['cancelled', 'interrupted', 'failed'])
})
