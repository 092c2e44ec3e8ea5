import { type Alert, isOpen } from '@shared/features/alerts/model.ts'
import { type AlertPolicy, defaultAlertPolicy } from '@shared/features/alerts/policy.ts'
import type { UnitPosition } from './ports.ts'
import { bundleKeyOf } from './stored.ts'

/**
 * Closed alerts and messages that are remembered: for replies that are on their way when an alert is closed, and for
 * a hub that comes back without its last moments.
 */
const CLOSED_KEPT = 1_000
const MESSAGES_KEPT = 10_000

/** A station's copy of one unit's open alerts: what decisions are made on before the hub confirms them. */
export class UnitReplica {
  readonly unit: string
  policy: AlertPolicy = defaultAlertPolicy
  epoch: string | null = null
  seq = 0
  streamId = '0-0'
  readonly #alerts = new Map<string, Alert>()
  readonly #bundles = new Map<string, string>()
  /** Alerts as they were closed: a reply that was overtaken must not open one again. */
  readonly #closed = new Map<string, Alert>()
  readonly #messages = new Map<string, string>()

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

  /** The latest alerts that were closed, oldest first. */
  closed(): IterableIterator<Alert> {
    return this.#closed.values()
  }

  /** The latest messages whose effect is in this copy, each with the alert that counts it. */
  messages(): IterableIterator<[messageId: string, alertId: string]> {
    return this.#messages.entries()
  }

  /** This message has been counted in an alert that this copy holds. */
  remember(messageId: string, alertId: string): void {
    this.#messages.set(messageId, alertId)
    for (const oldest of this.#messages.keys()) {
      if (this.#messages.size <= MESSAGES_KEPT) break
      this.#messages.delete(oldest)
    }
  }

  inBundle(key: string): Alert | null {
    const id = this.#bundles.get(key)
    return id === undefined ? null : this.get(id)
  }

  /** Takes over a newer state; false when the replica already has it or a later one. */
  apply(alert: Alert): boolean {
    const known = this.#alerts.get(alert.id)
    if ((known?.rev ?? this.#closed.get(alert.id)?.rev ?? 0) >= alert.rev) return false
    const key = bundleKeyOf(alert)
    if (isOpen(alert)) {
      // A reply that was overtaken: what took the place of this alert is here already, its closing is on the way.
      if (this.inBundle(key)?.supersedes === alert.id) return false
      this.#alerts.set(alert.id, alert)
      this.#bundles.set(key, alert.id)
      return true
    }
    this.#alerts.delete(alert.id)
    this.#closed.set(alert.id, alert)
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
    this.#messages.clear()
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
