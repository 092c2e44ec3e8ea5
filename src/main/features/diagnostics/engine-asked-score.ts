import type { ScoreResult } from '@shared/clinical/scores/score.ts'
import type { Findings } from '@shared/features/diagnostics/findings.ts'
import type { SpecialistId } from '@shared/features/diagnostics/model.ts'

/** A published score as the specialists ask it. */
export interface AskedScore {
  readonly name: string
  /** Who uses it. */
  readonly reader: SpecialistId
  /** Whether the score's question is put; a score of chest pain says nothing about a sore throat. */
  readonly when: (findings: Findings) => boolean
  /** Bands that call for a person whatever else is found. */
  readonly critical: readonly string[]
  /** Set where inputs are lacking that this station never has: only a decided critical band counts, a possible one not. */
  readonly decidedOnly?: true
  readonly compute: (findings: Findings) => ScoreResult
}
