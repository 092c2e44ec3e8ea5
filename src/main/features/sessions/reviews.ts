import type { EmergencyReview } from '@shared/features/sessions/model.ts'
import type { ReviewOf, SessionHub } from './ports.ts'

/** The reviews of one hub's emergency accesses: nothing is left unasked, and what was found is written to the access. */
export class EmergencyReviews {
  readonly #hub: Pick<SessionHub, 'emergencies' | 'gate'>

  constructor(hub: Pick<SessionHub, 'emergencies' | 'gate'>) {
    this.#hub = hub
  }

  /**
   * Asks for the review of what waits on the hub and was never asked: accesses of an older version, or of a station that
   * ended before it could ask. Any number of stations may do so. Rejects when the hub does not answer.
   */
  async askMissing(): Promise<void> {
    const { emergencies, gate } = this.#hub
    for (const entry of await emergencies.all())
      if (entry.review === null && !(await gate.knows(entry))) await gate.ask(entry)
  }

  /**
   * Writes what a reviewer has found. May be told more than once. An access that the hub has lost meanwhile has nothing
   * to write to: the queue and the audit keep the finding. Rejects with a HubError.
   */
  async reviewed(id: string, of: ReviewOf, review: EmergencyReview): Promise<void> {
    const { emergencies } = this.#hub
    if ((await emergencies.read(id)) !== null) await emergencies.writeReview(id, of, review)
  }
}
