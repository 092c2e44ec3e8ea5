import { HubError } from '@main/hub/hub-error.ts'
import { type Change } from './engine.ts'
import { decideDue } from './engine-commands.ts'
import type { AlertStore } from './ports.ts'
import type { UnitReplica } from './unit-replica.ts'

const TICK_MS = 250
/** The hub is asked this often even when the replica knows of nothing due. */
const SURE_MS = 10_000
const AT_ONCE = 100

/**
 * Watches the deadlines of units. Any number of stations may reach one first: the hub accepts the change of one
 * revision only, so that it happens once. A deadline that passed while no station ran is met by the next.
 */
export class DeadlineClock {
  readonly #store: AlertStore
  readonly #replicas: () => Iterable<UnitReplica>
  readonly #applied: (unit: string, changes: readonly Change[]) => void
  readonly #failed: (error: HubError) => void
  readonly #asked = new Map<string, number>()
  #timer: NodeJS.Timeout | null = null
  #busy = false

  constructor(
    store: AlertStore,
    replicas: () => Iterable<UnitReplica>,
    applied: (unit: string, changes: readonly Change[]) => void,
    failed: (error: HubError) => void,
  ) {
    this.#store = store
    this.#replicas = replicas
    this.#applied = applied
    this.#failed = failed
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#tick(), TICK_MS)
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
  }

  async #tick(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    try {
      for (const replica of this.#replicas()) {
        const now = this.#store.now()
        const sure = now - (this.#asked.get(replica.unit) ?? 0) > SURE_MS
        if (!sure && replica.nextDue() > now) continue
        this.#asked.set(replica.unit, now)
        await this.#meet(replica, now)
      }
    } catch (error) {
      if (!(error instanceof HubError)) throw error
      this.#failed(error)
    } finally {
      this.#busy = false
    }
  }

  async #meet(replica: UnitReplica, now: number): Promise<void> {
    const due = await this.#store.due(replica.unit, now, AT_ONCE)
    if (due.length === 0) return
    const states = await this.#store.states(replica.unit, [...new Set(due.map(({ id }) => id))])
    const items = due.flatMap(({ id, kind }) => {
      const alert = states.find((state) => state.id === id)
      const change = alert ? decideDue(alert, kind, replica.policy, now) : null
      return alert && change ? [{ change, expectedRev: alert.rev }] : []
    })
    if (items.length === 0) return
    const outcomes = await this.#store.commit(
      replica.unit,
      items.map((item) => ({ messageId: '', bundle: null, changes: [item] })),
    )
    const changes = items.flatMap(({ change }, index) =>
      outcomes[index]?.kind === 'applied' ? [change] : [],
    )
    this.#applied(
      replica.unit,
      changes.filter((change) => replica.apply(change.next)),
    )
  }
}
