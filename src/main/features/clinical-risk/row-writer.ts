const CELL = 0x1f
const ROW = 0x1e
const ROOM = 1 << 16
/** No number of a row has more digits. */
const MOST_DIGITS = 16

/** Writes the rows of results (figures-row.ts) as bytes: a text for each cell would cost more than the scoring. */
export class RowWriter {
  #out = Buffer.allocUnsafe(1 << 20)
  #at = 0

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
    let at = this.#at
    if (value < 10) out[at++] = 0x30 + value
    else {
      let scale = 10
      for (let digits = 1; digits < MOST_DIGITS && scale * 10 <= value; digits += 1) scale *= 10
      for (let rest = value; scale >= 1; scale = Math.floor(scale / 10)) {
        const digit = Math.floor(rest / scale)
        out[at++] = 0x30 + digit
        rest -= digit * scale
      }
    }
    out[at++] = CELL
    this.#at = at
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
