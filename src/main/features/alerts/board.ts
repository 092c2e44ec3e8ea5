import type { BoardChange } from '@shared/features/alerts/contract.ts'
import { type Alert, isOpen } from '@shared/features/alerts/model.ts'

/** More rows than this waiting is a flood: the window then gets fewer, larger changes. */
const FLOOD = 24
/** Rows per change in a flood: small enough that the window answers a key between two of them. */
const PER_CHANGE = 60
/** Changes on their way to the window at once; more would only queue up behind its painting. */
const IN_FLIGHT = 3
/** In a flood the window rests after painting as long as it has painted, at most this long. */
const MAX_REST_MS = 250
/** A window that reports no painting (hidden, busy) still gets a change this often. */
const UNPAINTED_MS = 250

export interface BoardWindow {
  push(change: BoardChange): void
  reset(revision: number): void
  /** These alerts were painted for the first time. */
  shown(alerts: readonly Alert[]): void
  /** Everything known has been painted: the log cursors may move. */
  settled(): void
}

/**
 * The open alerts as one window shows them, with a revision that grows with every change sent. Changes of the
 * same alert that the window has not seen yet are sent as one; critical ones go first.
 */
export class Board {
  readonly #window: BoardWindow
  readonly #items = new Map<string, Alert>()
  readonly #dirty = new Set<string>()
  readonly #removed = new Set<string>()
  readonly #awaitingPaint: { revision: number; ids: readonly string[]; sentAt: number }[] = []
  readonly #painted = new Set<string>()
  #revision = 0
  /** Takes back the change that is about to be sent; null when none is. */
  #takeBack: (() => void) | null = null
  #watched = false
  #restUntil = 0

  constructor(window: BoardWindow) {
    this.#window = window
  }

  get revision(): number {
    return this.#revision
  }

  get(id: string): Alert | null {
    return this.#items.get(id) ?? null
  }

  all(): IterableIterator<Alert> {
    return this.#items.values()
  }

  get size(): number {
    return this.#items.size
  }

  /** True while a window has painted everything that is known. */
  get isSettled(): boolean {
    return this.#watched && this.#awaitingPaint.length === 0 && this.#dirty.size === 0
  }

  put(alert: Alert): void {
    if (isOpen(alert)) {
      this.#items.set(alert.id, alert)
      this.#dirty.add(alert.id)
      this.#removed.delete(alert.id)
    } else {
      this.remove(alert.id)
    }
    this.#schedule()
  }

  remove(id: string): void {
    if (!this.#items.delete(id)) return
    this.#dirty.delete(id)
    this.#painted.delete(id)
    this.#removed.add(id)
    this.#schedule()
  }

  /** Replaces everything; the window is told to take a new snapshot. */
  reset(alerts: Iterable<Alert>): void {
    this.#items.clear()
    for (const alert of alerts) this.#items.set(alert.id, alert)
    for (const id of this.#painted) if (!this.#items.has(id)) this.#painted.delete(id)
    this.#dirty.clear()
    this.#removed.clear()
    this.#awaitingPaint.length = 0
    this.#revision += 1
    if (this.#watched) this.#window.reset(this.#revision)
  }

  /** What a window starts from. All of it counts as sent with this revision. */
  snapshot(): { revision: number; items: Alert[] } {
    this.#watched = true
    this.#dirty.clear()
    this.#removed.clear()
    this.#revision += 1
    const items = [...this.#items.values()]
    this.#awaitingPaint.length = 0
    this.#awaitingPaint.push({
      revision: this.#revision,
      ids: items.map((item) => item.id),
      sentAt: performance.now(),
    })
    return { revision: this.#revision, items }
  }

  /** The window has painted everything up to this revision. */
  painted(revision: number): void {
    const fresh: Alert[] = []
    while ((this.#awaitingPaint[0]?.revision ?? Number.POSITIVE_INFINITY) <= revision) {
      const painted = this.#awaitingPaint.shift()
      this.#rest(painted?.sentAt ?? 0)
      for (const id of painted?.ids ?? []) {
        const alert = this.#items.get(id)
        if (!alert || this.#painted.has(id)) continue
        this.#painted.add(id)
        fresh.push(alert)
      }
    }
    if (fresh.length > 0) this.#window.shown(fresh)
    if (this.isSettled) this.#window.settled()
    // What was put off for a window that does not paint need not wait so long any more.
    this.#unschedule()
    this.#schedule()
  }

  /** No window any more; the next one takes a snapshot. */
  unwatch(): void {
    this.#watched = false
    this.#awaitingPaint.length = 0
    this.#unschedule()
  }

  #schedule(): void {
    if (this.#takeBack !== null || !this.#watched) return
    if (this.#dirty.size === 0 && this.#removed.size === 0) return
    const send = (): void => {
      this.#takeBack = null
      this.#flush()
      this.#schedule()
    }
    const wait = this.#untilNextChange()
    if (wait === 0) {
      const immediate = setImmediate(send)
      this.#takeBack = () => clearImmediate(immediate)
    } else {
      const timer = setTimeout(send, wait)
      this.#takeBack = () => clearTimeout(timer)
    }
  }

  #unschedule(): void {
    this.#takeBack?.()
    this.#takeBack = null
  }

  /** At once while it is calm; in a flood one change at a time, with rests in between for keys and clicks. */
  #untilNextChange(): number {
    const now = performance.now()
    const oldest = this.#awaitingPaint[0]
    const flood = this.#dirty.size > FLOOD
    const full = this.#awaitingPaint.length >= (flood ? 1 : IN_FLIGHT)
    const unpainted = full && oldest !== undefined ? oldest.sentAt + UNPAINTED_MS - now : 0
    return Math.max(0, unpainted, flood ? this.#restUntil - now : 0)
  }

  #rest(sentAt: number): void {
    const now = performance.now()
    this.#restUntil = now + Math.min(MAX_REST_MS, now - sentAt)
  }

  #flush(): void {
    if (!this.#watched) return
    const waiting = [...this.#dirty]
    const chosen = waiting.length <= PER_CHANGE ? waiting : this.#mostUrgent(waiting)
    const upserts = chosen.flatMap((id) => this.#items.get(id) ?? [])
    for (const id of chosen) this.#dirty.delete(id)
    const removed = [...this.#removed]
    this.#removed.clear()
    this.#revision += 1
    // Several stale entries would hold back the cursor for ever if the window never reports them.
    if (this.#awaitingPaint.length > IN_FLIGHT * 4) this.#mergeOldest()
    this.#awaitingPaint.push({ revision: this.#revision, ids: chosen, sentAt: performance.now() })
    this.#window.push({ revision: this.#revision, upserts, removed })
  }

  #mostUrgent(ids: readonly string[]): string[] {
    const critical: string[] = []
    const others: string[] = []
    for (const id of ids) (this.#items.get(id)?.severity === 'critical' ? critical : others).push(id)
    return [...critical, ...others].slice(0, PER_CHANGE)
  }

  #mergeOldest(): void {
    const [first, second] = this.#awaitingPaint.splice(0, 2)
    if (!first || !second) return
    this.#awaitingPaint.unshift({ ...second, ids: [...new Set([...first.ids, ...second.ids])] })
  }
}
