import { expect, test } from 'vitest'
import { carryOver, withLate } from './check-result.ts'
import { testFinding, testResult } from './test-check.ts'

const late = { adviceOnly: false, checkId: 'check 1', finding: null, unchecked: null, citations: {} }

// Catches: "asking…" that stays for ever, and an answer filed under the pair the other way round.
test('a late "nothing found" closes its pair, whichever way round it comes', () => {
  const result = testResult({
    pending: [
      [0, 1],
      [1, 2],
    ],
  })
  expect(withLate(result, { ...late, pair: [1, 0] })).toMatchObject({ pending: [[1, 2]], clear: [[0, 1]] })
})

// Catches: a failure of the model shown as "nothing found".
test('a late failure is unchecked and never clear', () => {
  const unchecked = { drugs: [0, 1], reason: 'model-slow' as const, sentence: 'Too slow.', retry: true }
  const after = withLate(testResult({ pending: [[0, 1]] }), { ...late, pair: [0, 1], unchecked })
  expect(after).toMatchObject({ pending: [], clear: [], unchecked: [unchecked] })
})

// Catches: a finding that arrives while the pair was already called clear, and stays beside "nothing found".
test('a late finding takes the pair out of clear and comes in by weight', () => {
  const mild = testFinding([1, 2], { severity: 'minor' })
  const bad = testFinding([0, 1], { severity: 'contraindicated', key: 'pair:a' })
  const after = withLate(testResult({ clear: [[0, 1]], findings: [mild] }), {
    ...late,
    pair: [0, 1],
    finding: bad,
  })
  expect(after.clear).toEqual([])
  expect(after.findings.map(({ severity }) => severity)).toEqual(['contraindicated', 'minor'])
})

test('a late answer to another check changes nothing (bug: places of another list)', () => {
  const result = testResult({ pending: [[0, 1]] })
  expect(withLate(result, { ...late, checkId: 'check 0', pair: [0, 1] })).toBe(result)
})

// Catches: the finding of one pair shown at another after a drug above was taken off.
test('a list that moved on keeps what still holds, at its new places', () => {
  const result = testResult({
    findings: [testFinding([1, 2]), testFinding([0, 2])],
    clear: [[0, 1]],
    unchecked: [{ drugs: [0], reason: 'unknown-drug', sentence: 'Not known.', retry: false }],
  })
  const after = carryOver(result, [7, 8, 9], [8, 9, 11], true)
  expect(after.findings.map(({ drugs }) => drugs)).toEqual([[0, 1]])
  expect(after.clear).toEqual([])
  expect(after.unchecked).toEqual([])
  expect(after.pending).toEqual([
    [0, 2],
    [1, 2],
  ])
})

// Catches: pairs with a new drug shown as clear or as being asked about after the check has failed.
test('pairs that came since are open, and nobody is asked unless somebody is', () => {
  const after = carryOver(testResult({ clear: [[0, 1]] }), [1, 2], [1, 2, 3], false)
  expect(after).toMatchObject({ clear: [[0, 1]], pending: [], unchecked: [] })
})

// Catches: a model's "nothing is known" that looks like the knowledge's.
test('nothing found by a model alone is told apart until a pharmacist has accepted it', () => {
  const result = testResult({ pending: [[0, 1]] })
  expect(withLate(result, { ...late, pair: [1, 0], adviceOnly: true })).toMatchObject({
    clear: [[0, 1]],
    adviceOnly: [[0, 1]],
  })
  expect(withLate(result, { ...late, pair: [0, 1] })).toMatchObject({ clear: [[0, 1]], adviceOnly: [] })
})
