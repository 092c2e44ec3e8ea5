import { ascvdCoefficients, type AscvdCoefficients } from './ascvd-coefficients.ts'
import { band, type BandTable } from './conclude.ts'
import { above, below } from './cuts.ts'
import type { Lookup } from './extremes.ts'
import { formula, rounded } from './formula.ts'
import { CHOLESTEROL_MG_DL_PER_MMOL, measures, type Measure } from './measure.ts'
import type { Known, ScoreResult, Sex } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { measured, oneOf, sexOf, yesNo, type Variable } from './variable.ts'

/** The ranges are those of the published calculator; outside them the equations were not validated. */
export interface AscvdInputs {
  /** Completed years, 40 to 79. */
  readonly ageYears?: Known<number>
  readonly sex?: Known<Sex>
  /** The equations exist for these two groups; a person of another group is left to clinical judgement. */
  readonly race?: Known<'white' | 'african-american'>
  /** mg/dL (not mmol/L), 130 to 320. */
  readonly totalCholesterolMgDl?: Known<number>
  /** mg/dL (not mmol/L), 20 to 100. */
  readonly hdlCholesterolMgDl?: Known<number>
  /** mmHg, 90 to 200. */
  readonly systolicMmHg?: Known<number>
  /** Treated for high blood pressure. */
  readonly bloodPressureTreated?: Known<boolean>
  readonly smoker?: Known<boolean>
  readonly diabetes?: Known<boolean>
}

export type AscvdBand = 'low' | 'borderline' | 'intermediate' | 'high'

const mmol = {
  unit: 'mmol/L',
  convert: (value: number) => value * CHOLESTEROL_MG_DL_PER_MMOL,
}
const age: Measure = { ...measures.age, low: 40, high: 79 }
const systolic: Measure = { ...measures.systolic, low: 90, high: 200 }
const cholesterol: Measure = {
  label: 'total cholesterol',
  unit: 'mg/dL',
  low: 130,
  high: 320,
  mixUps: [mmol],
}
const hdl: Measure = { label: 'HDL cholesterol', unit: 'mg/dL', low: 20, high: 100, mixUps: [mmol] }

const bands: BandTable<AscvdBand> = [
  below(5, band('low', 'Low risk of a first heart attack or stroke within ten years (below 5 %).')),
  below(
    7.5,
    band(
      'borderline',
      'Borderline risk of a first heart attack or stroke within ten years (5 % to below 7.5 %).',
    ),
  ),
  below(
    20,
    band(
      'intermediate',
      'Intermediate risk of a first heart attack or stroke within ten years (7.5 % to below 20 %).',
    ),
  ),
  above(band('high', 'High risk of a first heart attack or stroke within ten years (20 % or more).')),
]

type Name = 'age' | 'sex' | 'race' | 'cholesterol' | 'hdl' | 'systolic' | 'treated' | 'smoker' | 'diabetes'

/** Sum of coefficient times value for one person, before the mean is taken off. */
function individualSum(c: AscvdCoefficients, of: Lookup<Name>): number {
  const lnAge = Math.log(of('age'))
  const lnSystolic = Math.log(of('systolic'))
  const pressure =
    of('treated') === 1
      ? c.treatedSystolic + c.ageTreatedSystolic * lnAge
      : c.untreatedSystolic + c.ageUntreatedSystolic * lnAge
  return (
    c.age * lnAge +
    c.ageSquared * lnAge * lnAge +
    (c.cholesterol + c.ageCholesterol * lnAge) * Math.log(of('cholesterol')) +
    (c.hdl + c.ageHdl * lnAge) * Math.log(of('hdl')) +
    pressure * lnSystolic +
    (c.smoker + c.ageSmoker * lnAge) * of('smoker') +
    c.diabetes * of('diabetes')
  )
}

function coefficients(of: Lookup<Name>): AscvdCoefficients {
  if (of('sex') === 1) {
    return of('race') === 1 ? ascvdCoefficients.africanAmericanWoman : ascvdCoefficients.whiteWoman
  }
  return of('race') === 1 ? ascvdCoefficients.africanAmericanMan : ascvdCoefficients.whiteMan
}

/** While the age is not known every year is tried: in white women the risk need not rise steadily with age. */
function everyYear(variable: Variable<'age'>): Variable<'age'> {
  return {
    ...variable,
    candidates: Array.from({ length: age.high - age.low + 1 }, (_, index) => age.low + index),
  }
}

/**
 * Ten-year risk of a first hard atherosclerotic cardiovascular event by the pooled cohort equations of 2013, per cent to
 * one decimal, for people without such disease. The band is read from the rounded number.
 */
export function ascvd(inputs: AscvdInputs): ScoreResult<AscvdBand> {
  return formula<Name, AscvdBand>({
    source: scoreSources.ascvd,
    variables: [
      everyYear(measured('age', age, inputs.ageYears)),
      sexOf(inputs.sex),
      oneOf('race', 'race as the equations use it', inputs.race, ['white', 'african-american']),
      measured('cholesterol', cholesterol, inputs.totalCholesterolMgDl),
      measured('hdl', hdl, inputs.hdlCholesterolMgDl),
      measured('systolic', systolic, inputs.systolicMmHg),
      yesNo('treated', 'treatment for high blood pressure', inputs.bloodPressureTreated),
      yesNo('smoker', 'smoking', inputs.smoker),
      yesNo('diabetes', 'diabetes', inputs.diabetes),
    ],
    compute: (of) => {
      const c = coefficients(of)
      return rounded(100 * (1 - c.survival ** Math.exp(individualSum(c, of) - c.mean)), 1)
    },
    reading: { tables: [bands] },
  })
}
