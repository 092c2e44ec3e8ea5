import type { UncheckedReason } from '@shared/features/interactions/check.ts'
import { type Pair, pairField } from './pair-key.ts'

type Wake = (reason: UncheckedReason | null) => void

/** Those who wait for what another station learns about a pair. */
export class Waiters {
  readonly #waiting = new Map<string, Set<Wake>>()

  /** Resolves with the reason when the other station gave up, with null when there is something to look at or after `ms`. */
  next(pair: Pair, ms: number): Promise<UncheckedReason | null> {
    const field = pairField(pair)
    const set = this.#waiting.get(field) ?? new Set<Wake>()
    this.#waiting.set(field, set)
    return new Promise((resolve) => {
      const wake: Wake = (reason) => {
        clearTimeout(timer)
        set.delete(wake)
        if (set.size === 0) this.#waiting.delete(field)
        resolve(reason)
      }
      const timer = setTimeout(() => wake(null), ms)
      set.add(wake)
    })
  }

  wake(pair: Pair, reason: UncheckedReason | null): void {
    for (const wake of this.#waiting.get(pairField(pair)) ?? []) wake(reason)
  }

  wakeAll(): void {
    for (const set of this.#waiting.values()) for (const wake of set) wake(null)
  }
}
