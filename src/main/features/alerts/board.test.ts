import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { BoardChange } from '@shared/features/alerts/contract.ts'
import type { Alert } from '@shared/features/alerts/model.ts'
import { raisedAlert, T0 } from '@test/support/alert-samples.ts'
import { Board } from './board.ts'

const pushed: BoardChange[] = []
const shown: string[] = []
let settled = 0
const resets: number[] = []
let board: Board
beforeEach(() => {
  vi.useFakeTimers()
  pushed.length = 0
  shown.length = 0
  resets.length = 0
  settled = 0
  board = new Board({
    push: (change) => pushed.push(change),
    reset: (revision) => resets.push(revision),
    shown: (alerts) => shown.push(...alerts.map(({ id }) => id)),
    settled: () => (settled += 1),
  })
})
afterEach(() => {
  board.unwatch()
  vi.useRealTimers()
})

const critical = (): Alert => raisedAlert()
const info = (): Alert => raisedAlert({ value: 4.5 })
const closed = (alert: Alert): Alert => ({ ...alert, state: 'resolved', closedAt: T0, rev: alert.rev + 1 })
const tick = (): unknown => vi.advanceTimersByTime(1)

/** A window that has taken and painted its first snapshot. */
function watched(...alerts: Alert[]): void {
  for (const alert of alerts) board.put(alert)
  board.painted(board.snapshot().revision)
  shown.length = 0
  settled = 0
}

describe('changes', () => {
  // Catches: a hundred repaints for a hundred repeats that arrive between two frames.
  test('of one alert before it was sent are sent as one', () => {
    watched()
    const alert = info()
    for (let rev = 1; rev <= 100; rev += 1) board.put({ ...alert, count: rev, rev })
    tick()
    expect(pushed).toHaveLength(1)
    expect(pushed[0]?.upserts.map(({ rev }) => rev)).toEqual([100])
  })

  // Catches: an alert that was closed at once staying on the screen, or a row that was never there removed.
  test('of an alert that was closed before it was sent remove it', () => {
    const alert = info()
    watched(alert)
    board.put({ ...alert, rev: 2 })
    board.put(closed({ ...alert, rev: 2 }))
    tick()
    expect(pushed).toMatchObject([{ upserts: [], removed: [alert.id] }])
    expect(board.size).toBe(0)
  })

  // Catches: a critical alert that waits behind thousands of others in a flood.
  test('are sent critical first when there are many', () => {
    watched()
    for (let n = 0; n < 900; n += 1) board.put(info())
    const urgent = critical()
    board.put(urgent)
    tick()
    expect(pushed[0]?.upserts.length).toBeLessThan(901)
    expect(pushed[0]?.upserts[0]?.id).toBe(urgent.id)
  })

  // Catches: a queue in front of a slow window, in which every alert is old before it is painted.
  test('wait for a window that has not painted the last three, but not for ever', () => {
    watched()
    for (let n = 0; n < 10; n += 1) {
      board.put(info())
      tick()
    }
    expect(pushed).toHaveLength(3)
    vi.advanceTimersByTime(300)
    expect(pushed).toHaveLength(4)
    expect(pushed[3]?.upserts).toHaveLength(7)
    board.painted(pushed[3]?.revision ?? 0)
    board.put(info())
    tick()
    expect(pushed).toHaveLength(5)
  })

  // Catches: revisions that repeat or jump back, by which a window drops what it should apply.
  test('carry growing revisions, also across snapshots and resets', () => {
    watched()
    const seen: number[] = [board.revision]
    for (let n = 0; n < 5; n += 1) {
      board.put(info())
      tick()
      seen.push(board.revision)
      if (n === 2) seen.push(board.snapshot().revision)
      if (n === 3) {
        board.reset([])
        seen.push(board.revision)
      }
      board.painted(board.revision)
    }
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b))
  })

  // Catches: pushes into a window that does not exist, or lost for the one that comes.
  test('wait in the snapshot while no window watches', () => {
    const alert = info()
    board.put(alert)
    vi.advanceTimersByTime(1_000)
    expect(pushed).toEqual([])
    expect(board.snapshot().items.map(({ id }) => id)).toEqual([alert.id])
  })
})

describe('an alert counts as shown', () => {
  // Catches: "shown" recorded when it was sent, or once for every repaint.
  test('when it was painted, and once', () => {
    watched()
    const alert = info()
    board.put(alert)
    tick()
    expect(shown).toEqual([])
    board.painted(pushed[0]?.revision ?? 0)
    expect(shown).toEqual([alert.id])
    board.put({ ...alert, rev: 2 })
    tick()
    board.painted(pushed[1]?.revision ?? 0)
    board.painted(board.snapshot().revision)
    expect(shown).toEqual([alert.id])
  })

  // Catches: a report of an old revision taken for all that was sent since.
  test('only up to the revision that was painted', () => {
    watched()
    board.put(info())
    tick()
    const second = info()
    board.put(second)
    tick()
    board.painted(pushed[0]?.revision ?? 0)
    expect(shown).not.toContain(second.id)
    expect(settled).toBe(0)
    board.painted(pushed[1]?.revision ?? 0)
    expect(shown).toContain(second.id)
  })

  // Catches: an alert recorded as shown that was closed before it was painted.
  test('not when it was gone before', () => {
    watched()
    const alert = info()
    board.put(alert)
    tick()
    board.put(closed(alert))
    board.painted(pushed[0]?.revision ?? 0)
    expect(shown).toEqual([])
  })

  // Catches: the log cursor moving past alerts that were never painted; a crash then would lose them.
  test('and the cursor may move only when nothing waits to be sent or painted', () => {
    watched()
    board.put(info())
    expect(board.isSettled).toBe(false)
    tick()
    board.put(info())
    board.painted(pushed[0]?.revision ?? 0)
    expect(settled).toBe(0)
    tick()
    board.painted(pushed[1]?.revision ?? 0)
    expect(settled).toBe(1)
    expect(board.isSettled).toBe(true)
  })
})

describe('a reset', () => {
  // Catches: rows of wards that are no longer watched, paint reports of the old board counted for the new one.
  test('replaces everything, and what was shown before stays shown', () => {
    const kept = info()
    const gone = info()
    watched(kept, gone)
    const fresh = info()
    board.reset([kept, fresh])
    expect(resets).toHaveLength(1)
    board.painted(Number.MAX_SAFE_INTEGER)
    expect(shown).toEqual([])
    const { revision, items } = board.snapshot()
    expect(items.map(({ id }) => id)).toEqual([kept.id, fresh.id])
    board.painted(revision)
    expect(shown).toEqual([fresh.id])
  })
})
