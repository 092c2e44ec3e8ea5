import { HubError } from '@main/hub/hub-error.ts'
import type { BoardStore } from './ports.ts'
import type { PopulationReplica } from './replica.ts'

type Store = Pick<BoardStore, 'enrolled' | 'enrolments' | 'careOf' | 'patient'>

interface Observer {
  /** This patient has changed; null: more than can be told one by one. */
  changed(slot: number | null): void
  /** A failure that is no lost link. */
  defect(error: unknown): void
}

/** Keeps in a copy of the population who its patients are, and those among them who have no score yet. */
export class RosterCopy {
  readonly #store: Store
  readonly #observer: Observer

  constructor(store: Store, observer: Observer) {
    this.#store = store
    this.#observer = observer
  }

  /**
   * Reads who is enrolled and did not come by with the ranking. Rejects with a HubError.
   * @param isCurrent false once the copy is another one: then the rest is left out.
   */
  async readOthers(replica: PopulationReplica, isCurrent: () => boolean): Promise<void> {
    if ((await this.#store.enrolled()) <= replica.enrolled) return
    const isKnown = (patientId: string): boolean => {
      const slot = replica.slotOf(patientId)
      return slot !== undefined && replica.columns.enrolled[slot] === 1
    }
    await this.#read(replica, (patientId) => !isKnown(patientId), isCurrent)
  }

  /** Reads the roster after it was imported anew. Never rejects. */
  async readAgain(replica: PopulationReplica, isCurrent: () => boolean): Promise<void> {
    await this.#guarded(async () => {
      await this.#read(replica, () => true, isCurrent)
      this.#observer.changed(null)
    })
  }

  /** Somebody who had no score until now may be enrolled all the same. Never rejects. */
  async meet(replica: PopulationReplica, patientId: string, isCurrent: () => boolean): Promise<void> {
    await this.#guarded(async () => {
      const known = await this.#store.patient(patientId)
      if (known === null || !isCurrent()) return
      const slots = [
        ...(known.enrolment === null ? [] : [replica.putEnrolment(known.enrolment)]),
        ...(known.care === null ? [] : [replica.putCare(known.care)]),
      ]
      if (slots[0] !== undefined) this.#observer.changed(slots[0])
    })
  }

  async #read(
    replica: PopulationReplica,
    isWanted: (patientId: string) => boolean,
    isCurrent: () => boolean,
  ): Promise<void> {
    for await (const page of this.#store.enrolments(isWanted)) {
      const others = page.map(({ patientId }) => patientId).filter((id) => replica.slotOf(id) === undefined)
      const care = await this.#store.careOf(others)
      if (!isCurrent()) return
      for (const enrolment of page) replica.putEnrolment(enrolment)
      for (const record of care) replica.putCare(record)
    }
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      // A lost link is said elsewhere; what could not be read is read when it is back.
      if (!(error instanceof HubError)) this.#observer.defect(error)
    }
  }
}
