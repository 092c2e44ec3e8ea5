import { asHubError, type HubError } from '@main/hub/hub-error.ts'
import type { Alert } from '@shared/features/alerts/model.ts'
import type { AlertStore, LogEntry } from './ports.ts'
import type { UnitReplica } from './unit-replica.ts'

/**
 * After a wake-up the reader stays away for a moment: under load the hub then answers the writer without waking
 * a reader in between, and this station's own changes, which its replica has already, are not read back.
 */
const REST_MS = 100

/** Told about every alert that changed on the hub, whoever changed it. */
export interface WatchObserver {
  changed(replica: UnitReplica, alerts: readonly Alert[]): void
  /** The hub's log began anew below our position: it has lost its data. */
  hubLostData(): void
  failed(error: HubError): void
}

/**
 * Follows the logs of the watched units on the blocking connection. The log says which alert changed; the
 * state is read for those that the replica does not have yet (its own changes it already has).
 */
export class UnitWatch {
  readonly #store: AlertStore
  readonly #observer: WatchObserver
  #replicas: ReadonlyMap<string, UnitReplica> = new Map()
  #generation = 0
  #endRest: (() => void) | null = null

  constructor(store: AlertStore, observer: WatchObserver) {
    this.#store = store
    this.#observer = observer
  }

  start(replicas: ReadonlyMap<string, UnitReplica>): void {
    this.#replicas = replicas
    this.#generation += 1
    void this.#follow(this.#generation)
  }

  stop(): void {
    this.#generation += 1
    this.nudge()
  }

  /** Another station has changed something that is waited for here: look at once. */
  nudge(): void {
    this.#endRest?.()
  }

  async #rest(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, REST_MS)
      this.#endRest = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#endRest = null
  }

  async #follow(generation: number): Promise<void> {
    try {
      while (generation === this.#generation) {
        const positions = new Map(
          [...this.#replicas.values()].map((replica) => [replica.unit, replica.streamId]),
        )
        const entries = await this.#store.follow(positions)
        if (generation !== this.#generation) return
        for (const replica of this.#replicas.values()) {
          const own = entries.filter((entry) => entry.unit === replica.unit)
          if (own.length > 0 && !(await this.#take(replica, own, generation))) return
        }
        if (entries.length > 0) await this.#rest()
      }
    } catch (error) {
      if (generation === this.#generation) this.#observer.failed(asHubError(error))
    }
  }

  /** False when following must end. */
  async #take(replica: UnitReplica, entries: readonly LogEntry[], generation: number): Promise<boolean> {
    const ids = new Set<string>()
    const messages = new Map<string, string>()
    for (const entry of entries) {
      if (entry.kind === 'policy') {
        replica.policy = (await this.#store.readPolicy(replica.unit)) ?? replica.policy
        continue
      }
      if (entry.seq <= replica.seq) {
        this.#observer.hubLostData()
        return false
      }
      replica.seq = entry.seq
      if (entry.messageId !== null) messages.set(entry.messageId, entry.alertId)
      const known = replica.get(entry.alertId)
      if (!known || known.rev < entry.rev) ids.add(entry.alertId)
    }
    const states = ids.size === 0 ? [] : await this.#store.states(replica.unit, [...ids])
    if (generation !== this.#generation) return false
    // Only now has everything up to here been taken over.
    replica.streamId = entries.at(-1)?.streamId ?? replica.streamId
    for (const [messageId, alertId] of messages) replica.remember(messageId, alertId)
    const changed = states.filter((alert) => replica.apply(alert))
    if (changed.length > 0) this.#observer.changed(replica, changed)
    return true
  }
}
