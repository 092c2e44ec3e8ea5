import { band, type BandTable } from './conclude.ts'
import { above, below } from './cuts.ts'
import { formula, rounded } from './formula.ts'
import { CREATININE_UMOL_PER_MG_DL, measures } from './measure.ts'
import type { Known, ScoreResult, Sex } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { measured, sexOf } from './variable.ts'

export interface CkdEpiInputs {
  /** µmol/L, standardised (IDMS); in a steady state, not in acute kidney injury. */
  readonly creatinineUmolL?: Known<number>
  /** Completed years, 18 to 120. */
  readonly ageYears?: Known<number>
  readonly sex?: Known<Sex>
}

export type CkdEpiBand = 'G1' | 'G2' | 'G3a' | 'G3b' | 'G4' | 'G5'

const bands: BandTable<CkdEpiBand> = [
  below(15, band('G5', 'Kidney failure range (below 15). Not valid while creatinine is changing.')),
  below(30, band('G4', 'Severely decreased (15 to 29). Not valid while creatinine is changing.')),
  below(
    45,
    band('G3b', 'Moderately to severely decreased (30 to 44). Not valid while creatinine is changing.'),
  ),
  below(
    60,
    band('G3a', 'Mildly to moderately decreased (45 to 59). Not valid while creatinine is changing.'),
  ),
  below(90, band('G2', 'Mildly decreased (60 to 89): chronic kidney disease only with other signs of it.')),
  above(band('G1', 'Normal or high (90 or more): chronic kidney disease only with other signs of it.')),
]

/**
 * Estimated glomerular filtration rate, mL/min/1.73 m², whole (CKD-EPI 2021, creatinine, without race):
 * 142 × min(Scr/κ, 1)^α × max(Scr/κ, 1)^−1.2 × 0.9938^age × 1.012 if female; κ 0.7 and α −0.241 for women, 0.9 and −0.302
 * for men, Scr in mg/dL. The stage is read from the whole number.
 */
export function ckdEpi(inputs: CkdEpiInputs): ScoreResult<CkdEpiBand> {
  return formula({
    source: scoreSources.ckdEpi,
    variables: [
      measured('creatinine', measures.creatinine, inputs.creatinineUmolL),
      measured('age', measures.age, inputs.ageYears),
      sexOf(inputs.sex),
    ],
    compute: (of) => {
      const [kappa, alpha, factor] = of('sex') === 1 ? [0.7, -0.241, 1.012] : [0.9, -0.302, 1]
      const relative = of('creatinine') / CREATININE_UMOL_PER_MG_DL / kappa
      const filtration =
        142 * Math.min(relative, 1) ** alpha * Math.max(relative, 1) ** -1.2 * 0.9938 ** of('age') * factor
      return rounded(filtration, 0)
    },
    reading: { tables: [bands] },
  })
}
