import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createBoardStore, type BoardStore } from './store.ts'
import { testAlert, testId } from './test-alert.ts'
import type { BoardSnapshot } from '@shared/features/alerts/contract.ts'
import type { Alert } from '@shared/features/alerts/model.ts'
import type { Reply } from '@shared/ipc/envelope.ts'
import { inputSchemaOf, outputSchemaOf, payloadSchemaOf } from '@shared/ipc/registry.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'
import type { SubscribeFn } from '@renderer/ipc/events.ts'

/** A main process in miniature: answers by hand, sends events, remembers what was reported as shown. */
class FakeMain {
  readonly shown: number[] = []
  readonly pending: ((reply: Reply<BoardSnapshot>) => void)[] = []
  readonly #listeners = new Map<string, { send: (payload: unknown) => void; bad: () => void }>()

  readonly request: RequestFn = async (name, input) => {
    if (name === 'alerts.shown') {
      this.shown.push(inputSchemaOf('alerts.shown').parse(input).revision)
      return { ok: false, error: { code: 'test', message: '', details: {} } }
    }
    const reply = await new Promise<Reply<BoardSnapshot>>((resolve) => this.pending.push(resolve))
    return reply.ok ? { ok: true, value: outputSchemaOf(name).parse(reply.value) } : reply
  }

  readonly subscribe: SubscribeFn = (name, listener) => {
    this.#listeners.set(name, {
      send: (payload) => listener.onEvent(payloadSchemaOf(name).parse(payload)),
      bad: listener.onBad,
    })
    return () => undefined
  }

  change(revision: number, upserts: Alert[], removed: string[] = []): void {
    this.#listeners.get('alerts.changed')?.send({ revision, upserts, removed })
  }

  rebuild(revision: number): void {
    this.#listeners.get('alerts.reset')?.send({ revision })
  }

  sendBadEvent(): void {
    this.#listeners.get('alerts.changed')?.bad()
  }

  async answer(revision: number, items: Alert[]): Promise<void> {
    this.pending.shift()?.({ ok: true, value: { revision, items, missed: null, followed: [] } })
    await vi.advanceTimersByTimeAsync(0)
  }

  async refuse(): Promise<void> {
    this.pending.shift()?.({
      ok: false,
      error: { code: 'alerts.hub-unreachable', message: 'lost', details: {} },
    })
    await vi.advanceTimersByTimeAsync(0)
  }
}

let main: FakeMain
let board: BoardStore
let paints: (() => void)[]

function paint(): void {
  for (const then of paints.splice(0)) then()
}

beforeEach(() => {
  vi.useFakeTimers()
  main = new FakeMain()
  paints = []
  board = createBoardStore({
    request: main.request,
    subscribe: main.subscribe,
    afterPaint: (then) => paints.push(then),
    retryAfterMs: 100,
  })
  board.start()
})
afterEach(() => {
  vi.useRealTimers()
})

const ids = (): readonly string[] => board.store.getState().order

describe('snapshot and changes', () => {
  test('changes during the fetch are applied after it, older ones dropped (bug: an alert lost or revived)', async () => {
    main.change(4, [testAlert(1)])
    main.change(6, [testAlert(2)])
    expect(ids()).toEqual([])
    await main.answer(5, [testAlert(3)])
    expect(board.store.getState().revision).toBe(6)
    expect([...ids()].sort()).toEqual([testId(2), testId(3)])
  })

  test('the next revision is applied, a repeated one is not (bug: a late duplicate undoes an acknowledgement)', async () => {
    await main.answer(1, [])
    main.change(2, [testAlert(1, { rev: 2 })])
    main.change(2, [testAlert(1, { state: 'resolved' })])
    expect(ids()).toEqual([testId(1)])
  })

  test('a hole in the numbering takes a new snapshot (bug: the missed change never appears)', async () => {
    await main.answer(1, [])
    main.change(3, [testAlert(3)])
    expect(board.store.getState().phase).toBe('stale')
    await main.answer(2, [testAlert(2)])
    expect([...ids()].sort()).toEqual([testId(2), testId(3)])
    expect(board.store.getState().phase).toBe('ready')
  })

  test('a hole after the snapshot leads to another one (bug: the buffer is thrown away)', async () => {
    main.change(9, [testAlert(9)])
    await main.answer(1, [])
    await vi.advanceTimersByTimeAsync(100)
    await main.answer(8, [testAlert(8)])
    expect([...ids()].sort()).toEqual([testId(8), testId(9)])
  })

  test('an answer confirmed during the fetch stands (bug: an acknowledged alert shown as unanswered again)', async () => {
    await main.answer(1, [testAlert(1), testAlert(2)])
    board.refresh()
    board.adopt(testAlert(1, { rev: 2, state: 'acknowledged', acknowledgedAt: 9 }))
    await main.answer(2, [testAlert(1), testAlert(2, { rev: 3 })])
    expect(board.store.getState().items.get(testId(1))?.state).toBe('acknowledged')
    expect(board.store.getState().items.get(testId(2))?.rev).toBe(3)
  })

  test('a reset during the fetch asks again (bug: a snapshot from before the reset is shown as current)', async () => {
    main.rebuild(0)
    await main.answer(7, [testAlert(7)])
    expect(board.store.getState().phase).toBe('loading')
    await main.answer(1, [testAlert(1)])
    expect(board.store.getState().revision).toBe(1)
    expect(ids()).toEqual([testId(1)])
  })

  test('an unreadable event takes a new snapshot (bug: a bad event is dropped silently)', async () => {
    await main.answer(1, [])
    main.sendBadEvent()
    await main.answer(2, [testAlert(2)])
    expect(ids()).toEqual([testId(2)])
  })

  test('a failed fetch keeps the board, says why and tries again (bug: an empty board that looks safe)', async () => {
    await main.answer(1, [testAlert(1)])
    board.refresh()
    await main.refuse()
    expect(ids()).toEqual([testId(1)])
    expect(board.store.getState()).toMatchObject({ phase: 'stale', failure: { message: 'lost' } })
    await vi.advanceTimersByTimeAsync(100)
    await main.answer(4, [testAlert(4)])
    expect(board.store.getState()).toMatchObject({ phase: 'ready', failure: null, order: [testId(4)] })
  })
})

describe('report of what was painted', () => {
  test('shown is reported after the paint only (bug: the cursor moves past an alert nobody saw)', async () => {
    await main.answer(1, [testAlert(1)])
    main.change(2, [testAlert(2)])
    expect(main.shown).toEqual([])
    paint()
    expect(main.shown).toEqual([1, 2])
  })
})

describe('replies', () => {
  test('an older reply does not undo a newer change (bug: the winner is shown, then the loser)', async () => {
    await main.answer(1, [testAlert(1, { rev: 3, count: 3 })])
    board.adopt(testAlert(1, { rev: 2, count: 2 }))
    expect(board.store.getState().items.get(testId(1))?.count).toBe(3)
    board.adopt(testAlert(1, { rev: 4, state: 'resolved' }))
    expect(ids()).toEqual([])
  })

  test('removed alerts leave the board (bug: closed alerts pile up)', async () => {
    await main.answer(1, [testAlert(1), testAlert(2)])
    main.change(2, [], [testId(1)])
    expect(ids()).toEqual([testId(2)])
  })

  test('only alerts after the first snapshot are announced (bug: 10 000 announcements at start)', async () => {
    await main.answer(1, [testAlert(1)])
    expect(board.store.getState().arrived).toEqual([])
    main.change(2, [testAlert(1, { rev: 2 }), testAlert(2)])
    expect(board.store.getState().arrived).toEqual([testId(2)])
  })
})
