import type { Actor } from '@shared/clinical/person.ts'
import type { AnswerQuestion } from './gate-question.ts'

/** What people have decided about a filed answer, once it can no longer be undone. */
export interface AnswerRuling {
  /** Of the question. */
  readonly id: string
  /** As it stood in the question: says exactly which filed answer was asked about. */
  readonly reference: string | null
  readonly verdict: 'approved' | 'denied'
  readonly reason: string | null
  /** The severity that was chosen; null for the one that was asked about. */
  readonly chosen: string | null
  readonly by: Actor
  /** Milliseconds since 1970, by the hub's clock. */
  readonly at: number
}

export interface AnswerStanding {
  /** Somebody has still to decide, or ten seconds have still to pass. */
  readonly isOpen: boolean
  readonly ruling: AnswerRuling | null
}

/**
 * The queue in which people decide; the composition supplies it. Everything that is asynchronous rejects with a
 * HubError or a RequestFailure when the queue cannot be reached.
 */
export interface AnswerGate {
  /** Asking the same again changes nothing. */
  ask(question: AnswerQuestion): Promise<void>
  /** What has become of a question; null when the queue knows nothing of it. */
  read(id: string): Promise<AnswerStanding | null>
  /** Takes a question back; one that is decided, or of which the queue knows nothing, stays as it is. */
  withdraw(id: string, fence: number, reason: string): Promise<void>
  /** Questions about answers that wait to be decided, as far as this station knows. */
  open(): readonly { readonly id: string; readonly fence: number }[]
}
