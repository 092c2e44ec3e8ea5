import { expect, test } from 'vitest'
import { findingName, overrideProblem, toDecide, undecided, type Decision } from './decisions.ts'
import { testFinding } from './test-check.ts'

const stop = testFinding([0, 1], { interrupts: true })

// Catches: a quiet finding that interrupts, and an interrupting one that interrupts at every change.
test('only interrupting findings stop, each once', () => {
  const quiet = testFinding([0, 2])
  expect(toDecide([stop, quiet], [5, 6, 7], new Map())).toEqual([stop])
  const decided = new Map<string, Decision>([[findingName(stop, [5, 6, 7]), { kind: 'later' }]])
  expect(toDecide([stop, quiet], [5, 6, 7], decided)).toEqual([])
})

// Catches: a drug added above that asks everything again; a drug put back that is never asked about.
test('a finding keeps its name when places move, and loses it when the drug is another entry', () => {
  const moved = { ...stop, drugs: [2, 1] }
  expect(findingName(moved, [9, 6, 5])).toBe(findingName(stop, [5, 6]))
  expect(findingName(stop, [5, 8])).not.toBe(findingName(stop, [5, 6]))
})

// Catches: "decide later" that counts as decided.
test('put off and told findings are still undecided', () => {
  const ids = [1, 2]
  const name = findingName(stop, ids)
  expect(undecided([stop], ids, new Map([[name, { kind: 'later' }]]))).toEqual([stop])
  expect(undecided([stop], ids, new Map([[name, { kind: 'told' }]]))).toEqual([stop])
  const overridden: Decision = { kind: 'overridden', reason: 'will-monitor', text: '' }
  expect(undecided([stop], ids, new Map([[name, overridden]]))).toEqual([])
})

test.each([
  [null, 'because', 'reason-needed'],
  ['other', '  ', 'words-needed'],
  ['other', 'One dose only', null],
  ['will-monitor', '', null],
] as const)('%s with %j: %s (bug: an override without a reason)', (reason, text, problem) => {
  expect(overrideProblem(reason, text)).toBe(problem)
})
