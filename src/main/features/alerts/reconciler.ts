import { HubError } from '@main/hub/hub-error.ts'
import type { MissedMessages } from './ports.ts'

/** Publishers' clocks may differ from the hub's by this much. */
const OVERLAP_MS = 5 * 60_000
/** How far back a unit that was never watched looks; older alerts are history, not alarms. */
const FIRST_LOOK_MS = 12 * 3_600_000
const ASK_AGAIN_MS = 1_000

/**
 * Brings in what was published while no station listened, after every link. One station of a unit does it;
 * the others wait and look whether its work covers their own interruption.
 */
export class Reconciler {
  readonly #missed: MissedMessages
  readonly #station: string
  readonly #offer: (unit: string, patientId: string, payload: Buffer) => Promise<void>
  readonly #now: () => number
  #generation = 0

  /** @param offer takes a message of a patient's history on behalf of one unit; waits while too many wait. */
  constructor(
    missed: MissedMessages,
    station: string,
    offer: (unit: string, patientId: string, payload: Buffer) => Promise<void>,
    now: () => number,
  ) {
    this.#missed = missed
    this.#station = station
    this.#offer = offer
    this.#now = now
  }

  /** Starts for these units; a start that is still running is abandoned. Resolves when all are complete. */
  async start(units: readonly string[]): Promise<void> {
    this.#generation += 1
    const generation = this.#generation
    const linkedAt = this.#now()
    for (const unit of units) await this.#reconcile(unit, linkedAt, generation)
  }

  stop(): void {
    this.#generation += 1
  }

  async #reconcile(unit: string, linkedAt: number, generation: number): Promise<void> {
    while (generation === this.#generation) {
      try {
        const until = await this.#missed.reconciledUntil(unit)
        if (until !== null && until >= linkedAt) return
        if (await this.#missed.claim(unit, this.#station)) {
          const since = (until ?? linkedAt - FIRST_LOOK_MS) - OVERLAP_MS
          for await (const { patientId, payload } of this.#missed.historySince(since)) {
            if (generation !== this.#generation) return
            await this.#offer(unit, patientId, payload)
          }
          await this.#missed.done(unit, this.#station, linkedAt)
          return
        }
      } catch (error) {
        // The link is gone again; its return starts anew.
        if (error instanceof HubError) return
        throw error
      }
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS))
    }
  }
}
