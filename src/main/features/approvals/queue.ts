import { type Approval, type ApprovalRow, isOpenApproval } from '@shared/features/approvals/model.ts'
import type { ApprovalQueue } from '@shared/features/approvals/contract.ts'
import type { QueueWindow } from './ports.ts'
import { restingStatus } from './engine-record.ts'

/** A batch of ten thousand requests must not hold up what is painted: so many rows at once, and a rest between. */
const PER_CHANGE = 400
const REST_MS = 50

export interface QueueStanding {
  readonly complete: boolean
  readonly problem: string | null
  readonly unreadable: number
}

/** The rows that the window shows, with a revision that grows with everything that is sent. */
export class Queue {
  readonly #window: QueueWindow
  readonly #standing: () => QueueStanding
  readonly #rows = new Map<string, ApprovalRow>()
  readonly #dirty = new Set<string>()
  #revision = 0
  #timer: NodeJS.Timeout | null = null
  #told = ''

  constructor(window: QueueWindow, standing: () => QueueStanding) {
    this.#window = window
    this.#standing = standing
  }

  put(approval: Approval): void {
    if (isOpenApproval(approval)) this.#rows.set(approval.id, rowOf(approval))
    else if (!this.#rows.delete(approval.id)) return
    this.#dirty.add(approval.id)
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
    const items = [...this.#rows.values()].sort((a, b) => a.deadlineAt - b.deadlineAt)
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
    if (this.#dirty.size === 0 && told === this.#told) return
    this.#told = told
    const ids = [...this.#dirty].slice(0, PER_CHANGE)
    for (const id of ids) this.#dirty.delete(id)
    this.#revision += 1
    this.#window.push({
      revision: this.#revision,
      upserts: ids.flatMap((id) => this.#rows.get(id) ?? []),
      removed: ids.filter((id) => !this.#rows.has(id)),
      ...standing,
    })
  }
}

/** A request as a row of a list. */
export function rowOf(approval: Approval): ApprovalRow {
  const { content, delegate } = approval
  const { publishedType: _, justification: __, basis: ___, ...shown } = content
  return {
    ...shown,
    id: approval.id,
    status: approval.status,
    claim: approval.claim,
    proposal: approval.proposal,
    firstApprovedBy: approval.firstApproval?.by ?? null,
    delegatedTo: delegate?.user ?? null,
    escalationLevel: approval.escalationLevel,
    openQuestion: restingStatus(approval) === 'information_asked',
    rev: approval.rev,
  }
}
