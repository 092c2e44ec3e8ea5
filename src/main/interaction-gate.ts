import type { Gate } from './features/approvals/gate.ts'
import type { ApprovalOwner } from './features/approvals/ports.ts'
import type { AnswerGate } from './features/interactions/gate-ports.ts'
import type { InteractionService } from './features/interactions/service.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'

const KIND = 'drug_answer'

/** The queue of human decisions as the drug interactions ask it. */
export function answerGate(gate: Gate): AnswerGate {
  return {
    ask: async (question) => {
      const { choice, basis } = question
      const options = choice.options.map((option) => ({ ...option }))
      await gate.ask({
        ...question,
        type: KIND,
        confidence: null,
        basis: basis.map((line) => ({ ...line })),
        choice: { ...choice, options },
      })
    },
    read: async (id) => {
      const found = await gate.read(id)
      if (found === null) return null
      const { status, ruling, reference } = found
      return {
        isOpen: status === 'pending' || status === 'claimed' || status === 'information_asked',
        ruling: ruling === null ? null : { ...ruling, id, reference },
      }
    },
    withdraw: async (id, fence, reason) => {
      try {
        await gate.withdraw(id, fence, reason)
      } catch (error) {
        // A newer question stands in its place, or there never was one: nothing is left to take back.
        if (error instanceof RequestFailure && settled.has(error.code)) return
        throw error
      }
    },
    open: () => gate.openOf(KIND),
  }
}

const settled: ReadonlySet<string> = new Set(['approvals.not-found', 'approvals.stale-fence'])

/** Makes rulings on models' answers the verdicts about their pairs. */
export function answerOwner(interactions: InteractionService): ApprovalOwner {
  return {
    ruled: async ({ id, reference, ruling }) => {
      // One about an answer that has been replaced meanwhile changes nothing: the new one is asked about.
      await interactions.gate.rule({ ...ruling, id, reference })
    },
  }
}
