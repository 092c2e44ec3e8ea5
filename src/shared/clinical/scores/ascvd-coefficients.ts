/** The groups of which the pooled cohort equations were derived. */
export type AscvdGroup = 'whiteWoman' | 'africanAmericanWoman' | 'whiteMan' | 'africanAmericanMan'

/** Coefficients of one equation; `age` terms multiply the natural logarithm of age, `ageX` its product with X. */
export interface AscvdCoefficients {
  readonly age: number
  readonly ageSquared: number
  readonly cholesterol: number
  readonly ageCholesterol: number
  readonly hdl: number
  readonly ageHdl: number
  readonly treatedSystolic: number
  readonly ageTreatedSystolic: number
  readonly untreatedSystolic: number
  readonly ageUntreatedSystolic: number
  readonly smoker: number
  readonly ageSmoker: number
  readonly diabetes: number
  /** Mean of the sum in the derivation cohort. */
  readonly mean: number
  /** Baseline survival of ten years. */
  readonly survival: number
}

/** Goff 2014, appendix 7, table A. */
export const ascvdCoefficients: Readonly<Record<AscvdGroup, AscvdCoefficients>> = {
  whiteWoman: {
    age: -29.799,
    ageSquared: 4.884,
    cholesterol: 13.54,
    ageCholesterol: -3.114,
    hdl: -13.578,
    ageHdl: 3.149,
    treatedSystolic: 2.019,
    ageTreatedSystolic: 0,
    untreatedSystolic: 1.957,
    ageUntreatedSystolic: 0,
    smoker: 7.574,
    ageSmoker: -1.665,
    diabetes: 0.661,
    mean: -29.18,
    survival: 0.9665,
  },
  africanAmericanWoman: {
    age: 17.114,
    ageSquared: 0,
    cholesterol: 0.94,
    ageCholesterol: 0,
    hdl: -18.92,
    ageHdl: 4.475,
    treatedSystolic: 29.291,
    ageTreatedSystolic: -6.432,
    untreatedSystolic: 27.82,
    ageUntreatedSystolic: -6.087,
    smoker: 0.691,
    ageSmoker: 0,
    diabetes: 0.874,
    mean: 86.61,
    survival: 0.9533,
  },
  whiteMan: {
    age: 12.344,
    ageSquared: 0,
    cholesterol: 11.853,
    ageCholesterol: -2.664,
    hdl: -7.99,
    ageHdl: 1.769,
    treatedSystolic: 1.797,
    ageTreatedSystolic: 0,
    untreatedSystolic: 1.764,
    ageUntreatedSystolic: 0,
    smoker: 7.837,
    ageSmoker: -1.795,
    diabetes: 0.658,
    mean: 61.18,
    survival: 0.9144,
  },
  africanAmericanMan: {
    age: 2.469,
    ageSquared: 0,
    cholesterol: 0.302,
    ageCholesterol: 0,
    hdl: -0.307,
    ageHdl: 0,
    treatedSystolic: 1.916,
    ageTreatedSystolic: 0,
    untreatedSystolic: 1.809,
    ageUntreatedSystolic: 0,
    smoker: 0.549,
    ageSmoker: 0,
    diabetes: 0.645,
    mean: 19.54,
    survival: 0.8954,
  },
}
