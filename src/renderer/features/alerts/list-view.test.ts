import { beforeEach, describe, expect, test } from 'vitest'
import { createListView, justMoved, type ListViewStore } from './list-view.ts'
import { createBoardStore, type BoardStore } from './store.ts'
import { testAlert, testId } from './test-alert.ts'
import type { Alert } from '@shared/features/alerts/model.ts'

let board: BoardStore
let list: ListViewStore
let clock: number
let revision: number

function put(...alerts: Alert[]): void {
  revision += 1
  const items = new Map(board.store.getState().items)
  for (const alert of alerts) items.set(alert.id, alert)
  setItems(items)
}

function drop(id: string): void {
  const items = new Map(board.store.getState().items)
  items.delete(id)
  setItems(items)
}

function setItems(items: Map<string, Alert>): void {
  const order = [...items.values()]
    .filter((alert) => alert.state !== 'resolved')
    .sort(
      (a, b) =>
        Number(b.severity === 'critical') - Number(a.severity === 'critical') || b.raisedAt - a.raisedAt,
    )
    .map((alert) => alert.id)
  board.store.setState({ items, order, revision })
}

beforeEach(() => {
  clock = 10_000
  revision = 0
  board = createBoardStore({
    request: () => new Promise(() => undefined),
    subscribe: () => () => undefined,
    afterPaint: () => undefined,
    retryAfterMs: 1_000,
  })
  list = createListView(board.store, () => clock)
  put(testAlert(1, { severity: 'warning' }), testAlert(2, { severity: 'warning' }))
})

const view = () => list.store.getState()

describe('pointer in the list', () => {
  test('new rows join when the pointer leaves (bug: they never join)', () => {
    list.hold(true)
    put(testAlert(3, { severity: 'info', raisedAt: 9_000 }))
    expect([view().shown.length, view().waiting]).toEqual([2, [testId(3)]])
    list.hold(false)
    expect([view().shown.length, view().waiting]).toEqual([3, []])
  })

  test('asking for the waiting rows lets them in (bug: keyboard users never see them)', () => {
    list.hold(true)
    put(testAlert(3, { severity: 'info' }))
    list.admit()
    expect(view()).toMatchObject({ waiting: [], holding: true })
    expect(view().shown).toContain(testId(3))
  })

  test('a critical keeps the selection and marks the move (bug: A acknowledges the row that slid in)', () => {
    list.select(testId(2))
    list.hold(true)
    put(testAlert(9))
    expect(view().shown[0]).toBe(testId(9))
    expect(view().selectedId).toBe(testId(2))
    expect(justMoved(view(), clock + 400)).toBe(true)
    expect(justMoved(view(), clock + 600)).toBe(false)
  })

  test('a row whose alert left the board can still be drawn (bug: an empty row)', () => {
    list.hold(true)
    drop(testId(1))
    expect(view().shown).toContain(testId(1))
    expect(view().ghosts.get(testId(1))?.id).toBe(testId(1))
    put(testAlert(4, { severity: 'info' }))
    expect(view().ghosts.has(testId(1))).toBe(true)
    list.hold(false)
    expect(view().shown).not.toContain(testId(1))
  })
})

describe('selection', () => {
  test('the first row is selected at the start (bug: A does nothing until a row is clicked)', () => {
    expect(view().selectedId).toBe(testId(2))
  })
  test('when a row goes, its place stays selected (bug: the selection jumps to the top)', () => {
    put(testAlert(3, { severity: 'warning' }))
    list.select(testId(2))
    drop(testId(2))
    expect(view().selectedId).toBe(testId(1))
  })
  test('J and K stop at the ends (bug: wrapping acknowledges the most urgent by surprise)', () => {
    list.move(-1)
    expect(view().selectedId).toBe(testId(2))
    list.move(5)
    expect(view().selectedId).toBe(testId(1))
  })
})

test('tabs count and filter by the signed-in user (bug: Mine shows everybody’s)', () => {
  const me = { user: 'R. Castellano', role: 'nurse', station: 'ICU-1' } as const
  list.setUser(me.user)
  put(
    testAlert(5, {
      severity: 'info',
      holder: me,
      acknowledgedAt: 5,
      acknowledgedBy: me,
      state: 'acknowledged',
    }),
  )
  list.setTab('mine')
  expect(view().shown).toEqual([testId(5)])
  expect(view().counts).toEqual({ open: 3, mine: 1, followed: 0 })
})
