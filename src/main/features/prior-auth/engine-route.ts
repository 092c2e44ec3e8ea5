import type { Evaluation } from '@shared/features/prior-auth/model.ts'

/** The seed's thresholds: automatic at this confidence or above … */
export const AUTOMATIC_CONFIDENCE = 0.95
/** … and below this cost, in US dollars. */
export const HIGH_COST = 5_000

export interface Route {
  readonly status: 'auto_approved' | 'pending_review'
  /** Why, as a sentence. */
  readonly sentence: string
}

/** True for a cost that is known and low. A cost that nobody said is not low. */
export function isLowCost(estimatedCost: number | null): boolean {
  return estimatedCost !== null && estimatedCost >= 0 && estimatedCost < HIGH_COST
}

/**
 * Who decides: the seed's rule. There are two answers and no third: nothing is ever denied automatically.
 * @param estimatedCost US dollars; null when not known.
 */
export function route(confidence: number, recommendation: string, estimatedCost: number | null): Route {
  if (recommendation !== 'approve') return person('Not everything that the policy asks for is shown.')
  if (!(confidence >= AUTOMATIC_CONFIDENCE))
    return person(`The confidence of ${confidence} is below ${AUTOMATIC_CONFIDENCE}.`)
  if (estimatedCost === null) return person('The estimated cost is not known, so it does not count as low.')
  if (!isLowCost(estimatedCost)) return person('The estimated cost is $5,000 or more.')
  return { status: 'auto_approved', sentence: 'Everything is met, and the cost is below $5,000.' }
}

/** How an evaluation is routed; what could not be checked goes to a person. */
export function routeOf(evaluation: Evaluation, estimatedCost: number | null): Route {
  if (evaluation.kind === 'unchecked') return person(evaluation.sentence)
  return route(evaluation.confidence, evaluation.recommendation, estimatedCost)
}

function person(why: string): Route {
  return {
    status: 'pending_review',
    sentence: why.includes('person decides') ? why : `${why} A person decides.`,
  }
}
