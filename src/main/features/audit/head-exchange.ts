import { HubError } from '@main/hub/hub-error.ts'
import { ChainHead } from '@shared/features/audit/model.ts'
import type { HeadBoard, HeadCopies } from './ports.ts'

/** How often the own head is published when it has changed, in milliseconds. */
const PUBLISH_MS = 5_000
/** How often others' heads are copied, in milliseconds. */
const COPY_MS = 60_000
/** A copy is kept at most this often for each station, in milliseconds of its own heads' times. */
const COPY_APART_MS = 10 * 60_000
/** With more stations than this each one watches over the next ones in the order of their ids. */
const MOST_WATCHED = 8

export interface HeadExchangeParts {
  readonly station: string
  readonly board: HeadBoard
  readonly copies: HeadCopies
  readonly head: () => ChainHead | null
  readonly local: () => number
  /** Another station's chain went back or split: told once per station and run. */
  readonly conflict: (station: string, sentence: string) => void
  readonly published: () => void
  /** The hub held something else than heads under their names. */
  readonly defect: (error: unknown) => void
}

/** Publishes this station's heads and keeps copies of others', so that no station's past can be changed in silence. */
export class HeadExchange {
  readonly #parts: HeadExchangeParts
  readonly #conflicting = new Set<string>()
  #publishTimer: NodeJS.Timeout | null = null
  #copyTimer: NodeJS.Timeout | null = null
  #publishedHead: ChainHead | null = null
  #publishedAt: number | null = null
  #busy: Promise<void> = Promise.resolve()

  constructor(parts: HeadExchangeParts) {
    this.#parts = parts
  }

  get published(): { readonly at: number | null; readonly seq: number } {
    return { at: this.#publishedAt, seq: this.#publishedHead?.seq ?? 0 }
  }

  start(): void {
    this.#publishTimer = setInterval(() => void this.publish(), PUBLISH_MS).unref()
    this.#copyTimer = setInterval(() => void this.copy(), COPY_MS).unref()
  }

  /** Publishes what is still unpublished, if the hub can be reached, and stops. */
  async stop(): Promise<void> {
    if (this.#publishTimer) clearInterval(this.#publishTimer)
    if (this.#copyTimer) clearInterval(this.#copyTimer)
    await this.publish()
  }

  publish(): Promise<void> {
    return this.#oneAtATime(async () => {
      const head = this.#parts.head()
      if (head === null || head.seq === this.#publishedHead?.seq) return
      await this.#parts.board.publish(head)
      this.#publishedHead = head
      this.#publishedAt = this.#parts.local()
      this.#parts.published()
    })
  }

  /** Copies the newest heads of the stations that this one watches over, and looks whether they can be true. */
  copy(): Promise<void> {
    return this.#oneAtATime(async () => {
      const { board, copies } = this.#parts
      const watched = watchedBy(this.#parts.station, await board.stations())
      const newest = await board.newestOf(watched)
      for (const station of watched) {
        const before = await copies.newest(station)
        const now = newest.get(station) ?? null
        if (before !== null && now !== null) this.#compare(before, now)
        // A hub that lost its data gets back what this station has seen.
        if (now === null && before !== null) await board.witness(before, this.#parts.station)
        if (now !== null && isWorthKeeping(before, now)) {
          await copies.add(now)
          await board.witness(now, this.#parts.station)
        }
      }
    })
  }

  #compare(before: ChainHead, now: ChainHead): void {
    if (this.#conflicting.has(now.station)) return
    const said =
      now.publicKey !== before.publicKey
        ? 'is signed with another key than before'
        : now.seq < before.seq
          ? `went back from entry ${before.seq} to entry ${now.seq}`
          : now.seq === before.seq && now.hash !== before.hash
            ? `was written anew up to entry ${now.seq}`
            : null
    if (said === null) return
    this.#conflicting.add(now.station)
    this.#parts.conflict(now.station, `The audit of station ${now.station.slice(0, 8)} ${said}.`)
  }

  /** What the hub does not take now is published and copied at the next turn. */
  #oneAtATime(work: () => Promise<void>): Promise<void> {
    this.#busy = this.#busy.then(async () => {
      if (!this.#parts.board.isLive()) return
      try {
        await work()
      } catch (error) {
        if (!(error instanceof HubError)) this.#parts.defect(error)
      }
    })
    return this.#busy
  }
}

/** The stations that follow this one in the ring of all ids. */
function watchedBy(station: string, all: readonly string[]): string[] {
  const known = all.filter((each) => ChainHead.shape.station.safeParse(each).success)
  const ring = [...new Set([...known, station])].sort()
  const at = ring.indexOf(station)
  return [...ring.slice(at + 1), ...ring.slice(0, at)].slice(0, MOST_WATCHED)
}

/** A head that conflicts with the copy is never kept: the copy is the evidence. */
function isWorthKeeping(before: ChainHead | null, now: ChainHead): boolean {
  if (before === null) return true
  if (now.publicKey !== before.publicKey) return false
  return now.seq > before.seq && now.at - before.at >= COPY_APART_MS
}
