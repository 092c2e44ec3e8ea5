import type { Finding, PairPlaces, Unchecked } from '@shared/features/interactions/check.ts'
import type { KnownDrug } from '@shared/features/interactions/model.ts'

/** What is known of each pair of places: a pair is clear only when nothing else was said about it. */
export class PairTable {
  readonly #drugs: readonly (KnownDrug | null)[]
  readonly #spokenOf = new Set<number>()
  readonly #pending = new Set<number>()

  constructor(drugs: readonly (KnownDrug | null)[]) {
    this.#drugs = drugs
  }

  finding({ drugs }: Finding): void {
    for (const [at, first] of drugs.entries())
      for (const second of drugs.slice(at + 1)) this.#spokenOf.add(this.#at([first, second]))
  }

  unchecked({ drugs: [first, second] }: Unchecked): void {
    if (first !== undefined && second !== undefined) this.#spokenOf.add(this.#at([first, second]))
  }

  pending(places: PairPlaces): void {
    this.#pending.add(this.#at(places))
  }

  /** Every pair of known drugs of which nothing speaks against. */
  clear(): PairPlaces[] {
    return this.#pairs((at) => !this.#spokenOf.has(at) && !this.#pending.has(at))
  }

  waiting(): PairPlaces[] {
    return this.#pairs((at) => this.#pending.has(at))
  }

  #pairs(wanted: (at: number) => boolean): PairPlaces[] {
    const pairs: PairPlaces[] = []
    for (const [first, drug] of this.#drugs.entries()) {
      if (drug === null) continue
      for (let second = first + 1; second < this.#drugs.length; second += 1) {
        const known = this.#drugs[second] !== null
        if (known && wanted(this.#at([first, second]))) pairs.push([first, second])
      }
    }
    return pairs
  }

  #at([first, second]: PairPlaces): number {
    return Math.min(first, second) * this.#drugs.length + Math.max(first, second)
  }
}
