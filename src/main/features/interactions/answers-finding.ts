import type { AnswerSource, Finding, PairPlaces } from '@shared/features/interactions/check.ts'
import type { KnownDrug } from '@shared/features/interactions/model.ts'
import type { Answer } from './answers.ts'
import type { Pair } from './pair-key.ts'
import type { Demotions, OpenQuestion } from './ports.ts'
import { keyOfPair } from './rule-figures.ts'

/**
 * What an answer that is not from the knowledge says about two places of a list; null when it found nothing.
 * Interrupting is earned: such an answer interrupts only when it is a contraindication that a pharmacist has accepted.
 */
export function findingOf(
  answer: Answer,
  { pair, places }: OpenQuestion,
  source: AnswerSource,
  drugs: readonly (KnownDrug | null)[],
  demotions: Demotions,
): Finding | null {
  const { severity, effect, mechanism, action, onset, evidence, standing, provenance } = answer
  if (severity === null) return null
  const key = keyOfPair(pair)
  const demotedUntil = demotions.get(key) ?? null
  return {
    key,
    kind: 'interaction',
    drugs: [...places],
    ingredients: inOrderOf(places, pair, drugs),
    severity,
    baseSeverity: severity,
    tier: 'ward',
    effect,
    mechanism,
    action,
    onset,
    evidence,
    source,
    standing,
    provenance,
    sources: [],
    applied: [],
    missing: [],
    interrupts: severity === 'contraindicated' && standing === 'validated' && demotedUntil === null,
    demotedUntil,
  }
}

/** The pair's names in the order in which their drugs stand in the list. */
function inOrderOf([first]: PairPlaces, [a, b]: Pair, drugs: readonly (KnownDrug | null)[]): string[] {
  return drugs[first]?.ingredients.includes(a) === true ? [a, b] : [b, a]
}
