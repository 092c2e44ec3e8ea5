import { settleWithin } from '@main/hub/settle-within.ts'

/** Collects the promises of requests, to prove that each of them comes to an end, whatever happens to the hub. */
export class Asked {
  readonly #promises: Promise<unknown>[] = []

  add(...promises: Promise<unknown>[]): void {
    for (const promise of promises) {
      promise.catch(() => undefined)
      this.#promises.push(promise)
    }
  }

  /** Rejects when any of them is still open after `ms`; answers how many there were. */
  async settled(ms: number): Promise<number> {
    await settleWithin(Promise.allSettled(this.#promises), ms)
    return this.#promises.length
  }
}
