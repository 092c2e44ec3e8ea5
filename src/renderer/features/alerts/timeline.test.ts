import { expect, test } from 'vitest'
import { changeLine } from './change.ts'
import { mergeTimeline, upcoming } from './timeline.ts'
import { testAlert } from './test-alert.ts'

const nurse = { user: 'J. Whelan', role: 'charge-nurse', station: 'ICU-2' } as const

test('actions and stamps are one story in order of time (bug: shown after acknowledged)', () => {
  const lines = mergeTimeline(
    [
      { kind: 'raised', at: 100, actor: null, text: null },
      { kind: 'acknowledged', at: 300, actor: nurse, text: null },
      { kind: 'escalated', at: 400, actor: null, text: 'to physician' },
    ],
    [{ station: 'ICU-1', what: 'shown', at: 200, detail: null }],
  )
  expect(lines.map((line) => line.text)).toEqual([
    'raised',
    'shown on ICU-1',
    'acknowledged by J. Whelan, charge nurse',
    'escalated by the deadline clock: to physician',
  ])
})

test('what was suppressed says why (bug: a silent station looks as if it had sounded)', () => {
  const lines = mergeTimeline(
    [],
    [{ station: 'ICU-1', what: 'sound-suppressed', at: 1, detail: 'quiet hours' }],
  )
  expect(lines[0]?.text).toBe('tone not played on ICU-1: quiet hours')
})

test('deadlines come soonest first (bug: expiry listed before the escalation in one minute)', () => {
  const due = [
    { kind: 'expiry' as const, at: 900 },
    { kind: 'escalation' as const, at: 200 },
  ]
  expect(upcoming({ due }).map((line) => line.at)).toEqual([200, 900])
})

test('the change names its time (bug: +0.7 without "in how long")', () => {
  const trend = [
    { at: 0, value: 6.1 },
    { at: 41 * 60_000, value: 6.8 },
  ]
  expect(changeLine(testAlert(1, { trend }))).toBe('+0.7 in 41 min')
  expect(changeLine(testAlert(1, { trend: trend.slice(0, 1) }))).toBeNull()
  expect(
    changeLine(testAlert(1, { trend: [trend[0] ?? { at: 0, value: 0 }, { at: 300 * 60_000, value: 5.1 }] })),
  ).toBe('\u22121.0 in 5 h')
})
