import { asHubError, type HubError } from '@main/hub/hub-error.ts'
import type { Approval } from '@shared/features/approvals/model.ts'
import type { ApprovalStore } from './ports.ts'
import type { QueueReplica } from './replica.ts'
import type { ApprovalLogEntry } from './stored.ts'

/** The channel only wakes; what it may have lost is found this much later at the latest. */
const POLL_MS = 2_000
const AT_ONCE = 1_000

export interface WatchObserver {
  changed(approvals: readonly Approval[], entries: readonly ApprovalLogEntry[]): void
  /** The log is not the one that was followed: the hub has lost its data, or too much of it was trimmed. */
  lostTrack(): void
  failed(error: HubError): void
}

/** Follows the log of the queue: it says what has changed, and the state is read where the copy has it not yet. */
export class LogWatch {
  readonly #store: ApprovalStore
  readonly #replica: QueueReplica
  readonly #observer: WatchObserver
  #timer: NodeJS.Timeout | null = null
  #generation = 0
  #reading = false
  #again = false

  constructor(store: ApprovalStore, replica: QueueReplica, observer: WatchObserver) {
    this.#store = store
    this.#replica = replica
    this.#observer = observer
  }

  start(): void {
    this.#timer ??= setInterval(() => this.look(), POLL_MS)
    this.look()
  }

  stop(): void {
    // An answer that is on its way belongs to the position that was followed until now.
    this.#generation += 1
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
  }

  /** Reads what has been added; called again while it reads, it reads once more. */
  look(): void {
    this.#again = true
    if (!this.#reading) void this.#read()
  }

  async #read(): Promise<void> {
    this.#reading = true
    const generation = this.#generation
    try {
      while (this.#again && generation === this.#generation) {
        this.#again = false
        const entries = await this.#store.logAfter(this.#replica.streamId, AT_ONCE)
        if (generation !== this.#generation) break
        if (entries.length > 0) await this.#take(entries, generation)
        if (entries.length === AT_ONCE) this.#again = true
      }
    } catch (error) {
      if (generation === this.#generation) this.#observer.failed(asHubError(error))
    } finally {
      this.#reading = false
      if (this.#again && this.#timer !== null && generation !== this.#generation) void this.#read()
    }
  }

  async #take(entries: readonly ApprovalLogEntry[], generation: number): Promise<void> {
    if (entries[0]?.seq !== this.#replica.seq + 1) {
      this.stop()
      this.#observer.lostTrack()
      return
    }
    const behind = entries.filter(({ id, rev }) => (this.#replica.get(id)?.rev ?? 0) < rev)
    const states = await this.#store.states([...new Set(behind.map(({ id }) => id))])
    if (generation !== this.#generation) return
    this.#replica.seq = entries.at(-1)?.seq ?? this.#replica.seq
    this.#replica.streamId = entries.at(-1)?.streamId ?? this.#replica.streamId
    this.#observer.changed(
      states.filter((approval) => this.#replica.apply(approval)),
      entries,
    )
  }
}
