import {
  type Approval,
  type ApprovalKind,
  type ApprovalRow,
  isOpenApproval,
} from '@shared/features/approvals/model.ts'
import type { ApprovalQueue } from '@shared/features/approvals/contract.ts'
import type { QueueWindow } from './ports.ts'
import { rowOf } from '@shared/features/approvals/row.ts'

/** A batch of ten thousand requests must not hold up what is painted: so many rows at once, and a rest between. */
const PER_CHANGE = 400
const REST_MS = 50

export interface QueueStanding {
  readonly complete: boolean
  readonly problem: string | null
  readonly unreadable: number
}

/**
 * The rows that the window shows, with a revision that grows with everything that is sent. The person who sits there at
 * that moment gets those of the kinds that they may see, and of the others not even the ids.
 */
export class Queue {
  readonly #window: QueueWindow
  readonly #standing: () => QueueStanding
  readonly #seen: (kind: ApprovalKind) => boolean
  readonly #rows = new Map<string, ApprovalRow>()
  /** What has changed since it was sent, with the kind under which the window may know it. */
  readonly #dirty = new Map<string, ApprovalKind>()
  #revision = 0
  #timer: NodeJS.Timeout | null = null
  #told = ''

  /** @param seen whether the person who sits there now may see requests of a kind. */
  constructor(window: QueueWindow, standing: () => QueueStanding, seen: (kind: ApprovalKind) => boolean) {
    this.#window = window
    this.#standing = standing
    this.#seen = seen
  }

  put(approval: Approval): void {
    const { id, content } = approval
    const known = this.#rows.get(id)
    if (isOpenApproval(approval)) this.#rows.set(id, rowOf(approval))
    else if (!this.#rows.delete(id)) return
    if (!this.#dirty.has(id)) this.#dirty.set(id, known?.kind ?? content.kind)
    this.#schedule(0)
  }

  /** The standing may have changed; it is told when it has. */
  touch(): void {
    this.#schedule(0)
  }

  reset(approvals: Iterable<Approval>): void {
    this.#rows.clear()
    for (const approval of approvals) this.#rows.set(approval.id, rowOf(approval))
    this.#dirty.clear()
    this.#revision += 1
    this.#window.reset(this.#revision)
  }

  /** Oldest deadline first. */
  snapshot(): ApprovalQueue {
    this.#dirty.clear()
    this.#revision += 1
    const items = [...this.#rows.values()]
      .filter(({ kind }) => this.#seen(kind))
      .sort((a, b) => a.deadlineAt - b.deadlineAt)
    return { revision: this.#revision, items, ...this.#standing() }
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #schedule(afterMs: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#send()
      if (this.#dirty.size > 0) this.#schedule(REST_MS)
    }, afterMs)
  }

  #send(): void {
    const standing = this.#standing()
    const told = JSON.stringify(standing)
    const changed = [...this.#dirty].slice(0, PER_CHANGE)
    for (const [id] of changed) this.#dirty.delete(id)
    const upserts: ApprovalRow[] = []
    const removed: string[] = []
    for (const [id, before] of changed) {
      const row = this.#rows.get(id)
      if (row !== undefined && this.#seen(row.kind)) upserts.push(row)
      else if (this.#seen(before)) removed.push(id)
    }
    if (upserts.length + removed.length === 0 && told === this.#told) return
    this.#told = told
    this.#revision += 1
    this.#window.push({ revision: this.#revision, upserts, removed, ...standing })
  }
}
