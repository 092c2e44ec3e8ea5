import type { Answer } from './answers.ts'
import { type Pair, pairId } from './pair-key.ts'

/** Pairs that are remembered; the least recently used go first. About 1 KB each. */
const MOST = 5_000
/** Another program may replace an entry of the hub without telling. */
const ANSWER_MS = 10 * 60_000
/** That nothing is known may change at any moment. */
const NOTHING_MS = 60_000

interface Remembered {
  /** Null: the hub knew nothing. */
  readonly answer: Answer | null
  readonly until: number
}

/** What this station has learnt from the hub and from models since it started. */
export class AnswerCache {
  readonly #entries = new Map<string, Remembered>()
  readonly #now: () => number

  /** @param now a clock in milliseconds that never goes back. */
  constructor(now: () => number) {
    this.#now = now
  }

  get size(): number {
    return this.#entries.size
  }

  /**
   * The answer, null when the hub knew nothing a moment ago, undefined when it has to be asked.
   * @param evenOld also answers that are due to be asked again, for when nobody can be asked.
   */
  get(pair: Pair, evenOld = false): Answer | null | undefined {
    const field = pairId(pair)
    const entry = this.#entries.get(field)
    if (entry === undefined) return undefined
    if (entry.until <= this.#now() && !(evenOld && entry.answer !== null)) return undefined
    this.#entries.delete(field)
    this.#entries.set(field, entry)
    return entry.answer
  }

  set(pair: Pair, answer: Answer | null): void {
    const field = pairId(pair)
    this.#entries.delete(field)
    this.#entries.set(field, { answer, until: this.#now() + (answer === null ? NOTHING_MS : ANSWER_MS) })
    if (this.#entries.size <= MOST) return
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined) this.#entries.delete(oldest)
  }

  forget(pair: Pair): void {
    this.#entries.delete(pairId(pair))
  }

  /** What was not known may be known now, and changes may have been missed: everything is asked again when possible. */
  expire(): void {
    for (const [field, { answer }] of this.#entries) {
      if (answer === null) this.#entries.delete(field)
      else this.#entries.set(field, { answer, until: 0 })
    }
  }
}
