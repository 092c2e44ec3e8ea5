import { describe, expect, test } from 'vitest'
import { arrange, compareOnBoard, countBoard, isMine, recount, reorder, sortBoard } from './board-order.ts'
import { testAlert, testId } from './test-alert.ts'
import type { Alert } from '@shared/features/alerts/model.ts'

const nurse = { user: 'R. Castellano', role: 'nurse', station: 'ICU-1' } as const
const acknowledged = { state: 'acknowledged', acknowledgedAt: 5_000, acknowledgedBy: nurse } as const

function board(...alerts: Alert[]): Map<string, Alert> {
  return new Map(alerts.map((alert) => [alert.id, alert]))
}

describe('order', () => {
  test('calling critical first, then priority, then newest (bug: a new low above an old critical)', () => {
    const items = board(
      testAlert(1, { severity: 'info', raisedAt: 9_000 }),
      testAlert(2, { severity: 'warning', raisedAt: 8_000 }),
      testAlert(3, { severity: 'critical', raisedAt: 9_500, ...acknowledged }),
      testAlert(4, { severity: 'critical', raisedAt: 100 }),
      testAlert(5, { severity: 'critical', raisedAt: 200, state: 'escalated' }),
    )
    expect(sortBoard(items)).toEqual([5, 4, 3, 2, 1].map(testId))
  })

  test('closed alerts are off the board (bug: resolved rows stay for ever)', () => {
    expect(sortBoard(board(testAlert(1, { state: 'resolved' }), testAlert(2, { state: 'expired' })))).toEqual(
      [],
    )
  })

  test('merging equals sorting again (bug: rows lost, doubled or misplaced after a change)', () => {
    const severities = ['critical', 'warning', 'info'] as const
    let random = 7
    const next = (below: number): number => {
      random = (random * 1_103_515_245 + 12_345) % 2_147_483_648
      return random % below
    }
    const make = (seed: number): Alert =>
      testAlert(seed, {
        severity: severities[next(3)] ?? 'info',
        raisedAt: next(50),
        ...(next(3) === 0 ? acknowledged : {}),
        ...(next(5) === 0 ? { state: 'resolved' } : {}),
      })
    let items = board(...Array.from({ length: 60 }, (_, seed) => make(seed)))
    let order = sortBoard(items)
    for (let round = 0; round < 60; round += 1) {
      const changes = Array.from({ length: 1 + next(12) }, () => make(next(90)))
      items = new Map(items)
      for (const change of changes) items.set(change.id, change)
      const changed = new Set(changes.map((change) => change.id))
      if (next(3) === 0) {
        const gone = testId(next(90))
        items.delete(gone)
        changed.add(gone)
      }
      order = reorder(order, changed, items)
      expect(order).toEqual(sortBoard(items))
    }
  })

  test('equal alerts have one order on all stations (bug: rows swap between stations)', () => {
    const [a, b] = [testAlert(1, { raisedAt: 5 }), testAlert(2, { raisedAt: 5 })]
    expect(compareOnBoard(a, b)).toBe(-compareOnBoard(b, a))
    expect(compareOnBoard(a, b)).not.toBe(0)
  })
})

describe('holding rows under the pointer', () => {
  const shown = [testAlert(1, { severity: 'warning' }), testAlert(2, { severity: 'info' })]

  test('new rows wait, shown rows stay (bug: the row under the pointer moves and the wrong one is clicked)', () => {
    const items = board(...shown, testAlert(3, { severity: 'warning' }))
    const held = arrange([1, 2].map(testId), sortBoard(items), items, true)
    expect(held).toEqual({ shown: [1, 2].map(testId), waiting: [testId(3)] })
  })

  test('a new critical comes in at the top (bug: a critical alert waits for the pointer to leave)', () => {
    const items = board(...shown, testAlert(3))
    const held = arrange([1, 2].map(testId), sortBoard(items), items, true)
    expect(held).toEqual({ shown: [3, 1, 2].map(testId), waiting: [] })
  })

  test('a row whose alert closed keeps its place until the pointer leaves (bug: rows close up under the pointer)', () => {
    const items = board(testAlert(1, { severity: 'warning', state: 'resolved' }), ...shown.slice(1))
    const order = sortBoard(items)
    expect(arrange([1, 2].map(testId), order, items, true).shown).toEqual([1, 2].map(testId))
    expect(arrange([1, 2].map(testId), order, items, false).shown).toEqual([testId(2)])
  })

  test('acknowledging does not move the row (bug: the acknowledged row jumps down from under the pointer)', () => {
    const items = board(testAlert(1, acknowledged), testAlert(2, { raisedAt: 1 }))
    expect(sortBoard(items)).toEqual([2, 1].map(testId))
    expect(arrange([1, 2].map(testId), sortBoard(items), items, true).shown).toEqual([1, 2].map(testId))
  })
})

test('counts separate calling from acknowledged (bug: the frame flashes for an acknowledged alert)', () => {
  const items = board(testAlert(1), testAlert(2, acknowledged), testAlert(3, { severity: 'info' }))
  expect(countBoard(items)).toEqual({ high: 2, medium: 0, low: 1, calling: 2, callingHigh: 1 })
})

test('counting the changes equals counting again (bug: counters that drift from the board)', () => {
  const before = board(testAlert(1), testAlert(2), testAlert(3, { severity: 'info' }))
  const after = board(
    testAlert(1, acknowledged),
    testAlert(2, { state: 'resolved' }),
    testAlert(4, { severity: 'warning' }),
  )
  const changed = [1, 2, 3, 4].map(testId)
  expect(recount(countBoard(before), changed, before, after)).toEqual(countBoard(after))
})

test('an alert taken by another is not mine although I acknowledged it (bug: two people own one alert)', () => {
  expect(isMine(testAlert(1, acknowledged), nurse.user)).toBe(true)
  expect(isMine(testAlert(1, { ...acknowledged, holder: { ...nurse, user: 'J. Whelan' } }), nurse.user)).toBe(
    false,
  )
  expect(isMine(testAlert(1), nurse.user)).toBe(false)
})
