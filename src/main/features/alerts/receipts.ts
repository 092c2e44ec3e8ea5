import type { Alert } from '@shared/features/alerts/model.ts'
import type { Change } from './engine.ts'
import type { AlertJournal, AlertStore } from './ports.ts'
import type { StampQueue } from './stamp-queue.ts'
import type { UnitReplica } from './unit-replica.ts'

/** What this station has done with alerts: in its journal for itself, as delivery stamps for everybody. */
export class Receipts {
  readonly #journal: AlertJournal
  readonly #stamps: StampQueue
  readonly #store: AlertStore

  constructor(journal: AlertJournal, stamps: StampQueue, store: AlertStore) {
    this.#journal = journal
    this.#stamps = stamps
    this.#store = store
  }

  received(alerts: readonly Alert[]): void {
    this.#record(alerts, 'received')
    for (const alert of alerts) this.#stamps.add(alert, 'received', null)
  }

  shown(alerts: readonly Alert[]): void {
    this.#record(alerts, 'shown')
    for (const alert of alerts) this.#stamps.add(alert, 'shown', null)
  }

  answered({ next }: Change): void {
    if (next.acknowledgedAt === null) return
    this.#journal.record([{ alertId: next.id, kind: 'acknowledged', at: next.acknowledgedAt }])
  }

  escalated(alerts: readonly Alert[]): void {
    this.#record(
      alerts.filter((alert) => alert.escalationLevel > 0),
      'escalated',
    )
  }

  /** Everything up to here has been shown: the next start begins after it. */
  settled(replicas: Iterable<UnitReplica>): void {
    for (const { unit, epoch, seq, streamId } of replicas) {
      if (epoch !== null) this.#journal.saveCursor(unit, { epoch, seq, streamId })
    }
    this.#journal.saveLastLive(this.#store.now())
  }

  #record(alerts: readonly Alert[], kind: 'received' | 'shown' | 'escalated'): void {
    if (alerts.length === 0) return
    const at = this.#store.now()
    this.#journal.record(alerts.map((alert) => ({ alertId: alert.id, kind, at })))
  }
}
