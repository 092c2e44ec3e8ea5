import { setTimeout as pause } from 'node:timers/promises'
import { HubError } from '@main/hub/hub-error.ts'
import type { HistoryMember, MissedMessages } from './ports.ts'

type Remembered = HistoryMember & { readonly patientId: string }

/** Publishers' clocks may differ from the hub's by this much. */
const OVERLAP_MS = 5 * 60_000
/** How far back a unit that was never watched looks; older alerts are history, not alarms. */
const FIRST_LOOK_MS = 12 * 3_600_000
const ASK_AGAIN_MS = 500
/** The right to reconcile is renewed this often while working. */
const RENEW_MS = 1_000
/** A publisher publishes first and writes its history after; within this time both have happened. */
const BETWEEN_PUBLISH_AND_HISTORY_MS = 2_000

/**
 * Brings in what was published while no station listened, after every link. One station of a unit does it;
 * the others wait and look whether its work covers their own interruption.
 */
export class Reconciler {
  readonly #missed: MissedMessages
  readonly #station: string
  readonly #offer: (unit: string, member: Remembered) => Promise<void>
  readonly #now: () => number
  #generation = 0

  /** @param offer takes a message of a patient's history on behalf of one unit; waits while too many wait. */
  constructor(
    missed: MissedMessages,
    station: string,
    offer: (unit: string, member: Remembered) => Promise<void>,
    now: () => number,
  ) {
    this.#missed = missed
    this.#station = station
    this.#offer = offer
    this.#now = now
  }

  /**
   * Starts for these units; a start that is still running is abandoned. Resolves when all are complete: after a
   * second look, since a message published just before the link was up may reach its history after the first.
   */
  async start(units: readonly string[]): Promise<void> {
    this.#generation += 1
    const generation = this.#generation
    const linkedAt = this.#now()
    for (const unit of units) await this.#reconcile(unit, linkedAt, generation)
    await pause(BETWEEN_PUBLISH_AND_HISTORY_MS)
    const settledAt = linkedAt + BETWEEN_PUBLISH_AND_HISTORY_MS
    for (const unit of units) await this.#reconcile(unit, settledAt, generation)
  }

  stop(): void {
    this.#generation += 1
  }

  /** Until some station has looked through the histories, beginning no earlier than `from`. */
  async #reconcile(unit: string, from: number, generation: number): Promise<void> {
    while (generation === this.#generation) {
      try {
        const until = await this.#missed.reconciledUntil(unit)
        if (until !== null && until >= from) return
        if (await this.#missed.claim(unit, this.#station)) {
          const began = this.#now()
          const since = Math.min(until ?? from - FIRST_LOOK_MS, from) - OVERLAP_MS
          if (!(await this.#look(unit, since, generation))) return
          await this.#missed.done(unit, this.#station, began)
          continue
        }
      } catch (error) {
        // The link is gone again; its return starts anew.
        if (error instanceof HubError) return
        throw error
      }
      await pause(ASK_AGAIN_MS)
    }
  }

  /** False when it was abandoned. */
  async #look(unit: string, since: number, generation: number): Promise<boolean> {
    let renewed = this.#now()
    for await (const member of this.#missed.historySince(since)) {
      if (generation !== this.#generation) return false
      await this.#offer(unit, member)
      if (this.#now() - renewed < RENEW_MS) continue
      renewed = this.#now()
      await this.#missed.claim(unit, this.#station)
    }
    return generation === this.#generation
  }
}
