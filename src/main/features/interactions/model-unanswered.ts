import { assertNever } from '@shared/assert-never.ts'
import type { UncheckedReason } from '@shared/features/interactions/check.ts'
import type { Answer } from './answers.ts'

type ModelReason = Exclude<UncheckedReason, 'unknown-drug' | 'ambiguous-drug'>

/** What became of a question about a pair; `by` tells whether this station paid for it. */
export type Asked =
  | { readonly kind: 'answer'; readonly answer: Answer; readonly by: 'hub' | 'model' }
  | {
      readonly kind: 'unchecked'
      readonly reason: ModelReason
      readonly sentence: string
      readonly retry: boolean
    }

/** A pair that could not be checked, with the whole sentence for people. @param why one sentence, or empty. */
export function unanswered(reason: UncheckedReason, why: string): Extract<Asked, { kind: 'unchecked' }> {
  if (reason === 'unknown-drug' || reason === 'ambiguous-drug') return unanswered('model-wrong-shape', why)
  const sentence = `${why} ${consequence(reason)}`.trim()
  return { kind: 'unchecked', reason, sentence, retry: reason !== 'answer-rejected' }
}

const NOT_CHECKED = 'These two drugs are not checked.'

function consequence(reason: ModelReason): string {
  switch (reason) {
    case 'model-unreachable':
    case 'model-slow':
      return `${NOT_CHECKED} Try again later, or ask a pharmacist.`
    case 'model-over-budget':
      return `${NOT_CHECKED} The model answers again tomorrow or with a larger budget; ask a pharmacist meanwhile.`
    case 'model-paused':
      return `${NOT_CHECKED} The model is not asked at present. Try again later, or ask a pharmacist.`
    case 'model-wrong-shape':
    case 'model-other-drugs':
      return `${NOT_CHECKED} Its answer was discarded. Try again, or ask a pharmacist.`
    case 'model-refused':
      return `${NOT_CHECKED} Ask a pharmacist.`
    case 'answer-rejected':
      return 'A pharmacist has rejected the answer about these two drugs, and there is no other. They are not checked; ask a pharmacist.'
    default:
      return assertNever(reason)
  }
}
