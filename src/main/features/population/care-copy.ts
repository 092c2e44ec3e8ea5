import { HubError } from '@main/hub/hub-error.ts'
import type { CareRecord } from '@shared/features/population/model.ts'

/** A change of the last minutes may be missing on a hub that was killed before it had stored it. */
const RECENT_MS = 15 * 60_000
/** Characters of all records that are kept; those that were changed longest ago go first. */
const MOST_TEXT = 50_000_000

export interface CareHead {
  /** Another one, or null, when the hub has lost its data. */
  readonly epoch: string | null
  readonly records: number
}

/** What the copy needs of the hub; care-store.ts is it. Every call rejects with a HubError. */
export interface CareKeeping {
  now(): number
  head(): Promise<CareHead>
  all(): AsyncIterable<readonly CareRecord[]>
  /** Puts back those that the hub does not have, or has in an older state; answers how many. */
  restore(records: readonly CareRecord[]): Promise<number>
}

interface Kept {
  readonly record: CareRecord
  readonly length: number
  /** When it was heard of as new; milliseconds since 1970 by the hub's clock. */
  readonly heardAt: number
}

/**
 * What this station knows of care work, for a hub that comes back without its data or without its last moments: only
 * states that the hub had confirmed are in it, so an older one on the hub is always a loss. Any number of stations may
 * put back what they hold; of several states of a record the newest stays. A record that is missing on a hub that has
 * lost nothing was taken away by whoever runs it, and stays away unless it was changed in the last minutes.
 */
export class CareCopy {
  readonly #hub: CareKeeping
  readonly #restored: (count: number) => void
  readonly #defect: (error: unknown) => void
  readonly #kept = new Map<string, Kept>()
  #length = 0
  #epoch: string | null = null
  #generation = 0

  constructor(hub: CareKeeping, observer: { restored(count: number): void; defect(error: unknown): void }) {
    this.#hub = hub
    this.#restored = (count) => observer.restored(count)
    this.#defect = (error) => observer.defect(error)
  }

  /** A record as a station has just changed it. */
  told(record: CareRecord): void {
    this.#keep(record, this.#hub.now())
  }

  /**
   * A new link: first what the hub has lost is put back, then what others have done is read, without waiting for it.
   * Rejects with a HubError.
   */
  async attach(): Promise<void> {
    const generation = ++this.#generation
    const { epoch, records } = await this.#hub.head()
    const isLoss = records === 0 || (this.#epoch !== null && epoch !== this.#epoch)
    const since = this.#hub.now() - RECENT_MS
    const wanted = [...this.#kept.values()].filter(({ heardAt }) => isLoss || heardAt > since)
    const count = wanted.length === 0 ? 0 : await this.#hub.restore(wanted.map(({ record }) => record))
    if (count > 0) this.#restored(count)
    this.#epoch = epoch
    void this.#readAll(generation)
  }

  async #readAll(generation: number): Promise<void> {
    try {
      for await (const page of this.#hub.all()) {
        if (generation !== this.#generation) return
        for (const record of page) this.#keep(record, Number.NEGATIVE_INFINITY)
      }
    } catch (error) {
      // A lost link attaches again.
      if (!(error instanceof HubError)) this.#defect(error)
    }
  }

  #keep(record: CareRecord, heardAt: number): void {
    const before = this.#kept.get(record.patientId)
    if ((before?.record.rev ?? 0) >= record.rev) return
    const { length } = JSON.stringify(record)
    this.#kept.delete(record.patientId)
    this.#kept.set(record.patientId, { record, length, heardAt })
    this.#length += length - (before?.length ?? 0)
    for (const [patientId, oldest] of this.#kept) {
      if (this.#length <= MOST_TEXT) return
      this.#kept.delete(patientId)
      this.#length -= oldest.length
    }
  }
}
