import type { BoardStore, Change, LogHead } from './ports.ts'

/** A copy that has lain still through more changes than this is read anew: quicker than to follow them all. */
const MOST_MISSED = 20_000

/** How far a copy has followed the log of changes. */
export class LogPlace {
  #seq = 0
  #epoch: string | null = null
  #last: Change | null = null

  /** Number of the last change that is in the copy. */
  get seq(): number {
    return this.#seq
  }

  begin({ seq, epoch }: LogHead): void {
    this.#seq = seq
    this.#epoch = epoch
    this.#last = null
  }

  passed(change: Change): void {
    this.#seq = change.seq
    this.#last = change
  }

  /** False when the log is another one than was followed, or has run far ahead. Rejects with a HubError. */
  async leadsOn(store: Pick<BoardStore, 'head' | 'changesAfter'>): Promise<boolean> {
    const before = this.#seq
    const last = this.#last
    const { seq, epoch } = await store.head()
    // Nothing had been written yet when this copy was read.
    this.#epoch ??= epoch
    if (epoch !== this.#epoch || seq < before || seq - before > MOST_MISSED) return false
    if (last === null || last.seq !== before) return true
    // A replica that took over without the last writes has given their numbers to others.
    const [kept] = await store.changesAfter(before - 1, 1)
    return (
      kept !== undefined && kept.seq === before && kept.patientId === last.patientId && kept.at === last.at
    )
  }
}
