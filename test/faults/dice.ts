import { fnv1a, mulberry32 } from '@main/demo-ward/prng.ts'

/** Every decision of a fault run comes from one of these, so that a seed replays the run. */
export class Dice {
  #state: number

  /** @param name separates the decisions of one part of a run from those of another. */
  constructor(seed: number, name: string) {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ fnv1a(name)) | 0
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    return mulberry32(this.#state)
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** One of these; throws when there is none. */
  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
}

/** A number in [0, 1) that depends on seed and name alone, whatever else was asked before. */
export function share(seed: number, name: string): number {
  return mulberry32(fnv1a(name) ^ Math.imul(seed, 0x9e3779b1))
}
