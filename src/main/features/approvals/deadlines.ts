import { asHubError, type HubError } from '@main/hub/hub-error.ts'
import type { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import { decide } from './engine.ts'
import type { Duties } from './duties.ts'
import type { Change } from './engine-record.ts'
import type { ApprovalStore } from './ports.ts'
import type { QueueReplica } from './replica.ts'

const TICK_MS = 250
/** The hub is asked this often even when the copy knows of nothing due. */
const SURE_MS = 10_000
const AT_ONCE = 100

export interface DeadlineObserver {
  applied(change: Change): Promise<void>
  failed(error: HubError): void
}

/**
 * Watches the deadlines of the queue and the duties that a killed station has left. Any number of stations may reach
 * one first: the hub accepts one change per revision, and none before its time.
 */
export class ApprovalClock {
  readonly #store: ApprovalStore
  readonly #replica: QueueReplica
  readonly #duties: Duties
  readonly #policy: ApprovalPolicy
  readonly #observer: DeadlineObserver
  #asked = 0
  #lookedForOrphans = 0
  #timer: NodeJS.Timeout | null = null
  #busy = false

  constructor(
    store: ApprovalStore,
    replica: QueueReplica,
    duties: Duties,
    policy: ApprovalPolicy,
    observer: DeadlineObserver,
  ) {
    this.#store = store
    this.#replica = replica
    this.#duties = duties
    this.#policy = policy
    this.#observer = observer
  }

  start(): void {
    this.#asked = 0
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
      const now = this.#store.now()
      if (this.#replica.nextDue() <= now || now - this.#asked > SURE_MS) {
        this.#asked = now
        await this.#meet(now)
      }
      if (now - this.#lookedForOrphans > this.#policy.orphanedMs / 2) {
        this.#lookedForOrphans = now
        await this.#adopt(now)
      }
    } catch (error) {
      if (this.#timer !== null) this.#observer.failed(asHubError(error))
    } finally {
      this.#busy = false
    }
  }

  async #meet(now: number): Promise<void> {
    const due = await this.#store.due(now, AT_ONCE)
    if (due.length === 0) return
    const states = new Map(
      (await this.#store.states([...new Set(due.map(({ id }) => id))])).map((state) => [state.id, state]),
    )
    for (const { id, kind } of due) {
      const state = states.get(id)
      if (state === undefined) continue
      const outcome = decide(state, { kind: 'due', due: kind }, this.#policy, this.#store.now())
      if (outcome.kind !== 'changed') continue
      const committed = await this.#store.commit(state, outcome.change)
      if (committed.kind !== 'applied') continue
      states.set(id, outcome.change.next)
      await this.#observer.applied(outcome.change)
    }
  }

  async #adopt(now: number): Promise<void> {
    const duties = await this.#store.duties(now - this.#policy.orphanedMs, AT_ONCE)
    if (duties.length === 0) return
    const states = await this.#store.states([...new Set(duties.map(([, , , id]) => id))])
    for (const duty of duties) {
      const [, , , id] = duty
      await this.#duties.perform([duty], states.find((state) => state.id === id) ?? null)
    }
  }
}
