import type { HistoryEntry, RiskPart } from '@shared/features/clinical-risk/model.ts'
import { readCondition } from './engine-conditions.ts'
import type { ReadRecord } from './engine-count.ts'
import type { PatientFigures } from './engine-figures.ts'
import { charlsonGroups, familyOf, type CharlsonGroup } from './engine-groups.ts'

/** What facts that only a model read would add. */
export interface Suggestion {
  /** The figures with the highest history that the facts leave possible; equal otherwise. */
  readonly figures: PatientFigures
  /** Each fact with its quotation, marked as a model's. */
  readonly basis: RiskPart['basis']
  /** The interval became wider. */
  readonly widens: boolean
}

/**
 * Adds what a model read in notes. It decides nothing: the lowest score, the confidence, what is missing and the
 * recommendations rest on the rest of the record alone, and the highest score can only rise. Pure.
 */
export function suggest(read: ReadRecord, facts: readonly HistoryEntry[]): Suggestion {
  const { figures, comorbidities } = read
  const high = new Map<string, number>()
  const add = (group: CharlsonGroup): boolean => {
    const family = familyOf(group)
    const before = high.get(family) ?? 0
    const { weight } = charlsonGroups[group]
    high.set(family, Math.max(before, weight))
    return weight > before
  }
  for (const { group } of comorbidities) add(group)
  const basis = facts.flatMap(({ text, from }) =>
    readCondition(text, null).groups.map((group) => ({
      label: `${charlsonGroups[group].label} (read by a model)`,
      input: from.kind === 'note' ? `${text} (note, read by a model: “${from.quotation}”)` : text,
      // No points where the record says the same or worse already.
      points: add(group) ? null : 0,
    })),
  )
  const { history } = figures
  // A history that nobody gave is open to the top as it is.
  if (history === null) return { figures, basis, widens: false }
  const points = [...high.values()].reduce((total, weight) => total + weight, 0)
  const pointsHigh = Math.max(history.pointsHigh, points)
  return {
    figures: { ...figures, history: { ...history, pointsHigh } },
    basis,
    widens: pointsHigh > history.pointsHigh,
  }
}
