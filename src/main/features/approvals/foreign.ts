import { setTimeout as pause } from 'node:timers/promises'
import type { ApprovalStore } from './ports.ts'
import type { Asked } from './engine-asked.ts'
import { readAnnouncement, readSeedRequest } from './seed.ts'

/** Keys that are read in one breath; then others have their turn. */
const AT_ONCE = 50
const BREATH_MS = 5
const BEHIND_MS = 1_000

export interface ForeignObserver {
  /** What the station knows of this id already, for nothing is asked twice of the hub that is known. */
  knows(id: string): boolean
  take(asked: Asked): Promise<void>
  unreadable(id: string, text: string): void
}

/** Requests that programs written against the seed have put on the hub. */
export class ForeignRequests {
  readonly #store: ApprovalStore
  readonly #observer: ForeignObserver

  constructor(store: ApprovalStore, observer: ForeignObserver) {
    this.#store = store
    this.#observer = observer
  }

  /** A message of the seed's channel. The channel only wakes: what counts is under the key. */
  async heard(payload: string): Promise<void> {
    const announced = readAnnouncement(payload)
    if (announced === null) this.#observer.unreadable('', payload)
    else await this.look(announced.id, announced.urgent)
  }

  /** Reads one key and takes in what it asks. Rejects with a HubError. */
  async look(id: string, urgent: boolean): Promise<void> {
    const found = await this.#store.readRequest(id)
    if (found === 'other-type') this.#observer.unreadable(id, 'other-type')
    else if (found !== null) await this.takeIn(id, found.text, found.lifeMs, urgent)
  }

  /** False when nothing is asked in this text. */
  async takeIn(id: string, text: string, lifeMs: number, urgent: boolean): Promise<boolean> {
    const reading = readSeedRequest(id, text, lifeMs, urgent, this.#store.now())
    if (reading.kind === 'unreadable') this.#observer.unreadable(id, text)
    if (reading.kind !== 'asked') return false
    await this.#observer.take(reading.asked)
    return true
  }

  /**
   * Looks through the seed's keys for what was asked while this station did not listen: one station at a time, page by
   * page with rests between, because the hub walks through all its keys for it. When another station has looked through
   * them since this one began to listen, its log has brought everything: hundreds of stations that come back at once do
   * not look one after the other. Rejects with a HubError.
   * @param goesOn asked between pages.
   * @param notBefore a look that began at this time, by the hub's clock, or later will do; null when only one that
   * begins from now on does, and then another station's is waited for.
   * @returns false when it was broken off.
   */
  async lookThrough(goesOn: () => boolean, notBefore: number | null = null): Promise<boolean> {
    const since = notBefore ?? this.#store.now()
    for (;;) {
      if ((await this.#store.lookedAt()) >= since) return true
      if (await this.#store.claimLook()) break
      // Another station looks at this moment, and its log brings what it finds.
      if (notBefore !== null) return true
      // The other station may be killed before its end; then its right ends by itself.
      await pause(BEHIND_MS)
      if (!goesOn()) return false
    }
    const begunAt = this.#store.now()
    for await (const ids of this.#store.requests()) {
      const unknown = ids.filter((id) => !this.#observer.knows(id))
      const known = new Set((await this.#store.states(unknown)).map(({ id }) => id))
      for (const [place, id] of unknown.entries()) {
        if (!known.has(id)) await this.look(id, false)
        if (place % AT_ONCE === AT_ONCE - 1) await pause(BREATH_MS)
        if (!goesOn()) return false
      }
      await pause(BREATH_MS)
      if (!goesOn()) return false
      await this.#store.claimLook()
    }
    await this.#store.endLook(begunAt)
    return true
  }
}
