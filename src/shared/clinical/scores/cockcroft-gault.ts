import { band, type BandTable } from './conclude.ts'
import { above, below } from './cuts.ts'
import { formula, rounded } from './formula.ts'
import { CREATININE_UMOL_PER_MG_DL, measures } from './measure.ts'
import type { Known, ScoreResult, Sex } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { measured, sexOf } from './variable.ts'

export interface CockcroftGaultInputs {
  /** µmol/L; in a steady state. */
  readonly creatinineUmolL?: Known<number>
  /** Completed years, 18 to 120. */
  readonly ageYears?: Known<number>
  /** kg; which weight (actual, ideal, adjusted) is the caller's choice and should be shown. */
  readonly weightKg?: Known<number>
  readonly sex?: Known<Sex>
}

export type CockcroftGaultBand = 'below-15' | '15-to-29' | '30-to-49' | '50-to-79' | '80-or-more'

const dosing = (range: string) =>
  `Creatinine clearance ${range} mL/min: look up the dose of every drug that the kidney removes.`
const bands: BandTable<CockcroftGaultBand> = [
  below(15, band('below-15', dosing('below 15'))),
  below(30, band('15-to-29', dosing('15 to 29'))),
  below(50, band('30-to-49', dosing('30 to 49'))),
  below(80, band('50-to-79', dosing('50 to 79'))),
  above(band('80-or-more', 'Creatinine clearance of 80 mL/min or more: usual doses.')),
]

/**
 * Creatinine clearance, mL/min, whole: (140 − age) × weight ÷ (72 × creatinine in mg/dL), × 0.85 for women. The bands are
 * those of usual dosing tables, for orientation.
 */
export function cockcroftGault(inputs: CockcroftGaultInputs): ScoreResult<CockcroftGaultBand> {
  return formula({
    source: scoreSources.cockcroftGault,
    variables: [
      measured('age', measures.age, inputs.ageYears),
      measured('weight', measures.weight, inputs.weightKg),
      measured('creatinine', measures.creatinine, inputs.creatinineUmolL),
      sexOf(inputs.sex),
    ],
    compute: (of) => {
      const milligrams = of('creatinine') / CREATININE_UMOL_PER_MG_DL
      const clearance = ((140 - of('age')) * of('weight')) / (72 * milligrams)
      return rounded(clearance * (of('sex') === 1 ? 0.85 : 1), 0)
    },
    reading: { tables: [bands] },
  })
}
