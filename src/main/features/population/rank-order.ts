const FIRST = 1_024

/**
 * Slots in order of rank. Moving one patient copies only what lies between the old and the new place, so that a
 * thousand changes a second cost little even with a million patients.
 */
export class RankOrder {
  readonly #before: (a: number, b: number) => boolean
  #slots = new Int32Array(FIRST)
  length = 0

  /** @param before whether the slot a ranks before the slot b; total and strict. */
  constructor(before: (a: number, b: number) => boolean) {
    this.#before = before
  }

  at(position: number): number {
    return this.#slots[position] ?? -1
  }

  /** Where a slot lies, or would; valid while the order holds. */
  find(slot: number): number {
    return this.#search(slot, 0, this.length)
  }

  /** Adds a slot that is expected to come last; true when it did. */
  append(slot: number): boolean {
    const last = this.length === 0 || this.#before(this.#slots[this.length - 1] ?? 0, slot)
    if (!last) {
      this.insert(slot)
      return false
    }
    this.#grow()
    this.#slots[this.length] = slot
    this.length += 1
    return true
  }

  insert(slot: number): void {
    const position = this.find(slot)
    this.#grow()
    this.#slots.copyWithin(position + 1, position, this.length)
    this.#slots[position] = slot
    this.length += 1
  }

  /**
   * Moves a slot whose rank changes.
   * @param change makes the change; the place is looked up before it and after it.
   */
  move(slot: number, change: () => void): void {
    const from = this.find(slot)
    change()
    const before = this.#slots[from - 1]
    const after = this.#slots[from + 1]
    if (
      (from === 0 || before === undefined || this.#before(before, slot)) &&
      (from + 1 >= this.length || after === undefined || this.#before(slot, after))
    )
      return
    const up = before !== undefined && this.#before(slot, before)
    const to = up ? this.#search(slot, 0, from) : this.#search(slot, from + 1, this.length)
    if (up) {
      this.#slots.copyWithin(to + 1, to, from)
      this.#slots[to] = slot
    } else {
      this.#slots.copyWithin(from, from + 1, to)
      this.#slots[to - 1] = slot
    }
  }

  #search(slot: number, from: number, to: number): number {
    let low = from
    let high = to
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#before(this.#slots[middle] ?? 0, slot)) low = middle + 1
      else high = middle
    }
    return low
  }

  #grow(): void {
    if (this.length < this.#slots.length) return
    const grown = new Int32Array(Math.ceil(this.#slots.length * 1.5))
    grown.set(this.#slots)
    this.#slots = grown
  }
}
