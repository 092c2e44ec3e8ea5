const [LEAST_EXPECTED, MOST_EXPECTED] = [1 << 17, 1 << 22] as const

/**
 * Which patients have occurred: 96 bits of a hash of each id in an open table, so that a million of them take 32 MB.
 * Two different ids are taken for one with a probability below 10⁻¹⁶ in a file of a million.
 */
export class SeenIds {
  #words: Uint32Array
  #mask: number
  #count = 0

  /** @param expected ids that room is made for at once; there may be more. */
  constructor(expected = 0) {
    const slots = 2 ** Math.ceil(Math.log2(Math.min(MOST_EXPECTED, Math.max(LEAST_EXPECTED, expected * 1.4))))
    this.#words = new Uint32Array(slots * 3)
    this.#mask = slots - 1
  }

  /** Adds an id's bytes; true when it was there already. */
  seen(bytes: Uint8Array, from: number, to: number): boolean {
    let [a, b, c] = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b]
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] ?? 0
      a = Math.imul(a ^ byte, 0x01000193)
      b = Math.imul(b ^ byte ^ (b >>> 15), 0x85ebca77)
      c = Math.imul(c + byte, 0xc2b2ae3d) ^ (c >>> 13)
    }
    // All zero marks an empty slot.
    return this.#put(mixed(a), mixed(b), (mixed(c) | 1) >>> 0)
  }

  #put(a: number, b: number, c: number): boolean {
    if (this.#count * 10 > this.#mask * 7) this.#grow()
    const words = this.#words
    for (let slot = a & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * 3
      if (words[at + 2] === 0) {
        words[at] = a
        words[at + 1] = b
        words[at + 2] = c
        this.#count += 1
        return false
      }
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c) return true
    }
  }

  #grow(): void {
    const before = this.#words
    this.#words = new Uint32Array(before.length * 2)
    this.#mask = this.#mask * 2 + 1
    this.#count = 0
    for (let at = 0; at < before.length; at += 3) {
      const c = before[at + 2] ?? 0
      if (c !== 0) this.#put(before[at] ?? 0, before[at + 1] ?? 0, c)
    }
  }
}

function mixed(word: number): number {
  let mix = word ^ (word >>> 16)
  mix = Math.imul(mix, 0x21f0aaad)
  mix ^= mix >>> 15
  mix = Math.imul(mix, 0x735a2d97)
  return (mix ^ (mix >>> 15)) >>> 0
}
