import type { Asked } from './model-unanswered.ts'
import { type Pair, pairId } from './pair-key.ts'

type Failure = Extract<Asked, { kind: 'unchecked' }>

const MOST = 5_000
/** A list is checked again with every drug that is added; what was refused a moment ago would only be paid for again. */
const REFUSED_MS = 10 * 60_000
/** The way to a model may be back soon. */
const UNREACHED_MS = 60_000

/**
 * Which pairs a model has just failed at. No answer: it only keeps a check from asking again by itself; a person who
 * asks again is not held back.
 */
export class RecentFailures {
  readonly #failures = new Map<string, { readonly failure: Failure; readonly until: number }>()
  readonly #now: () => number

  /** @param now a clock in milliseconds that never goes back. */
  constructor(now: () => number) {
    this.#now = now
  }

  get(pair: Pair): Failure | null {
    const entry = this.#failures.get(pairId(pair))
    return entry !== undefined && entry.until > this.#now() ? entry.failure : null
  }

  add(pair: Pair, failure: Failure): void {
    const ms = holdMs(failure)
    if (ms === 0) return
    const id = pairId(pair)
    this.#failures.delete(id)
    this.#failures.set(id, { failure, until: this.#now() + ms })
    if (this.#failures.size <= MOST) return
    const [oldest] = this.#failures.keys()
    if (oldest !== undefined) this.#failures.delete(oldest)
  }

  forget(pair: Pair): void {
    this.#failures.delete(pairId(pair))
  }

  clear(): void {
    this.#failures.clear()
  }
}

function holdMs({ reason }: Failure): number {
  switch (reason) {
    case 'model-refused':
    case 'model-wrong-shape':
    case 'model-other-drugs':
      return REFUSED_MS
    case 'model-unreachable':
    case 'model-slow':
      return UNREACHED_MS
    // These are looked at anew with every check.
    case 'model-over-budget':
    case 'model-paused':
    case 'answer-rejected':
      return 0
  }
}
