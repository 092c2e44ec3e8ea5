import type { Doubt, PatientCard } from '@shared/features/alerts/model.ts'
import type { MessageFault } from '@shared/clinical/message-fault.ts'

/** One published message, understood as far as it can be, before any clinical decision. */
export interface Finding {
  /** Derived from the whole message: the same by whatever channel, however often, at whichever station. */
  readonly messageId: string
  /** The units in whose logs the alert belongs; more than one only when channel and payload disagree. */
  readonly units: readonly string[]
  readonly card: PatientCard
  readonly type: string
  readonly value: number
  readonly unitOfMeasure: string | null
  /** The publisher's own severity text; null when it gave none. */
  readonly publisherSeverity: string | null
  /** By the publisher's clock; the time of receipt when that is doubtful. */
  readonly publishedAt: number
  readonly doubts: readonly Doubt[]
  readonly source: string | null
  readonly sourceNote: string | null
  readonly simulated: boolean
  /** Size of the message as published. */
  readonly bytes: number
}

export interface Complaint {
  readonly reason: MessageFault
  readonly sentence: string
}

/** What became of a message: nothing is dropped without a complaint. */
export type Intake =
  | { readonly kind: 'finding'; readonly finding: Finding; readonly complaints: readonly Complaint[] }
  | { readonly kind: 'refused'; readonly complaint: Complaint }
