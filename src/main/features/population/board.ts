import { isDeepStrictEqual } from 'node:util'
import type { BoardPage, BoardView } from '@shared/features/population/board.ts'
import type { BoardRow } from '@shared/features/population/model.ts'
import { isOpen } from './cohort-filter.ts'
import type { PopulationCopy } from './copy.ts'
import type { BoardStore } from './ports.ts'
import { PopulationReplica } from './replica.ts'
import { Selection } from './selection.ts'

/** A window is told at most this often. */
const PUSH_MS = 50
/** How much of the time a page may take that costs more than a moment. */
const SHARE = 4
const CHOICES = 500

export interface BoardPorts {
  readonly store: BoardStore
  readonly copy: PopulationCopy
  /** Since when nothing has come from the hub (milliseconds since 1970); null while it answers. */
  silentSince(): number | null
  /** Simulated patients are on this hub. */
  simulated(): boolean
  push(page: BoardPage): void
  /** Somebody begins to look, or has stopped. */
  watched(isWatched: boolean): void
}

/** What one window looks at. The first page comes straight from the hub's ranking, the rest from the copy. */
export class Board {
  readonly #ports: BoardPorts
  #selection: Selection | null = null
  #view: BoardView | null = null
  #last: BoardPage | null = null
  #serial = 0
  #timer: NodeJS.Timeout | null = null
  #pushedAt = Number.NEGATIVE_INFINITY
  #cost = 0
  #choices: { replica: PopulationReplica | null; size: number; choices: BoardPage['choices'] } = {
    replica: null,
    size: 0,
    choices: noChoices,
  }

  constructor(ports: BoardPorts) {
    this.#ports = ports
  }

  get isOpen(): boolean {
    return this.#view !== null
  }

  /** Looks at this from now on. Rejects with a HubError when nothing can be shown. */
  async look(view: BoardView): Promise<BoardPage> {
    const { copy } = this.#ports
    const isOpened = this.#view === null
    this.#view = view
    copy.use()
    if (isOpened) this.#ports.watched(true)
    this.#select(view)
    if (!copy.isCurrent && isOpen(view.filter, view.search) && view.order === 'score') {
      const page = await this.#fromHub(view)
      if (this.#view === view) this.#last = page
      return page
    }
    // The search of a moment ago may only begin when there is something to search: what is read is shown as such.
    if (copy.replica === null || copy.isStale) await copy.ready()
    const page = this.#page(view)
    this.#last = page
    return page
  }

  /** Harmless when it is closed. */
  close(): void {
    if (this.#view !== null) this.#ports.watched(false)
    this.#view = null
    this.#selection = null
    this.#last = null
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  /** This patient has changed, or more than can be told one by one. */
  changed(slot: number | null): void {
    if (slot === null) this.#selection?.reset()
    else this.#selection?.touched(slot)
    this.#soon()
  }

  /** Another replica is being filled. */
  renewed(): void {
    if (this.#view !== null) this.#select(this.#view)
  }

  /** The link was lost or is back. */
  linkChanged(): void {
    this.#soon()
  }

  #select(view: BoardView): void {
    const { replica } = this.#ports.copy
    this.#selection = replica === null ? null : new Selection(replica, view)
  }

  #soon(): void {
    if (this.#view === null || this.#timer !== null) return
    const { copy } = this.#ports
    copy.use()
    // A page of a million patients costs more than one of a ward: it comes less often, and the station stays quick.
    const pause = Math.max(PUSH_MS, this.#cost * SHARE)
    const wait = Math.max(0, this.#pushedAt + pause - performance.now())
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#push()
    }, wait)
  }

  #push(): void {
    const view = this.#view
    if (view === null) return
    const began = performance.now()
    const page = this.#page(view)
    this.#cost = performance.now() - began
    this.#pushedAt = began
    if (this.#last !== null && isSame(this.#last, page)) return
    this.#last = page
    this.#ports.push(page)
  }

  #page(view: BoardView): BoardPage {
    const { copy, store } = this.#ports
    const now = store.now()
    const selection = this.#selection
    const { replica } = copy
    // Nothing is shown from a copy that lay still while nobody looked, before it has caught up.
    if (replica === null || selection === null || copy.isStale) {
      const { rows = [], matching = 0, population = 0 } = this.#last ?? {}
      return this.#around(view, rows, matching, population, now)
    }
    const rows = selection.rows(now)
    const population = copy.reading?.of ?? replica.size
    const plain = isOpen(view.filter, view.search)
    // What has not been read yet is better shown as it was a moment ago than as missing.
    const isShort = copy.reading !== null && plain && replica.order.length < view.offset + view.limit
    return this.#around(
      view,
      isShort && this.#last !== null ? this.#last.rows : rows,
      copy.reading !== null && plain ? population : selection.matching,
      population,
      now,
    )
  }

  async #fromHub(view: BoardView): Promise<BoardPage> {
    const { store } = this.#ports
    const [patients, population] = await Promise.all([
      store.page(view.offset, view.limit),
      store.population(),
    ])
    const few = new PopulationReplica()
    const now = store.now()
    const rows = patients.map(({ patientId, score, state, enrolment, care }, index) => {
      const slot = few.putScore(patientId, score, state)
      if (enrolment !== null) few.putEnrolment(enrolment)
      if (care !== null) few.putCare(care)
      return few.row(slot, view.offset + index + 1, now)
    })
    return this.#around(view, rows, population, population, now)
  }

  /** What can be filtered by; made anew only when there is something new. */
  #choicesOf(replica: PopulationReplica | null): BoardPage['choices'] {
    if (replica === null) return noChoices
    const { units, managers, conditionSets } = replica
    const size = units.texts.length + managers.texts.length + conditionSets.texts.length
    if (this.#choices.replica === replica && this.#choices.size === size) return this.#choices.choices
    const choices = {
      units: sorted(units.texts),
      conditions: sorted(replica.allConditions()),
      careManagers: sorted(managers.texts),
    }
    this.#choices = { replica, size, choices }
    return choices
  }

  #around(view: BoardView, rows: BoardRow[], matching: number, population: number, now: number): BoardPage {
    const { copy } = this.#ports
    this.#serial += 1
    return {
      view,
      serial: this.#serial,
      at: now,
      rows,
      matching,
      population,
      unscored: copy.isCurrent ? (copy.replica?.unscored ?? null) : null,
      reading: copy.reading === null ? null : { ...copy.reading },
      silentSince: this.#ports.silentSince(),
      choices: this.#choicesOf(copy.replica),
      simulated: this.#ports.simulated(),
    }
  }
}

const noChoices: BoardPage['choices'] = { units: [], conditions: [], careManagers: [] }

function sorted(texts: readonly string[]): string[] {
  return [...texts].sort().slice(0, CHOICES)
}

/** Whether a window that shows the one would show the same with the other. */
function isSame(a: BoardPage, b: BoardPage): boolean {
  return isDeepStrictEqual({ ...a, serial: 0, at: 0 }, { ...b, serial: 0, at: 0 })
}
