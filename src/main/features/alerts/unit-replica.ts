import { type Alert, isOpen } from '@shared/features/alerts/model.ts'
import { type AlertPolicy, defaultAlertPolicy } from '@shared/features/alerts/policy.ts'
import type { UnitPosition } from './ports.ts'
import { bundleKeyOf } from './stored.ts'

/** Closed alerts that are remembered; only replies on their way at that moment need them. */
const CLOSED_KEPT = 1_000

/** A station's copy of one unit's open alerts: what decisions are made on before the hub confirms them. */
export class UnitReplica {
  readonly unit: string
  policy: AlertPolicy = defaultAlertPolicy
  epoch: string | null = null
  seq = 0
  streamId = '0-0'
  readonly #alerts = new Map<string, Alert>()
  readonly #bundles = new Map<string, string>()
  /** Revision at which an alert was closed: a reply that was overtaken must not open it again. */
  readonly #closed = new Map<string, number>()

  constructor(unit: string) {
    this.unit = unit
  }

  get size(): number {
    return this.#alerts.size
  }

  all(): IterableIterator<Alert> {
    return this.#alerts.values()
  }

  get(id: string): Alert | null {
    return this.#alerts.get(id) ?? null
  }

  inBundle(key: string): Alert | null {
    const id = this.#bundles.get(key)
    return id === undefined ? null : this.get(id)
  }

  /** Takes over a newer state; false when the replica already has it or a later one. */
  apply(alert: Alert): boolean {
    const known = this.#alerts.get(alert.id)
    if ((known?.rev ?? this.#closed.get(alert.id) ?? 0) >= alert.rev) return false
    const key = bundleKeyOf(alert)
    if (isOpen(alert)) {
      this.#alerts.set(alert.id, alert)
      this.#bundles.set(key, alert.id)
      return true
    }
    this.#alerts.delete(alert.id)
    this.#closed.set(alert.id, alert.rev)
    const [oldest] = this.#closed.keys()
    if (this.#closed.size > CLOSED_KEPT && oldest !== undefined) this.#closed.delete(oldest)
    if (this.#bundles.get(key) === alert.id) this.#bundles.delete(key)
    return true
  }

  /** Starts again from what the hub holds. */
  reset(position: UnitPosition, alerts: readonly Alert[]): void {
    this.epoch = position.epoch
    this.seq = position.seq
    this.streamId = position.streamId
    this.policy = position.policy ?? defaultAlertPolicy
    this.#alerts.clear()
    this.#bundles.clear()
    this.#closed.clear()
    for (const alert of alerts) this.apply(alert)
  }

  /** The earliest deadline of any open alert; Infinity without one. */
  nextDue(): number {
    let next = Number.POSITIVE_INFINITY
    for (const alert of this.#alerts.values()) {
      const first = alert.due[0]
      if (first && first.at < next) next = first.at
    }
    return next
  }
}
