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

/** Takes remembered messages in on behalf of wards. */
export interface RememberedIntake {
  /** Hands a message to those of these wards where it belongs; waits while too many wait. */
  offer(units: readonly string[], member: Remembered): Promise<void>
  /** True when the hub has answered for everything offered to a ward so far, false when it cannot. */
  decided(unit: string): Promise<boolean>
}

interface Claimed {
  readonly unit: string
  /** Where its last complete look began; what is older is known. */
  readonly since: number
}

/**
 * Brings in what was published while no station listened, after every link. One station of a unit does it;
 * the others wait and look whether its work covers their own interruption.
 */
export class Reconciler {
  readonly #missed: MissedMessages
  readonly #station: string
  readonly #intake: RememberedIntake
  readonly #now: () => number
  #generation = 0

  constructor(missed: MissedMessages, station: string, intake: RememberedIntake, now: () => number) {
    this.#missed = missed
    this.#station = station
    this.#intake = intake
    this.#now = now
  }

  /**
   * Starts for these units; a start that is still running is abandoned. Resolves with true when all are complete,
   * with false when it was abandoned. It looks twice, since a message published just before the link was up may
   * reach its history after the first look.
   */
  async start(units: readonly string[]): Promise<boolean> {
    this.#generation += 1
    const generation = this.#generation
    const linkedAt = this.#now()
    await this.#reconcile(units, linkedAt, generation)
    await pause(BETWEEN_PUBLISH_AND_HISTORY_MS)
    await this.#reconcile(units, linkedAt + BETWEEN_PUBLISH_AND_HISTORY_MS, generation)
    return generation === this.#generation
  }

  stop(): void {
    this.#generation += 1
  }

  /** Until for each unit some station has looked through the histories, beginning no earlier than `from`. */
  async #reconcile(units: readonly string[], from: number, generation: number): Promise<void> {
    while (generation === this.#generation) {
      try {
        const { claimed, complete } = await this.#claim(units, from)
        if (complete) return
        if (claimed.length > 0) {
          const began = this.#now()
          if (await this.#look(claimed, generation)) {
            for (const { unit } of claimed) await this.#missed.done(unit, this.#station, began)
            continue
          }
        }
      } catch (error) {
        // When the link is gone, its return starts anew. A single call that failed on a live link is tried again:
        // giving up would leave the unit incomplete with nobody to notice.
        if (!(error instanceof HubError)) throw error
      }
      await pause(ASK_AGAIN_MS)
    }
  }

  /** Takes the right to those units that nobody has looked after since `from`. */
  async #claim(
    units: readonly string[],
    from: number,
  ): Promise<{ claimed: readonly Claimed[]; complete: boolean }> {
    const claimed: Claimed[] = []
    let complete = true
    for (const unit of units) {
      const until = await this.#missed.reconciledUntil(unit)
      if (until !== null && until >= from) continue
      complete = false
      const since = Math.min(until ?? from - FIRST_LOOK_MS, from) - OVERLAP_MS
      if (await this.#missed.claim(unit, this.#station)) claimed.push({ unit, since })
    }
    return { claimed, complete }
  }

  /** Reads the histories once for all these units. False when it was abandoned. */
  async #look(claimed: readonly Claimed[], generation: number): Promise<boolean> {
    const units = claimed.map(({ unit }) => unit)
    let renewed = this.#now()
    for await (const member of this.#missed.historySince(Math.min(...claimed.map(({ since }) => since)))) {
      if (generation !== this.#generation) return false
      await this.#intake.offer(units, member)
      if (this.#now() - renewed < RENEW_MS) continue
      renewed = this.#now()
      for (const unit of units) await this.#missed.claim(unit, this.#station)
    }
    // Only what the hub has answered for may be called complete: this process can die at any moment.
    for (const unit of units) if (!(await this.#intake.decided(unit))) return false
    return generation === this.#generation
  }
}
