import { band, type BandTable } from './conclude.ts'
import { above, below } from './cuts.ts'
import type { Lookup } from './extremes.ts'
import { formula, rounded } from './formula.ts'
import { BILIRUBIN_UMOL_PER_MG_DL, CREATININE_UMOL_PER_MG_DL, measures } from './measure.ts'
import type { Known, ScoreResult, Sex } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { measured, sexOf, yesNo } from './variable.ts'

export interface MeldInputs {
  /** µmol/L (not mg/dL). */
  readonly bilirubinUmolL?: Known<number>
  readonly inr?: Known<number>
  /** µmol/L (not mg/dL). */
  readonly creatinineUmolL?: Known<number>
  /** Dialysis twice or more, or continuous haemodialysis for 24 hours, in the last seven days. */
  readonly dialysis?: Known<boolean>
}

export interface MeldNaInputs extends MeldInputs {
  readonly sodiumMmolL?: Known<number>
}

export interface Meld3Inputs extends MeldNaInputs {
  /** g/L (not g/dL). */
  readonly albuminGL?: Known<number>
  readonly sex?: Known<Sex>
}

export type MeldBand = 'below-10' | '10-to-19' | '20-to-29' | '30-to-39' | '40'

const deaths = (share: string) =>
  `${share} of patients on the transplant list died within three months in this range of MELD.`
const bands: BandTable<MeldBand> = [
  below(10, band('below-10', deaths('1.9 %'))),
  below(20, band('10-to-19', deaths('6.0 %'))),
  below(30, band('20-to-29', deaths('19.6 %'))),
  below(40, band('30-to-39', deaths('52.6 %'))),
  above(band('40', deaths('71.3 %'))),
]

type MeldName = 'bilirubin' | 'inr' | 'creatinine' | 'dialysis'

function variables(inputs: MeldInputs) {
  return [
    measured('bilirubin', measures.bilirubin, inputs.bilirubinUmolL),
    measured('inr', measures.inr, inputs.inr),
    measured('creatinine', measures.creatinine, inputs.creatinineUmolL),
    yesNo('dialysis', 'dialysis in the last seven days', inputs.dialysis),
  ] as const
}

function between(low: number, value: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

/** Laboratory values as the formulas take them: mg/dL, none below 1, creatinine capped, dialysis at the cap. */
function logarithms(of: Lookup<MeldName>, creatinineCap: number) {
  const creatinine =
    of('dialysis') === 1
      ? creatinineCap
      : between(1, of('creatinine') / CREATININE_UMOL_PER_MG_DL, creatinineCap)
  return {
    bilirubin: Math.log(Math.max(1, of('bilirubin') / BILIRUBIN_UMOL_PER_MG_DL)),
    inr: Math.log(Math.max(1, of('inr'))),
    creatinine: Math.log(creatinine),
  }
}

/** Form of the UNOS: the sum is rounded to a tenth and multiplied by ten. Not yet limited to 6 to 40. */
function initialMeld(of: Lookup<MeldName>): number {
  const { bilirubin, inr, creatinine } = logarithms(of, 4)
  return rounded((0.957 * creatinine + 0.378 * bilirubin + 1.12 * inr + 0.643) * 10, 0)
}

/**
 * MELD, 6 to 40, whole points: 9.57 ln creatinine + 3.78 ln bilirubin + 11.2 ln INR + 6.43, in mg/dL, values below 1
 * taken as 1, creatinine capped at 4.
 */
export function meld(inputs: MeldInputs): ScoreResult<MeldBand> {
  return formula({
    source: scoreSources.meld,
    variables: variables(inputs),
    compute: (of) => between(6, initialMeld(of), 40),
    reading: { tables: [bands] },
  })
}

/**
 * MELD with sodium, 6 to 40 (OPTN 2016): above a MELD of 11, MELD + 1.32 × (137 − Na) − 0.033 × MELD × (137 − Na), sodium
 * limited to 125 to 137 mmol/L.
 */
export function meldNa(inputs: MeldNaInputs): ScoreResult<MeldBand> {
  return formula({
    source: scoreSources.meldNa,
    variables: [...variables(inputs), measured('sodium', measures.sodium, inputs.sodiumMmolL)],
    compute: (of) => {
      const initial = between(6, initialMeld(of), 40)
      const lack = 137 - between(125, of('sodium'), 137)
      const withSodium = initial > 11 ? initial + 1.32 * lack - 0.033 * initial * lack : initial
      return between(6, rounded(withSodium, 0), 40)
    },
    reading: { tables: [bands] },
  })
}

/**
 * MELD 3.0 of adults, 6 to 40: 1.33 if female + 4.56 ln bilirubin + 0.82 (137 − Na) − 0.24 (137 − Na) ln bilirubin +
 * 9.09 ln INR + 11.14 ln creatinine + 1.85 (3.5 − albumin) − 1.83 (3.5 − albumin) ln creatinine + 6, in mg/dL and g/dL;
 * creatinine 1 to 3, sodium 125 to 137, albumin 1.5 to 3.5. Its bands are those published for MELD.
 */
export function meld3(inputs: Meld3Inputs): ScoreResult<MeldBand> {
  return formula({
    source: scoreSources.meld3,
    variables: [
      ...variables(inputs),
      measured('sodium', measures.sodium, inputs.sodiumMmolL),
      measured('albumin', measures.albumin, inputs.albuminGL),
      sexOf(inputs.sex),
    ],
    compute: (of) => {
      const { bilirubin, inr, creatinine } = logarithms(of, 3)
      const noSodium = 137 - between(125, of('sodium'), 137)
      const noAlbumin = 3.5 - between(1.5, of('albumin') / 10, 3.5)
      const sum =
        1.33 * of('sex') +
        4.56 * bilirubin +
        0.82 * noSodium -
        0.24 * noSodium * bilirubin +
        9.09 * inr +
        11.14 * creatinine +
        1.85 * noAlbumin -
        1.83 * noAlbumin * creatinine +
        6
      return between(6, rounded(sum, 0), 40)
    },
    reading: { tables: [bands] },
  })
}
