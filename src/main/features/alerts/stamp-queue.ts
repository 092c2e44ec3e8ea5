import { HubError } from '@main/hub/hub-error.ts'
import type { DeliveryStamp } from '@shared/features/alerts/contract.ts'
import type { Alert } from '@shared/features/alerts/model.ts'
import type { AlertStore } from './ports.ts'

const FLUSH_MS = 150
const AT_ONCE = 500
/** Stamps are evidence, not alerts: after a long interruption the oldest are given up. */
const MAX_WAITING = 20_000
const KEEP_DAYS = 30

interface Waiting {
  readonly unit: string
  readonly alertId: string
  readonly stamp: DeliveryStamp
}

/** Writes delivery stamps to the hub in batches, behind everything that is urgent. */
export class StampQueue {
  readonly #store: AlertStore
  readonly #station: () => string
  #waiting: Waiting[] = []
  #timer: NodeJS.Timeout | null = null
  #stopped = false

  constructor(store: AlertStore, station: () => string) {
    this.#store = store
    this.#station = station
  }

  add(alert: Alert, what: DeliveryStamp['what'], detail: string | null): void {
    const stamp = { station: this.#station(), what, at: this.#store.now(), detail }
    this.#waiting.push({ unit: alert.unit, alertId: alert.id, stamp })
    if (this.#waiting.length > MAX_WAITING) this.#waiting.splice(0, AT_ONCE)
    this.#schedule()
  }

  stop(): void {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
  }

  #schedule(): void {
    if (this.#timer || this.#stopped) return
    this.#timer = setTimeout(() => void this.#flush(), FLUSH_MS)
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting.slice(0, AT_ONCE)
    try {
      for (const [unit, stamps] of groupByUnit(batch)) await this.#store.stamp(unit, stamps, KEEP_DAYS)
      this.#waiting.splice(0, batch.length)
    } catch (error) {
      // Tried again with the next flush; the first stamp of a kind wins, so repeating is harmless.
      if (!(error instanceof HubError)) throw error
    } finally {
      this.#timer = null
      if (this.#waiting.length > 0) this.#schedule()
    }
  }
}

function groupByUnit(batch: readonly Waiting[]): Map<string, Waiting[]> {
  const groups = new Map<string, Waiting[]>()
  for (const waiting of batch) groups.set(waiting.unit, [...(groups.get(waiting.unit) ?? []), waiting])
  return groups
}
