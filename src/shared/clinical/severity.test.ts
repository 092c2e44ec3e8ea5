import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { priorityOf } from './priority.ts'
import { higherSeverity, readPublisherSeverity, Severity, severityRank } from './severity.ts'

const severity = fc.constantFrom(...Severity.options)

describe('higherSeverity', () => {
  // A swapped comparison would let a publisher's "info" hide our critical.
  test.each([
    ['critical', 'info', 'critical'],
    ['info', 'critical', 'critical'],
    ['warning', 'info', 'warning'],
    ['warning', 'critical', 'critical'],
  ] as const)('of %s and %s is %s', (a, b, expected) => {
    expect(higherSeverity(a, b)).toBe(expected)
  })

  test('is a join: commutative, associative, idempotent, never below either side', () => {
    fc.assert(
      fc.property(severity, severity, severity, (a, b, c) => {
        expect(higherSeverity(a, b)).toBe(higherSeverity(b, a))
        expect(higherSeverity(a, higherSeverity(b, c))).toBe(higherSeverity(higherSeverity(a, b), c))
        expect(higherSeverity(a, a)).toBe(a)
        expect(severityRank(higherSeverity(a, b))).toBe(Math.max(severityRank(a), severityRank(b)))
      }),
    )
  })
})

test('each severity has its own priority, in the same order', () => {
  expect(Severity.options.map(priorityOf)).toEqual(['high', 'medium', 'low'])
})

describe('readPublisherSeverity', () => {
  test.each([
    ['critical', 'critical'],
    [' CRIT ', 'critical'],
    ['High', 'critical'],
    ['severe', 'critical'],
    ['PANIC', 'critical'],
    ['warning', 'warning'],
    ['Warn', 'warning'],
    ['medium', 'warning'],
    ['moderate', 'warning'],
    ['abnormal', 'warning'],
    ['info', 'info'],
    ['low', 'info'],
    ['normal', 'info'],
    ['minor', 'info'],
  ])('reads %j as %s', (text, expected) => {
    expect(readPublisherSeverity(text)).toEqual({ kind: 'stated', severity: expected })
  })

  // The seed's own code writes null: that is no statement, not an unknown one.
  test.each([null, undefined, '', '  '])('reads %j as none', (raw) => {
    expect(readPublisherSeverity(raw)).toEqual({ kind: 'none' })
  })

  // Reading an unknown word as info would silence it.
  test.each(['sev-1', 'catastrophic', 'constructor', '__proto__'])('keeps %j as unknown', (text) => {
    expect(readPublisherSeverity(text)).toEqual({ kind: 'unknown', text })
  })

  test('a number or a megabyte of text is unknown and is not kept in full', () => {
    expect(readPublisherSeverity(3)).toEqual({ kind: 'unknown', text: 'number' })
    const read = readPublisherSeverity('x'.repeat(1_000_000))
    expect(read.kind === 'unknown' ? read.text.length : null).toBe(40)
  })
})
