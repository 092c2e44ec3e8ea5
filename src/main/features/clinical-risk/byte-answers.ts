/** Beyond so many different texts all are forgotten and asked anew: memory has an end. */
const MOST_TEXTS = 1 << 16
const MOST_BYTES = 1 << 23

/** What each different text of a kind of cell says, asked once and found again by its bytes: no string is made of it. */
export class ByteAnswers<T> {
  readonly #answer: (text: string) => T
  #slots = new Int32Array(1 << 10)
  #mask = (1 << 10) - 1
  #hashes = new Int32Array(1 << 9)
  #ends = new Int32Array(1 << 9)
  #pool = Buffer.allocUnsafe(1 << 14)
  #answers: T[] = []

  constructor(answer: (text: string) => T) {
    this.#answer = answer
  }

  /** The answer for the UTF-8 text in `bytes` from `from` up to `to`. */
  of(bytes: Uint8Array, from: number, to: number): T {
    let hash = 0x811c9dc5
    for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193)
    hash ^= hash >>> 15
    const length = to - from
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const id = (this.#slots[slot] ?? 0) - 1
      if (id === -1) return this.#add(hash, bytes, from, to)
      if (this.#hashes[id] !== hash) continue
      const start = id === 0 ? 0 : (this.#ends[id - 1] ?? 0)
      if ((this.#ends[id] ?? 0) - start !== length) continue
      const pool = this.#pool
      let same = 0
      while (same < length && pool[start + same] === bytes[from + same]) same += 1
      if (same < length) continue
      const known = this.#answers[id]
      if (known !== undefined) return known
    }
  }

  #add(hash: number, bytes: Uint8Array, from: number, to: number): T {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8')
    const answer = this.#answer(text)
    if (this.#answers.length >= MOST_TEXTS || this.#end + to - from > MOST_BYTES) this.#forget()
    const id = this.#answers.length
    if (id * 2 >= this.#mask) this.#grow()
    const start = this.#end
    if (start + to - from > this.#pool.length) {
      const wider = Buffer.allocUnsafe(2 * (start + to - from))
      this.#pool.copy(wider, 0, 0, start)
      this.#pool = wider
    }
    this.#pool.set(bytes.subarray(from, to), start)
    this.#hashes[id] = hash
    this.#ends[id] = start + to - from
    this.#answers.push(answer)
    this.#place(hash, id)
    return answer
  }

  get #end(): number {
    return this.#ends[this.#answers.length - 1] ?? 0
  }

  #place(hash: number, id: number): void {
    let slot = hash & this.#mask
    while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask
    this.#slots[slot] = id + 1
  }

  #grow(): void {
    this.#mask = this.#mask * 2 + 1
    this.#slots = new Int32Array(this.#mask + 1)
    this.#hashes = widened(this.#hashes)
    this.#ends = widened(this.#ends)
    for (let id = 0; id < this.#answers.length; id += 1) this.#place(this.#hashes[id] ?? 0, id)
  }

  #forget(): void {
    this.#slots.fill(0)
    this.#answers = []
  }
}

function widened(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(numbers.length * 2)
  wider.set(numbers)
  return wider
}
