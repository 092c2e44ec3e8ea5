import { expect, test } from 'vitest'
import { cellsOf, matrixSize, moveIn, tallyOf } from './matrix.ts'
import { testFinding, testResult } from './test-check.ts'

const slow = { drugs: [0, 1], reason: 'model-slow' as const, sentence: 'Too slow.', retry: true }

// Catches: silence of the answer taken for "nothing found".
test('a pair of which nothing is said could not be checked', () => {
  const cells = cellsOf(testResult({ clear: [[0, 1]] }), 3)
  expect(cells.get('0:1')?.kind).toBe('clear')
  expect(cells.get('0:2')).toMatchObject({ kind: 'unchecked', unchecked: null })
  expect(cells.size).toBe(3)
})

// Catches: an answer that says both, shown as the harmless one.
test('could not check wins over clear, asking wins over clear, a finding over all', () => {
  const both = testResult({
    clear: [
      [0, 1],
      [0, 2],
      [1, 2],
    ],
    unchecked: [slow],
    pending: [[0, 2]],
  })
  const cells = cellsOf({ ...both, findings: [testFinding([2, 1])] }, 3)
  expect(cells.get('0:1')?.kind).toBe('unchecked')
  expect(cells.get('0:2')?.kind).toBe('asking')
  expect(cells.get('1:2')?.kind).toBe('finding')
})

// Catches: an unknown drug whose pairs read as checked.
test('a drug that could not be checked leaves all its pairs unchecked', () => {
  const unknown = { drugs: [1], reason: 'unknown-drug' as const, sentence: 'Not known.', retry: false }
  const cells = cellsOf(testResult({ clear: [[0, 2]], unchecked: [unknown] }), 3)
  expect([cells.get('0:1')?.kind, cells.get('1:2')?.kind, cells.get('0:2')?.kind]).toEqual([
    'unchecked',
    'unchecked',
    'clear',
  ])
})

// Catches: the milder of two findings on the face of the pair, and the open part of a product forgotten.
test('the worst finding is shown, the others are counted, an open part is said', () => {
  const findings = [
    testFinding([0, 1], { severity: 'minor' }),
    testFinding([0, 1], { severity: 'contraindicated' }),
  ]
  expect(cellsOf(testResult({ findings, unchecked: [slow] }), 2).get('0:1')).toMatchObject({
    kind: 'finding',
    finding: { severity: 'contraindicated' },
    more: 1,
    open: 'unchecked',
  })
})

// Catches: three clear pairs of a dangerous triple without a word about it.
test('pairs of a triple say that they belong to one', () => {
  const cells = cellsOf(
    testResult({
      findings: [testFinding([0, 2, 3])],
      clear: [
        [0, 2],
        [0, 1],
      ],
    }),
    4,
  )
  expect(cells.get('0:2')).toMatchObject({ kind: 'clear', inGroup: true })
  expect(cells.get('0:1')).toMatchObject({ kind: 'clear', inGroup: false })
})

// Catches: "could not check" at a pair that the knowledge spoke of as a part of three.
test('where only a finding of several drugs speaks of a pair, it stands for it, unless the pair is open', () => {
  const group = testFinding([0, 1, 2], { severity: 'moderate' })
  const open = { drugs: [0, 2], reason: 'model-slow' as const, sentence: 'Too slow.', retry: true }
  const cells = cellsOf(testResult({ findings: [group], unchecked: [open] }), 3)
  expect(cells.get('0:1')).toMatchObject({
    kind: 'finding',
    finding: { severity: 'moderate' },
    inGroup: true,
  })
  expect(cells.get('0:2')).toMatchObject({ kind: 'unchecked', unchecked: open })
})

test('a combination product that meets itself is no pair (bug: a cell on the diagonal)', () => {
  const cells = cellsOf(testResult({ findings: [testFinding([1, 1])], clear: [[0, 1]] }), 2)
  expect(cells.get('0:1')?.kind).toBe('clear')
})

test('the sum counts open parts of found pairs as open (bug: "all checked" beside a question mark)', () => {
  const result = testResult({ findings: [testFinding([0, 1])], unchecked: [slow], pending: [[1, 2]] })
  expect(tallyOf(result, cellsOf(result, 3))).toEqual({
    pairs: 3,
    bySeverity: { contraindicated: 0, major: 1, moderate: 0, minor: 0 },
    clear: 0,
    asking: 1,
    unchecked: 2,
  })
})

test.each([
  [{ row: 1, column: 0 }, 'ArrowUp', false, { row: 1, column: 0 }],
  [{ row: 3, column: 2 }, 'ArrowUp', false, { row: 3, column: 2 }],
  [{ row: 3, column: 1 }, 'ArrowUp', false, { row: 2, column: 1 }],
  [{ row: 3, column: 2 }, 'ArrowRight', false, { row: 3, column: 2 }],
  [{ row: 4, column: 0 }, 'ArrowDown', false, { row: 4, column: 0 }],
  [{ row: 4, column: 0 }, 'End', false, { row: 4, column: 3 }],
  [{ row: 2, column: 1 }, 'End', true, { row: 4, column: 3 }],
  [{ row: 4, column: 3 }, 'Home', true, { row: 1, column: 0 }],
  [{ row: 1, column: 0 }, 'PageDown', false, { row: 4, column: 0 }],
  [{ row: 4, column: 2 }, 'PageUp', false, { row: 3, column: 2 }],
] as const)(
  'from %j %s (control %s) leads to %j (bug: a key that leaves the triangle)',
  (from, key, control, to) => {
    expect(moveIn(from, key, control, 5)).toEqual(to)
  },
)

test('other keys are not the grid’s (bug: Tab that cannot leave)', () => {
  expect(moveIn({ row: 1, column: 0 }, 'Tab', false, 5)).toBeNull()
})

test('more than twenty drugs are dense (bug: a matrix wider than the screen of a ward)', () => {
  expect([matrixSize(7), matrixSize(20), matrixSize(21)]).toEqual(['wide', 'medium', 'dense'])
})
