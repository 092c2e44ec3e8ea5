import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AssessmentStanding, ResultRow } from '@shared/features/clinical-risk/model.ts'
import type { Failure } from '@shared/ipc/envelope.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'

/** Rows of one question. */
export const PAGE = 200
/** Pages that stay in the window; those furthest from what is looked at go first. */
const MOST_PAGES = 40

/** Which rows of which run. */
export interface Question {
  readonly id: string
  readonly standing: AssessmentStanding | null
  readonly search: string
}

export interface ResultsState {
  readonly question: Question | null
  readonly phase: 'loading' | 'ready' | 'failed'
  /** Why rows could not be read; those that are there stay. */
  readonly failure: Failure | null
  readonly matching: number
  readonly pages: ReadonlyMap<number, readonly ResultRow[]>
}

export interface ResultsStore {
  readonly store: StoreApi<ResultsState>
  /**
   * Shows other rows; null forgets them all. The same question again reads only when `mark` says that the run has
   * changed: what is shown then stays until it is read.
   */
  show(question: Question | null, mark?: number): void
  /** Rows from one place to another are looked at. */
  need(from: number, to: number): void
  /** Reads again what is looked at. */
  again(): void
}

const nothing: ResultsState = {
  question: null,
  phase: 'loading',
  failure: null,
  matching: 0,
  pages: new Map(),
}

function same(a: Question | null, b: Question | null): boolean {
  return a?.id === b?.id && a?.standing === b?.standing && a?.search === b?.search
}

/** The row at a place, when its page is there. */
export function rowAt({ pages }: Pick<ResultsState, 'pages'>, place: number): ResultRow | undefined {
  return pages.get(Math.floor(place / PAGE))?.[place % PAGE]
}

/**
 * The rows of one run as far as they are looked at: a list of a million is never in the window. One question at a
 * time; places that were scrolled past while it was under way are not asked about.
 */
export function createResultsStore(parts: { readonly request: RequestFn }): ResultsStore {
  const store = createStore<ResultsState>()(() => nothing)
  let wanted = { first: 0, last: 0 }
  let asking = false
  /** Grows with every change of question or of the run; answers to an earlier one are dropped. */
  let version = 0
  let marked = 0
  /** Pages that were read since the run changed. */
  let fresh = new Set<number>()

  function missing(): number | null {
    const { question, matching, phase } = store.getState()
    if (question === null) return null
    const last = phase === 'ready' ? Math.max(0, Math.ceil(matching / PAGE) - 1) : 0
    for (let page = Math.min(wanted.first, last); page <= Math.min(wanted.last, last); page += 1)
      if (!fresh.has(page)) return page
    return null
  }

  /** The pages with one more, without those that are furthest from it. */
  function withPage(
    pages: ReadonlyMap<number, readonly ResultRow[]>,
    page: number,
    rows: readonly ResultRow[],
  ): ReadonlyMap<number, readonly ResultRow[]> {
    const next = new Map(pages).set(page, rows)
    while (next.size > MOST_PAGES) {
      const furthest = [...next.keys()].reduce((a, b) => (Math.abs(b - page) > Math.abs(a - page) ? b : a))
      next.delete(furthest)
      fresh.delete(furthest)
    }
    return next
  }

  async function read(): Promise<void> {
    const page = missing()
    const { question } = store.getState()
    if (asking || page === null || question === null) return
    asking = true
    const asked = version
    const reply = await parts.request('clinical-risk.results', {
      ...question,
      offset: page * PAGE,
      limit: PAGE,
    })
    asking = false
    if (asked === version) {
      const { phase, pages } = store.getState()
      if (!reply.ok) {
        store.setState({ failure: reply.error, phase: phase === 'ready' ? 'ready' : 'failed' })
        return
      }
      fresh.add(page)
      const { matching, rows } = reply.value
      store.setState({ phase: 'ready', failure: null, matching, pages: withPage(pages, page, rows) })
    }
    void read()
  }

  const again = (): void => {
    version += 1
    fresh = new Set()
    void read()
  }

  return {
    store,
    again,
    show(question, mark = 0) {
      const changed = mark !== marked
      marked = mark
      if (same(question, store.getState().question)) {
        if (changed) again()
        return
      }
      version += 1
      fresh = new Set()
      wanted = { first: 0, last: 0 }
      store.setState({ ...nothing, question }, true)
      void read()
    },
    need(from, to) {
      wanted = { first: Math.floor(Math.max(0, from) / PAGE), last: Math.floor(Math.max(0, to) / PAGE) }
      void read()
    },
  }
}
