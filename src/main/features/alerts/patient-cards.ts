import type { Alert, PatientCard } from '@shared/features/alerts/model.ts'
import { mergeCards } from './engine.ts'

/** Patients beyond this many are forgotten, the longest unheard of first. */
const KEEP = 5_000

/**
 * What publishers have said about patients, so that a message that names only the patient (the care managers'
 * channel does) still shows bed and name when another message gave them.
 */
export class PatientCards {
  readonly #cards = new Map<string, PatientCard>()

  /** Takes in what is said now and returns all that is known. */
  learn(said: PatientCard): PatientCard {
    const known = this.#cards.get(said.patientId)
    const card = known ? mergeCards(known, said) : said
    this.#cards.delete(said.patientId)
    this.#cards.set(said.patientId, card)
    if (this.#cards.size > KEEP) {
      const [oldest] = this.#cards.keys()
      if (oldest !== undefined) this.#cards.delete(oldest)
    }
    return card
  }

  learnFrom(alerts: Iterable<Alert>): void {
    for (const alert of alerts) this.learn(alert.patient)
  }
}
