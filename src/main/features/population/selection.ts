import type { BoardView } from '@shared/features/population/board.ts'
import type { BoardRow } from '@shared/features/population/model.ts'
import { UNKNOWN_DAY } from './columns.ts'
import { compileFilter, isOpen, type Matches } from './cohort-filter.ts'
import type { PopulationReplica } from './replica.ts'

/** Ages and ends of snoozes move with time: what matches is looked at anew this often. */
const ANEW_MS = 30_000

/** Who matches one view, kept up to date patient by patient, so that a page costs no walk through everybody. */
export class Selection {
  readonly view: BoardView
  readonly #replica: PopulationReplica
  readonly #isOpen: boolean
  #matches: Matches = () => false
  #bits = new Uint8Array()
  #count = 0
  #madeAt = Number.NEGATIVE_INFINITY
  #sorted: Int32Array | null = null

  constructor(replica: PopulationReplica, view: BoardView) {
    this.#replica = replica
    this.view = view
    this.#isOpen = isOpen(view.filter, view.search)
  }

  /** How many match. */
  get matching(): number {
    return this.#isOpen ? this.#replica.size : this.#count
  }

  /** Call after each change of a patient. */
  touched(slot: number): void {
    this.#sorted = null
    if (this.#isOpen || this.#madeAt === Number.NEGATIVE_INFINITY) return
    if (slot >= this.#bits.length) this.#bits = widened(this.#bits, this.#replica.columns.capacity)
    const now = this.#matches(slot) ? 1 : 0
    this.#count += now - (this.#bits[slot] ?? 0)
    this.#bits[slot] = now
  }

  /** Everything is looked at again. */
  reset(): void {
    this.#madeAt = Number.NEGATIVE_INFINITY
    this.#sorted = null
  }

  /** The rows of the view's page. @param now milliseconds since 1970. */
  rows(now: number): BoardRow[] {
    this.#refresh(now)
    const { offset, limit, order } = this.view
    return order === 'score' ? this.#byRank(offset, limit, now) : this.#bySorted(offset, limit, now)
  }

  #refresh(now: number): void {
    if (this.#isOpen || now - this.#madeAt < ANEW_MS) return
    const { view } = this
    this.#matches = compileFilter(this.#replica, view.filter, view.search, now)
    const { length } = this.#replica.ids
    this.#bits = new Uint8Array(this.#replica.columns.capacity)
    this.#count = 0
    for (let slot = 0; slot < length; slot += 1) {
      if (!this.#matches(slot)) continue
      this.#bits[slot] = 1
      this.#count += 1
    }
    this.#madeAt = now
    this.#sorted = null
  }

  #byRank(offset: number, limit: number, now: number): BoardRow[] {
    const replica = this.#replica
    const { size } = replica
    const rowAt = (at: number, slot: number): BoardRow =>
      replica.row(slot, at < replica.order.length ? at + 1 : null, now)
    const rows: BoardRow[] = []
    if (this.#isOpen) {
      for (let at = offset; at < Math.min(size, offset + limit); at += 1) rows.push(rowAt(at, replica.at(at)))
      return rows
    }
    let skipped = 0
    for (let at = 0; at < size && rows.length < limit; at += 1) {
      const slot = replica.at(at)
      if (this.#bits[slot] !== 1) continue
      if (skipped < offset) skipped += 1
      else rows.push(rowAt(at, slot))
    }
    return rows
  }

  #bySorted(offset: number, limit: number, now: number): BoardRow[] {
    const sorted = (this.#sorted ??= this.#sort(now))
    return [...sorted.subarray(offset, offset + limit)].map((slot) =>
      this.#replica.row(slot, this.#replica.rankOf(slot), now),
    )
  }

  /** By how much the score rose or fell since yesterday, or by the next agreed contact; equals by rank. */
  #sort(now: number): Int32Array {
    const { columns, size } = this.#replica
    const slots = new Int32Array(this.matching)
    let count = 0
    for (let at = 0; at < size; at += 1) {
      const slot = this.#replica.at(at)
      if (this.#isOpen || this.#bits[slot] === 1) {
        slots[count] = slot
        count += 1
      }
    }
    const keys = new Float64Array(columns.capacity)
    for (const slot of slots) keys[slot] = this.#keyOf(slot, now)
    // The slots come by rank and the sort is stable: equals stay in that order.
    return slots.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0))
  }

  #keyOf(slot: number, now: number): number {
    const { columns } = this.#replica
    if (this.view.order === 'next-contact') {
      const day = columns.nextContact[slot] ?? UNKNOWN_DAY
      return day === UNKNOWN_DAY ? Number.MAX_VALUE : day
    }
    const yesterday = columns.ranked[slot] === 1 ? this.#replica.yesterday(slot, now) : null
    // Somebody who was not there yesterday has moved from nothing that is known: after all of whom it is known.
    if (yesterday === null) return Number.MAX_VALUE
    const risen = (columns.score[slot] ?? 0) - yesterday
    return this.view.order === 'fall' ? risen : -risen
  }
}

function widened(bits: Uint8Array, capacity: number): Uint8Array<ArrayBuffer> {
  const wider = new Uint8Array(capacity)
  wider.set(bits)
  return wider
}
