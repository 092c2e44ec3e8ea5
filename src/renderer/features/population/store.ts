import { createStore, type StoreApi } from 'zustand/vanilla'
import {
  answers,
  cursorAfter,
  heldRows,
  nextOffset,
  questionKey,
  rowsAtOnce,
  type BoardQuestion,
  type Cursor,
} from './board-rows.ts'
import type { BoardPage, BoardView } from '@shared/features/population/board.ts'
import { everybody, type BoardRow } from '@shared/features/population/model.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'
import type { SubscribeFn } from '@renderer/ipc/events.ts'

export interface BoardState {
  readonly question: BoardQuestion
  readonly phase: 'loading' | 'ready' | 'failed'
  /** Why the board could not be read or turned to what was asked; rows that are there stay. */
  readonly problem: string | null
  /** The newest page; null before the first. Its rows are not always those shown. */
  readonly page: BoardPage | null
  /** The rows shown, from `offset` on. */
  readonly rows: readonly BoardRow[]
  readonly offset: number
  readonly cursor: Cursor
  /** Grows with every step of the keyboard: the list then scrolls to the cursor. */
  readonly steps: number
  /** The pointer is in the list. */
  readonly holding: boolean
  /** Rows that will stand elsewhere when the pointer has left. */
  readonly waiting: number
  /** When rows last moved although held, by the given clock. */
  readonly movedAt: number
  /** Since when, by the hub's clock, who passes the threshold is marked as new. */
  readonly since: number
}

export interface BoardStore {
  readonly store: StoreApi<BoardState>
  /** Opens the board and follows it; returns the way to stop, which empties it but for filter and order. */
  follow(): () => void
  /** Asks for others, or in another order; the rows begin at the top. */
  ask(question: BoardQuestion): void
  /** Says which rows are in view. */
  inView(first: number, last: number): void
  readonly hold: (holding: boolean) => void
  /** Lets the rows move although the pointer is in the list: the person asked for it. */
  admit(): void
  select(patientId: string): void
  /** Moves the cursor by so many rows; stops at both ends. */
  move(by: number): void
  refresh(): void
  /** Forgets what was asked too: somebody else comes. */
  empty(): void
}

const noOne: Cursor = { index: 0, patientId: null }

const nothing: BoardState = {
  question: { filter: everybody, search: '', order: 'score' },
  phase: 'loading',
  problem: null,
  page: null,
  rows: [],
  offset: 0,
  cursor: noOne,
  steps: 0,
  holding: false,
  waiting: 0,
  movedAt: Number.NEGATIVE_INFINITY,
  since: 0,
}

/** A crossing is new for so long. Milliseconds. */
const NEW_MS = 600_000

/** Passed the threshold since the board was opened here, and lately. `now` by the hub's clock, as `since`. */
export function isNewlyHigh(row: BoardRow, since: number, now: number): boolean {
  return row.highSince !== null && row.highSince > Math.max(since, now - NEW_MS)
}

/**
 * The part of the risk board that is in view, live. Main sends a page whenever it has changed; one that answers an
 * earlier question, or comes late, is dropped. `clock` is monotonic milliseconds.
 */
export function createBoardStore(parts: {
  readonly request: RequestFn
  readonly subscribe: SubscribeFn
  readonly clock: () => number
  /** Runs the work when the window is about to paint; at once when absent. */
  readonly beforePaint?: (work: () => void) => void
}): BoardStore {
  const store = createStore<BoardState>()(() => nothing)
  let following = false
  /** Answers to questions from before it was closed or opened anew are dropped. */
  let generation = 0
  let serial = -1
  /** A page has come by itself since the board was opened: the answer to opening it may be older. */
  let heard = false
  /** Has come and waits for the next paint. */
  let newest: BoardPage | null = null
  /** What was asked for last: rows from here on, and how many. */
  let wanted = 0
  let atOnce = rowsAtOnce(0, 0)
  /** One question at a time: while it is under way, the newest want waits. */
  let asking = false
  let askAgain = false
  /** Who was put in among held rows has had his entrance. */
  const entered = new Set<string>()

  const view = (): BoardView => ({ ...store.getState().question, offset: wanted, limit: atOnce })

  function show(page: BoardPage): void {
    const before = store.getState()
    const sameRows =
      before.page !== null &&
      before.offset === page.view.offset &&
      answers(page, before.page.view, before.offset)
    const since = before.page === null ? page.at : before.since
    const common = { phase: 'ready', problem: null, page, since } as const
    if (!before.holding || !sameRows || before.rows.length === 0) {
      const { offset } = page.view
      const cursor = cursorAfter(before.cursor, page.rows, offset)
      store.setState({ ...common, rows: page.rows, offset, cursor, waiting: 0 })
      return
    }
    const crossed = new Set(
      page.rows
        .filter((row) => isNewlyHigh(row, since, page.at) && !entered.has(row.patientId))
        .map(({ patientId }) => patientId),
    )
    const { rows, waiting, cameIn } = heldRows(before.rows, page.rows, crossed, page.view.order === 'score')
    for (const patientId of crossed) entered.add(patientId)
    store.setState({
      ...common,
      rows,
      waiting,
      cursor: cursorAfter(before.cursor, rows, before.offset),
      movedAt: cameIn.length > 0 ? parts.clock() : before.movedAt,
    })
  }

  function take(page: BoardPage): void {
    if (page.serial <= serial) return
    serial = page.serial
    if (answers(page, store.getState().question, wanted)) show(page)
  }

  /**
   * Main sends a page whenever it has changed; a window that paints slower than that shows the newest and leaves out
   * those between, or it would fall further behind with every page.
   */
  function hear(page: BoardPage): void {
    if (page.serial > serial) heard = true
    const isAwaited = newest !== null
    if (newest === null || page.serial > newest.serial) newest = page
    if (isAwaited) return
    const work = (): void => {
      const latest = newest
      newest = null
      if (latest !== null && following) take(latest)
    }
    if (parts.beforePaint) parts.beforePaint(work)
    else work()
  }

  function failed(problem: string): void {
    const { phase } = store.getState()
    store.setState({ problem, phase: phase === 'ready' ? 'ready' : 'failed' })
  }

  async function look(name: 'population.open' | 'population.look'): Promise<void> {
    if (asking) {
      askAgain = true
      return
    }
    asking = true
    const asked = generation
    const reply = await parts.request(name, { view: view() })
    if (asked !== generation) return
    asking = false
    if (reply.ok) {
      // Main may count anew when it opens the board anew.
      if (name === 'population.open' && !heard) serial = -1
      take(reply.value)
    } else failed(reply.error.message)
    if (askAgain) {
      askAgain = false
      void look('population.look')
    }
  }

  function open(): void {
    if (!following) return
    generation += 1
    asking = false
    askAgain = false
    heard = false
    void look('population.open')
  }

  return {
    store,
    refresh: open,
    empty: () => store.setState(nothing, true),
    follow() {
      following = true
      const end = parts.subscribe('population.page', { onEvent: hear, onBad: open })
      store.setState({ ...nothing, question: store.getState().question }, true)
      wanted = 0
      entered.clear()
      open()
      return () => {
        following = false
        generation += 1
        asking = false
        end()
        const { filter, order } = store.getState().question
        store.setState({ ...nothing, question: { filter, order, search: '' } }, true)
        void parts.request('population.close', {})
      }
    },
    ask(question) {
      if (questionKey(question) === questionKey(store.getState().question)) return
      wanted = 0
      store.setState({ question, cursor: noOne })
      if (following) void look('population.look')
    },
    inView(first, last) {
      const { page, rows, offset } = store.getState()
      if (page === null || !following) return
      const next = nextOffset({ first, last }, { offset, count: rows.length, matching: page.matching })
      const needed = rowsAtOnce(first, last)
      if (next === null || (next === wanted && needed <= atOnce)) return
      wanted = next
      atOnce = needed
      void look('population.look')
    },
    hold(holding) {
      const { page, holding: before, cursor } = store.getState()
      if (holding === before) return
      store.setState({ holding })
      if (holding || page === null) return
      const { offset } = page.view
      store.setState({ rows: page.rows, offset, waiting: 0, cursor: cursorAfter(cursor, page.rows, offset) })
    },
    admit() {
      const { page, cursor } = store.getState()
      if (page === null) return
      const { offset } = page.view
      store.setState({ rows: page.rows, offset, waiting: 0, cursor: cursorAfter(cursor, page.rows, offset) })
    },
    select(patientId) {
      const { rows, offset } = store.getState()
      const place = rows.findIndex((row) => row.patientId === patientId)
      if (place >= 0) store.setState({ cursor: { index: offset + place, patientId } })
    },
    move(by) {
      const { page, rows, offset, cursor, steps } = store.getState()
      if (page === null || page.matching === 0) return
      const index = Math.max(0, Math.min(page.matching - 1, cursor.index + by))
      store.setState({
        cursor: { index, patientId: rows[index - offset]?.patientId ?? null },
        steps: steps + 1,
      })
    },
  }
}
