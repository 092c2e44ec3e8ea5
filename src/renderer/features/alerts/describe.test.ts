import { describe, expect, test } from 'vitest'
import {
  findingOf,
  limitInWords,
  limitLine,
  nextStep,
  rowLabel,
  unchangedSentence,
  whoLine,
} from './describe.ts'
import { testAlert } from './test-alert.ts'

const me = { user: 'R. Castellano', role: 'nurse', station: 'ICU-1' } as const
const other = { user: 'J. Whelan', role: 'nurse', station: 'ICU-2' } as const
const acknowledged = { state: 'acknowledged', acknowledgedAt: 5_000, acknowledgedBy: me } as const

describe('next step', () => {
  test('an escalated alert that nobody acknowledged still asks for it (bug: Take silences nothing)', () => {
    expect(nextStep(testAlert(1, { state: 'escalated', escalationLevel: 1 }), me.user)).toBe('acknowledge')
  })
  test('a critical result wants its read-back first (bug: resolved before anybody was told)', () => {
    expect(nextStep(testAlert(1, { ...acknowledged, readBackRequired: true }), me.user)).toBe('read-back')
  })
  test('what another holds offers no step (bug: two nurses resolve each other’s alerts)', () => {
    expect(nextStep(testAlert(1, { ...acknowledged, holder: other }), me.user)).toBeNull()
    expect(nextStep(testAlert(1, { ...acknowledged, acknowledgedBy: other }), me.user)).toBe('take')
    expect(nextStep(testAlert(1, acknowledged), me.user)).toBe('resolve')
  })
  test('a closed alert offers nothing (bug: Acknowledge on a resolved row)', () => {
    expect(nextStep(testAlert(1, { state: 'resolved' }), me.user)).toBeNull()
  })
})

describe('who has it', () => {
  const due = [{ kind: 'escalation' as const, at: 80_000 }]
  test('counts down to the escalation and says when it is due (bug: a negative countdown)', () => {
    expect(whoLine(testAlert(1, { due }), me.user, 1_000).main).toBe('escalates in 1:19')
    expect(whoLine(testAlert(1, { due }), me.user, 90_000).main).toBe('escalation is due now')
  })
  test('names whom it was escalated to (bug: "escalates in" after it has escalated)', () => {
    const alert = testAlert(1, { due, state: 'escalated', escalationLevel: 1, escalatedTo: 'charge-nurse' })
    expect(whoLine(alert, me.user, 1_000)).toEqual({
      main: 'escalated to charge nurse',
      tone: 'urgent',
      extra: 'next step in 1:19',
    })
  })
  test('tells you from others (bug: another’s alert shown as yours)', () => {
    expect(whoLine(testAlert(1, acknowledged), me.user, 0).main).toBe('with you')
    expect(whoLine(testAlert(1, { ...acknowledged, holder: other }), me.user, 0).main).toBe('J. Whelan')
  })
  test('an overdue read-back is said (bug: silence after the deadline)', () => {
    const alert = testAlert(1, {
      ...acknowledged,
      readBackRequired: true,
      due: [{ kind: 'read-back', at: 10 }],
    })
    expect(whoLine(alert, me.user, 1_000).extra).toBe('read back is overdue')
  })
})

describe('limits', () => {
  test('the side of the limit is shown (bug: > for a value that is too low)', () => {
    const low = testAlert(1, {
      value: 2.2,
      worst: 2.2,
      direction: 'low',
      basis: { limit: 2.5, side: 'low', unit: 'mmol/L', source: null },
    })
    expect(limitLine(low)).toBe('< 2.5 critical')
    expect(limitInWords(low)).toBe('below 2.5 mmol/L')
  })
  test('a value on the limit is not called beyond it (bug: "6.5 > 6.5")', () => {
    expect(limitLine(testAlert(1, { value: 6.5 }))).toBe('≥ 6.5 critical')
    expect(limitInWords(testAlert(1, { value: 6.5 }))).toBe('at or above 6.5 mmol/L')
  })
  test('a value back inside its limit is not called beyond it (bug: "94 mmHg < 80 critical")', () => {
    const recovered = testAlert(1, { value: 6.1, worst: 6.8 })
    expect(limitLine(recovered)).toBe('worst 6.8 > 6.5 critical')
    expect(limitInWords(recovered)).toBe('worst 6.8, above 6.5 mmol/L')
  })
  test('units are written as people write them (bug: UCUM codes such as Cel on screen)', () => {
    const fever = { type: 'temperature', symbol: 'Temp', value: 39, unitOfMeasure: 'Cel' }
    expect(findingOf(testAlert(1, fever))).toBe('Temp 39.0 °C')
    expect(findingOf(testAlert(1, { ...fever, type: 'zeal', unitOfMeasure: 'zl' }))).toBe('Temp 39 zl')
  })
  test('an ungraded finding says so (bug: an invented limit)', () => {
    const alert = testAlert(1, {
      basis: { limit: null, side: null, unit: null, source: null },
      severity: 'warning',
    })
    expect(limitLine(alert)).toBe('warning · no limit compared')
    expect(limitInWords(alert)).toBeNull()
  })
})

test('the row’s name carries bed, finding, unit and doubts (bug: a screen reader hears only a colour)', () => {
  const label = rowLabel(testAlert(1, { count: 4, doubts: ['time-ahead'], simulated: true }))
  expect(label).toBe(
    'High priority, ICU 04, Test, T., K⁺ 6.8 mmol/L, above 6.5 mmol/L, 4 times, time of publisher is ahead, DEMO',
  )
})

test('who was first is said for each action (bug: "nothing changed" without the winner)', () => {
  const taken = testAlert(1, { ...acknowledged, acknowledgedBy: other, holder: other })
  expect(unchangedSentence('acknowledge', taken)).toContain('Already acknowledged by J. Whelan')
  expect(unchangedSentence('take', taken)).toContain('J. Whelan')
  const resolved = testAlert(1, {
    state: 'resolved',
    timeline: [{ kind: 'resolved', at: 1, actor: other, text: null }],
  })
  expect(unchangedSentence('acknowledge', resolved)).toBe(
    'Already resolved by J. Whelan. Nothing was changed.',
  )
})
