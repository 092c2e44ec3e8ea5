import type { WindowPort } from '@main/platform/ports.ts'
import type { Actor } from '@shared/clinical/person.ts'
import type { AnswerGate } from './gate-ports.ts'
import type { KeptModel, ModelConfiguration } from './model-settings.ts'
import type { InteractionKnowledge } from './ports.ts'
import type { AnswerStore, CountStore, GovernanceStore, MedicationStore } from './redis-ports.ts'
import type { Inquirer } from './service-recent.ts'

/** Answers of models that a person was shown: what the audit keeps of them. */
export interface AdviceRecord {
  /** Which feature showed it; of interactions when absent. */
  readonly action?: 'clinical-risk.advice'
  readonly user: string
  readonly role: string
  readonly session: string | null
  readonly patientId: string | null
  /** Pairs with severity, or diseases; with model and prompt. */
  readonly about: readonly string[]
}

export interface InteractionPorts {
  /** Compiled at its first use. */
  readonly knowledge: () => InteractionKnowledge
  readonly answers: AnswerStore
  readonly governance: GovernanceStore
  readonly counts: CountStore
  /** The queue in which people decide; there when the first answer is filed. */
  readonly gate: () => AnswerGate
  readonly medications: MedicationStore
  readonly configuration: ModelConfiguration
  readonly kept: KeptModel
  readonly window: WindowPort
  stationName(): string
  /** Who sits at this station now; null when nobody has signed in. */
  inquirer(): Inquirer | null
  /** Who decides something; throws a RequestFailure when nobody has signed in. */
  actor(): Actor
  /** Resolves once durable. */
  advice(record: AdviceRecord): Promise<void>
  /** For the Hub screen; a sentence without patient data. */
  readonly note: (sentence: string) => void
  /** Answers rest on a demonstration. */
  demonstration(): boolean
  /** A defect, without patient data. */
  defect(error: unknown): void
}
