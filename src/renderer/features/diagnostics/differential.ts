import type { Diagnosis, Dissent, Hypothesis, RiskReason } from '@shared/features/diagnostics/model.ts'

/** One hypothesis of the ranked differential, with who contradicts it and who holds it instead of the leading one. */
export interface DifferentialRow {
  readonly rank: number
  readonly hypothesis: Hypothesis
  /** Never below the confidence. */
  readonly atMost: number
  readonly contradictedBy: readonly Dissent[]
  readonly heldBy: readonly Dissent[]
}

/** The differential in the order in which main ranked it; dissent stands at both hypotheses that it concerns. */
export function differentialRows({ differential, dissent }: Diagnosis): readonly DifferentialRow[] {
  return differential.map((hypothesis, index) => ({
    rank: index + 1,
    hypothesis,
    atMost: Math.max(hypothesis.confidence, hypothesis.atMost),
    contradictedBy: dissent.filter(({ against }) => against === hypothesis.condition),
    heldBy: dissent.filter(({ instead }) => instead === hypothesis.condition),
  }))
}

/** The name of a condition that the result names; its identifier when no hypothesis has it. */
export function conditionName(diagnosis: Diagnosis, condition: string): string {
  const known = [...diagnosis.differential, ...diagnosis.mustNotMiss].find(
    (each) => each.condition === condition,
  )
  return known?.name ?? condition.replaceAll('-', ' ')
}

/** `+2.5`, `−1`: the sign is always written, because it is the meaning. */
export function signed(points: number): string {
  const rounded = Math.abs(Math.round(points * 10) / 10)
  return `${points < 0 ? '\u2212' : '+'}${rounded}`
}

const gravity = { high: 0, moderate: 1, low: 2 } as const

/** Reasons of the risk level, those for the highest level first, otherwise in main's order. */
export function worstFirst(reasons: readonly RiskReason[]): readonly RiskReason[] {
  return reasons.toSorted((a, b) => gravity[a.level] - gravity[b.level])
}
