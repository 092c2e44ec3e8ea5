/** Beyond so many different texts all are forgotten and asked anew: memory has an end. */
const MOST_TEXTS = 1 << 16
const MOST_BYTES = 1 << 23
const PRIME = 0x9e3779b1
/** Numbers of 30 bits are handed on without memory of their own. */
const SMALL = 0x3fffffff

/** What each different text of a kind of cell says, asked once and found again by its bytes: no string is made of it. */
export class ByteAnswers<T> {
  readonly #answer: (text: string) => T
  #slots = new Int32Array(1 << 10)
  #mask = (1 << 10) - 1
  #hashes = new Int32Array(1 << 9)
  #ends = new Int32Array(1 << 9)
  #pool = viewOf(new Uint8Array(1 << 14))
  #answers: T[] = []

  constructor(answer: (text: string) => T) {
    this.#answer = answer
  }

  /** The answer for the UTF-8 text in `bytes` from `from` up to `to`. */
  of(bytes: DataView, from: number, to: number): T {
    const length = to - from
    const hash = hashOf(bytes, from, to)
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const id = (this.#slots[slot] ?? 0) - 1
      if (id === -1) return this.#add(hash, bytes, from, to)
      if (this.#hashes[id] !== hash) continue
      const start = id === 0 ? 0 : (this.#ends[id - 1] ?? 0)
      if ((this.#ends[id] ?? 0) - start !== length) continue
      if (!isSame(this.#pool, start, bytes, from, length)) continue
      const known = this.#answers[id]
      if (known !== undefined) return known
    }
  }

  #add(hash: number, bytes: DataView, from: number, to: number): T {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from)
    const answer = this.#answer(text.toString('utf8'))
    if (this.#answers.length >= MOST_TEXTS || this.#end + text.length > MOST_BYTES) this.#forget()
    const id = this.#answers.length
    if (id * 2 >= this.#mask) this.#grow()
    const start = this.#end
    if (start + text.length > this.#pool.byteLength) {
      const wider = new Uint8Array(2 * (start + text.length))
      wider.set(new Uint8Array(this.#pool.buffer))
      this.#pool = viewOf(wider)
    }
    new Uint8Array(this.#pool.buffer).set(text, start)
    this.#hashes[id] = hash
    this.#ends[id] = start + text.length
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

/** The same bytes for numbers of several of them. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Four bytes at a time; the last four are taken whether or not some of them were taken before. */
function hashOf(bytes: DataView, from: number, to: number): number {
  const last = to - 4
  let hash = to - from
  if (last < from) for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ bytes.getUint8(at), PRIME)
  else {
    for (let at = from; at < last; at += 4) {
      hash = Math.imul(hash ^ bytes.getInt32(at, true), PRIME)
      hash ^= hash >>> 15
    }
    hash = Math.imul(hash ^ bytes.getInt32(last, true), PRIME)
  }
  return (hash ^ (hash >>> 15)) & SMALL
}

function isSame(one: DataView, start: number, other: DataView, from: number, length: number): boolean {
  const last = length - 4
  if (last < 0) {
    for (let at = 0; at < length; at += 1)
      if (one.getUint8(start + at) !== other.getUint8(from + at)) return false
    return true
  }
  for (let at = 0; at < last; at += 4)
    if (one.getInt32(start + at, true) !== other.getInt32(from + at, true)) return false
  return one.getInt32(start + last, true) === other.getInt32(from + last, true)
}

function widened(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(numbers.length * 2)
  wider.set(numbers)
  return wider
}
