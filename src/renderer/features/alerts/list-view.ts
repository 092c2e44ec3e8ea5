import { createStore, type StoreApi } from 'zustand/vanilla'
import { arrange, isMine, type AlertMap, type BoardTab } from './board-order.ts'
import type { BoardState } from './store.ts'
import type { Alert } from '@shared/features/alerts/model.ts'

/** What the list shows, which row is selected, and what waits for the pointer to leave. */
export interface ListView {
  readonly tab: BoardTab
  readonly holding: boolean
  readonly shown: readonly string[]
  readonly waiting: readonly string[]
  readonly selectedId: string | null
  /** Alerts that left the board while their row is held under the pointer. */
  readonly ghosts: AlertMap
  /** When rows last moved although the pointer was in the list (a critical came in), by `performance.now`. */
  readonly movedAt: number
  readonly counts: { readonly open: number; readonly mine: number; readonly followed: number }
}

export interface ListViewStore {
  readonly store: StoreApi<ListView>
  setTab(tab: BoardTab): void
  /** True while the pointer is in the list. */
  readonly hold: (holding: boolean) => void
  /** Lets the waiting rows in although the pointer is in the list: the person asked for it. */
  admit(): void
  select(id: string | null): void
  /** Selects `by` rows further down; stops at both ends. */
  move(by: number): void
  setUser(user: string): void
}

/** A press within this time after rows moved under the pointer was meant for another row. */
const SETTLE_MS = 500

/** True while a press in the list may still be meant for the row that was there before. */
export function justMoved(view: ListView, nowMs: number): boolean {
  return nowMs - view.movedAt < SETTLE_MS
}

function tabOrder(tab: BoardTab, board: BoardState, user: string): readonly string[] {
  switch (tab) {
    case 'open':
    case 'history':
      return board.order
    case 'mine':
      return board.order.filter((id) => {
        const alert = board.items.get(id)
        return alert !== undefined && isMine(alert, user)
      })
    case 'followed':
      return board.order.filter((id) => board.followed.has(board.items.get(id)?.patient.patientId ?? ''))
  }
}

function tabCounts(board: BoardState, user: string): ListView['counts'] {
  let mine = 0
  let followed = 0
  for (const id of board.order) {
    const alert = board.items.get(id)
    if (alert === undefined) continue
    if (isMine(alert, user)) mine += 1
    if (board.followed.has(alert.patient.patientId)) followed += 1
  }
  return { open: board.order.length, mine, followed }
}

/** After a row has gone, the one now at its place is selected; the first when nothing was. */
function keepSelection(
  selectedId: string | null,
  before: readonly string[],
  after: readonly string[],
): string | null {
  if (selectedId !== null && after.includes(selectedId)) return selectedId
  const place = selectedId === null ? 0 : Math.max(0, before.indexOf(selectedId))
  return after[Math.min(place, after.length - 1)] ?? null
}

const nothing: ListView = {
  tab: 'open',
  holding: false,
  shown: [],
  waiting: [],
  selectedId: null,
  ghosts: new Map(),
  movedAt: Number.NEGATIVE_INFINITY,
  counts: { open: 0, mine: 0, followed: 0 },
}

/** Follows the board and keeps rows still while the pointer is among them. `clock` is monotonic milliseconds. */
export function createListView(board: StoreApi<BoardState>, clock: () => number): ListViewStore {
  const store = createStore<ListView>()(() => nothing)
  let user = ''

  function ghostsOf(shown: readonly string[], items: AlertMap, before: AlertMap, known: AlertMap): AlertMap {
    const ghosts = new Map<string, Alert>()
    for (const id of shown) {
      if (items.has(id)) continue
      const last = before.get(id) ?? known.get(id)
      if (last !== undefined) ghosts.set(id, last)
    }
    return ghosts
  }

  function update(before: AlertMap, given: Partial<Pick<ListView, 'tab' | 'holding' | 'selectedId'>>): void {
    const state = { ...store.getState(), ...given }
    const now = board.getState()
    const holding = state.holding && given.tab === undefined
    const order = tabOrder(state.tab, now, user)
    const { shown, waiting } = arrange(state.shown, order, now.items, holding)
    const moved = holding && shown[0] !== state.shown[0] && state.shown.length > 0
    store.setState(
      {
        ...state,
        shown,
        waiting,
        selectedId: keepSelection(state.selectedId, state.shown, shown),
        ghosts: holding ? ghostsOf(shown, now.items, before, state.ghosts) : nothing.ghosts,
        movedAt: moved ? clock() : state.movedAt,
        counts: tabCounts(now, user),
      },
      true,
    )
  }

  board.subscribe((_, before) => update(before.items, {}))
  update(new Map(), {})
  const items = (): AlertMap => board.getState().items

  return {
    store,
    setTab: (tab) => update(items(), { tab }),
    hold: (holding) => {
      if (store.getState().holding !== holding) update(items(), { holding })
    },
    admit: () => {
      update(items(), { holding: false })
      update(items(), { holding: true })
    },
    select: (selectedId) => store.setState({ selectedId }),
    move: (by) => {
      const { shown, selectedId } = store.getState()
      const place = selectedId === null ? -1 : shown.indexOf(selectedId)
      const next = Math.min(shown.length - 1, Math.max(0, place + by))
      store.setState({ selectedId: shown[next] ?? null })
    },
    setUser: (name) => {
      user = name
      update(items(), {})
    },
  }
}
