import type { AskedScore } from './engine-asked-score.ts'
import { bodyScores } from './engine-scores-body.ts'
import { vesselScores } from './engine-scores-vessels.ts'

const table = { ...vesselScores, ...bodyScores } as const satisfies Readonly<Record<string, AskedScore>>

export type ScoreId = keyof typeof table

/** Every score that the specialists use. */
export const askedScores: Readonly<Record<ScoreId, AskedScore>> = table

export const scoreIds: readonly ScoreId[] = Object.keys(table).filter((id): id is ScoreId => id in table)
