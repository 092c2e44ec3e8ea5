import type { Actor } from '@shared/clinical/person.ts'
import type { MedicationList } from '@shared/features/interactions/governance.ts'
import { nothingKnown } from '@shared/features/interactions/model.ts'
import { changedMeanwhile, onHub } from './errors.ts'
import type { AnswerStore, MedicationStore } from './redis-ports.ts'

type Draft = Pick<MedicationList, 'patientId' | 'rev' | 'drugs' | 'context'>

/** Patients' lists of drugs, as all stations share them. */
export class MedicationLists {
  readonly #store: MedicationStore
  readonly #answers: AnswerStore

  constructor(store: MedicationStore, answers: AnswerStore) {
    this.#store = store
    this.#answers = answers
  }

  /** Throws a RequestFailure without an answer of the hub: an empty list would read as "takes nothing". */
  async read(patientId: string): Promise<MedicationList> {
    const stored = await onHub(() => this.#store.read(patientId))
    return stored ?? { patientId, rev: 0, drugs: [], context: nothingKnown, changedBy: null, changedAt: null }
  }

  /** Throws a RequestFailure when another station has written the list since `rev`; that list then stays. */
  async save({ patientId, rev, drugs, context }: Draft, by: Actor): Promise<MedicationList> {
    const changedAt = Math.round(this.#answers.now())
    const next: MedicationList = { patientId, rev: rev + 1, drugs, context, changedBy: by, changedAt }
    await onHub(async () => {
      if (!(await this.#store.write(next))) throw changedMeanwhile()
      await this.#answers.announce({ what: 'medications', patientId })
    })
    return next
  }
}
