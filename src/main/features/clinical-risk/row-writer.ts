const CELL = 0x1f
const ROW = 0x1e
const ROOM = 1 << 16
/** No number of a row has more digits. */
const MOST_DIGITS = 16
/** Below it whole numbers are divided at once. */
const SMALL = 1 << 30

/** Writes the rows of results (figures-row.ts) as bytes: a text for each cell would cost more than the scoring. */
export class RowWriter {
  #out = Buffer.allocUnsafe(1 << 20)
  #at = 0

  /** Begins anew in the same memory. */
  clear(): void {
    this.#at = 0
  }

  get length(): number {
    return this.#at
  }

  /** Makes room for one row. @param bytes of its texts. */
  begin(bytes: number): void {
    if (this.#at + bytes + ROOM < this.#out.length) return
    const wider = Buffer.allocUnsafe(this.#out.length * 2 + bytes + ROOM)
    this.#out.copy(wider, 0, 0, this.#at)
    this.#out = wider
  }

  bytes(text: Uint8Array, from: number, to: number): void {
    const out = this.#out
    let at = this.#at
    for (let next = from; next < to; next += 1) out[at++] = text[next] ?? 0
    out[at++] = CELL
    this.#at = at
  }

  /** A whole number from 0. */
  number(value: number): void {
    const out = this.#out
    const at = this.#at
    if (value < 10) {
      out[at] = 0x30 + value
      out[at + 1] = CELL
      this.#at = at + 2
      return
    }
    let digits = 2
    for (let scale = 100; digits < MOST_DIGITS && value >= scale; scale *= 10) digits += 1
    let rest = value
    for (let next = at + digits - 1; next >= at; next -= 1) {
      const tenth = rest < SMALL ? (rest / 10) | 0 : Math.floor(rest / 10)
      out[next] = 0x30 + rest - tenth * 10
      rest = tenth
    }
    out[at + digits] = CELL
    this.#at = at + digits + 1
  }

  /** Empty cells: what is not known. */
  empty(cells: number): void {
    for (let cell = 0; cell < cells; cell += 1) this.#out[this.#at++] = CELL
  }

  /** Ends a row in place of its last cell's end. */
  end(): void {
    this.#out[this.#at - 1] = ROW
  }

  /** All rows, whose texts are ASCII. */
  text(from = 0, to = this.#at): string {
    return this.#out.toString('latin1', from, to)
  }
}
