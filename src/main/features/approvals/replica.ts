import { type Approval, isOpenApproval } from '@shared/features/approvals/model.ts'
import type { QueuePosition } from './ports.ts'

/** Closed requests that are remembered: for replies that were overtaken, and for a hub that has lost its data. */
const CLOSED_KEPT = 1_000

/** A station's copy of the queue: what decisions are made on before the hub confirms them. */
export class QueueReplica {
  epoch: string | null = null
  seq = 0
  streamId = '0-0'
  readonly #open = new Map<string, Approval>()
  readonly #closed = new Map<string, Approval>()

  open(): IterableIterator<Approval> {
    return this.#open.values()
  }

  /** Everything that this copy holds, closed ones first. */
  all(): Approval[] {
    return [...this.#closed.values(), ...this.#open.values()]
  }

  get(id: string): Approval | null {
    return this.#open.get(id) ?? this.#closed.get(id) ?? null
  }

  /** Takes over a newer state; false when the copy already has it or a later one. */
  apply(approval: Approval): boolean {
    if ((this.get(approval.id)?.rev ?? 0) >= approval.rev) return false
    this.#open.delete(approval.id)
    this.#closed.delete(approval.id)
    if (isOpenApproval(approval)) this.#open.set(approval.id, approval)
    else this.#closed.set(approval.id, approval)
    const [oldest] = this.#closed.keys()
    if (this.#closed.size > CLOSED_KEPT && oldest !== undefined) this.#closed.delete(oldest)
    return true
  }

  /** Starts again from what the hub holds. */
  reset({ epoch, seq, streamId, open }: QueuePosition): void {
    this.epoch = epoch
    this.seq = seq
    this.streamId = streamId
    this.#open.clear()
    this.#closed.clear()
    for (const approval of open) this.apply(approval)
  }

  /** The earliest deadline of any open request; Infinity without one. */
  nextDue(): number {
    let next = Number.POSITIVE_INFINITY
    for (const { due } of this.#open.values()) next = Math.min(next, due[0]?.at ?? next)
    return next
  }
}
