import type { FurtherScore } from '@shared/features/population/board.ts'
import type { ScoreResult } from '@shared/clinical/scores/score.ts'
import { newest, type KnownFlag, type KnownPatient, type KnownValue } from './further-known.ts'

/** Where an input was measured, by the label of the score's line. */
export type Ages = Readonly<Record<string, KnownValue | null>>

/** A reason to refuse, or a doubt about whether the score is meant for this patient at all. */
export interface Scope {
  readonly refused?: string | null
  readonly doubt?: string | null
}

const ADULT = 18
/** The reason to refuse a child; null for adults and for who is of unknown age. */
export const child = ({ ageYears }: KnownPatient): string | null =>
  ageYears !== null && ageYears < ADULT ? 'The score is made for adults.' : null

/** A score’s answer as the card shows it. */
export function shown(
  name: string,
  title: string,
  result: ScoreResult,
  source: string,
  ages: Ages,
  scope: Scope,
): FurtherScore {
  const reason = scope.refused ?? (result.kind === 'refused' ? result.reason : null)
  const items = result.kind === 'refused' ? [] : result.items
  const inputs = items.map(({ label, input, points }) => ({
    label,
    input,
    points,
    at: ages[label]?.at ?? null,
  }))
  if (reason !== null) return { name, title, result: { kind: 'refused', reason }, inputs, source }
  return { name, title, result: withDoubt(result, scope.doubt ?? null), inputs, source }
}

function withDoubt(result: ScoreResult, doubt: string | null): FurtherScore['result'] {
  if (result.kind === 'refused') return result
  if (result.kind === 'incomplete') {
    const { lowest, highest, possible, missing } = result
    return {
      kind: 'incomplete',
      lowest,
      highest,
      possible: [...possible],
      missing: [...(doubt === null ? [] : [doubt]), ...missing],
    }
  }
  const { value, band, meaning } = result
  if (doubt !== null)
    return { kind: 'incomplete', lowest: value, highest: value, possible: [band], missing: [doubt] }
  return { kind: 'scored', value, band, meaning }
}

/** The citation; `otherwise` is the score of nothing, for when the answer is a refusal. */
export const sourceOf = (result: ScoreResult, otherwise: ScoreResult): string =>
  result.kind !== 'refused' ? result.source : otherwise.kind !== 'refused' ? otherwise.source : ''

/** The newest value of a series. */
export const value = (known: KnownPatient, metric: string, days?: number): number | null =>
  newest(known, metric, days)?.value ?? null

/** Yes when any is; not known when none is but one is not known. */
export const either = (...flags: readonly KnownFlag[]): KnownFlag =>
  flags.includes(true) ? true : flags.includes(null) ? null : false

export const diabetes = (known: KnownPatient): KnownFlag =>
  either(known.has('diabetes'), known.has('diabetes-complicated'))
