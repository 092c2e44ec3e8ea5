import type { CriterionResult, CriterionState, Evaluation } from '@shared/features/prior-auth/model.ts'

const order: Readonly<Record<CriterionState, number>> = { 'not-met': 0, missing: 1, met: 2 }

/** What is not met first, then what is missing, then what is met; within one state as the policy lists them. */
export function inOrder(criteria: readonly CriterionResult[]): readonly CriterionResult[] {
  return criteria.toSorted((a, b) => order[a.state] - order[b.state])
}

export interface CriteriaCount {
  readonly met: number
  readonly notMet: number
  readonly missing: number
}

export function countStates(states: readonly CriterionState[]): CriteriaCount {
  const count = (wanted: CriterionState): number => states.filter((state) => state === wanted).length
  return { met: count('met'), notMet: count('not-met'), missing: count('missing') }
}

/** The facts that would settle what is missing. */
export function wantedFacts(evaluation: Evaluation | null): ReadonlySet<string> {
  if (evaluation === null || evaluation.kind === 'unchecked') return new Set()
  return new Set(evaluation.criteria.flatMap(({ wanted }) => wanted))
}
