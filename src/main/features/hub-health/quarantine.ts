import { createHash } from 'node:crypto'
import type { MessageFault } from '@shared/clinical/message-fault.ts'
import type { QuarantineItem } from '@shared/features/hub-health/model.ts'

const KEEP = 200

export interface NewQuarantineItem {
  readonly channelKind: QuarantineItem['channelKind']
  readonly unit: string | null
  readonly reason: MessageFault
  readonly sentence: string
  readonly bytes: number
  readonly shown: boolean
  /** What tells one message from another; only its digest is kept. */
  readonly fingerprint: Buffer | string
}

/**
 * Messages that were not fully understood: the last 200 by reason and shape, all of them by number. The content
 * is not kept, since it may be about a patient; a digest lets the publisher find it.
 */
export class QuarantineShelf {
  readonly #items: QuarantineItem[] = []
  readonly #known = new Set<string>()
  readonly #now: () => number
  #count = 0

  constructor(now: () => number) {
    this.#now = now
  }

  get count(): number {
    return this.#count
  }

  /** Newest first. */
  get items(): readonly QuarantineItem[] {
    return this.#items.toReversed()
  }

  add({ fingerprint, ...item }: NewQuarantineItem): void {
    const digest = createHash('sha256').update(fingerprint).digest('hex').slice(0, 12)
    // The same message comes by several channels and again with every reconciliation.
    const identity = `${digest}|${item.reason}`
    if (this.#known.has(identity)) return
    this.#known.add(identity)
    this.#count += 1
    this.#items.push({ ...item, at: this.#now(), digest })
    if (this.#items.length > KEEP) {
      const gone = this.#items.shift()
      if (gone) this.#known.delete(`${gone.digest}|${gone.reason}`)
    }
  }
}
