import { band, type BandTable } from './conclude.ts'
import { above, below, upTo } from './cuts.ts'
import { formula, rounded } from './formula.ts'
import { measures } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { measured } from './variable.ts'

export interface CorrectedCalciumInputs {
  /** Total calcium, mmol/L (not mg/dL). */
  readonly calciumMmolL?: Known<number>
  /** g/L (not g/dL). */
  readonly albuminGL?: Known<number>
}

export type CorrectedCalciumBand = 'low' | 'normal' | 'high'

const advice = 'In the critically ill, and where it matters, measure ionised calcium instead.'
const bands: BandTable<CorrectedCalciumBand> = [
  below(2.2, band('low', `Below 2.20 mmol/L after correction for albumin. ${advice}`)),
  upTo(2.6, band('normal', `2.20 to 2.60 mmol/L after correction for albumin. ${advice}`)),
  above(band('high', `Above 2.60 mmol/L after correction for albumin. ${advice}`)),
]

/** Calcium corrected for albumin, mmol/L to two decimals: total calcium + 0.02 × (40 − albumin in g/L). */
export function correctedCalcium(inputs: CorrectedCalciumInputs): ScoreResult<CorrectedCalciumBand> {
  return formula({
    source: scoreSources.correctedCalcium,
    variables: [
      measured('calcium', measures.calcium, inputs.calciumMmolL),
      measured('albumin', measures.albumin, inputs.albuminGL),
    ],
    compute: (of) => rounded(of('calcium') + 0.02 * (40 - of('albumin')), 2),
    reading: { tables: [bands] },
  })
}
