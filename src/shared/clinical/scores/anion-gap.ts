import { band, type BandTable } from './conclude.ts'
import { above, below, upTo } from './cuts.ts'
import { formula, rounded } from './formula.ts'
import { measures, type Measure } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { measured } from './variable.ts'

/** All in mmol/L. */
export interface AnionGapInputs {
  readonly sodiumMmolL?: Known<number>
  readonly chlorideMmolL?: Known<number>
  readonly bicarbonateMmolL?: Known<number>
}

export interface CorrectedAnionGapInputs extends AnionGapInputs {
  /** g/L (not g/dL). */
  readonly albuminGL?: Known<number>
}

export type AnionGapBand = 'low' | 'normal' | 'raised'
export type DeltaRatioBand = 'hyperchloraemic' | 'mixed-with-normal-gap' | 'pure-high-gap' | 'with-alkalosis'

/** The upper end of the reference range, from which the delta ratio counts the rise; mmol/L. */
const NORMAL_GAP = 12
const NORMAL_BICARBONATE = 24

const gapBands: BandTable<AnionGapBand> = [
  below(
    4,
    band(
      'low',
      'Below the usual range of 4 to 12 mmol/L: check for a laboratory error, low albumin or a paraprotein.',
    ),
  ),
  upTo(12, band('normal', 'Within the usual range of 4 to 12 mmol/L. Low albumin can hide a raised gap.')),
  above(
    band(
      'raised',
      'Above 12 mmol/L: look for lactate, ketones, renal failure and toxic alcohols or salicylate.',
    ),
  ),
]

const ratioBands: BandTable<DeltaRatioBand> = [
  below(
    0.4,
    band(
      'hyperchloraemic',
      'Bicarbonate fell far more than the gap rose: mainly a hyperchloraemic acidosis with a normal gap.',
    ),
  ),
  below(
    0.8,
    band(
      'mixed-with-normal-gap',
      'Bicarbonate fell more than the gap rose: a high-gap acidosis together with one of normal gap.',
    ),
  ),
  upTo(2, band('pure-high-gap', 'Gap and bicarbonate moved together: a high-gap acidosis alone.')),
  above(
    band(
      'with-alkalosis',
      'The gap rose more than bicarbonate fell: a high-gap acidosis together with metabolic alkalosis or a high bicarbonate before.',
    ),
  ),
]

function electrolytes(inputs: AnionGapInputs, bicarbonate: Measure = measures.bicarbonate) {
  return [
    measured('sodium', measures.sodium, inputs.sodiumMmolL),
    measured('chloride', measures.chloride, inputs.chlorideMmolL),
    measured('bicarbonate', bicarbonate, inputs.bicarbonateMmolL),
  ] as const
}

/** Anion gap without potassium: sodium − chloride − bicarbonate, mmol/L, to one decimal. */
export function anionGap(inputs: AnionGapInputs): ScoreResult<AnionGapBand> {
  return formula({
    source: scoreSources.anionGap,
    variables: electrolytes(inputs),
    compute: (of) => rounded(of('sodium') - of('chloride') - of('bicarbonate'), 1),
    reading: { tables: [gapBands] },
  })
}

/** Anion gap corrected for albumin: gap + 0.25 × (40 − albumin in g/L), mmol/L, to one decimal (Figge 1998). */
export function correctedAnionGap(inputs: CorrectedAnionGapInputs): ScoreResult<AnionGapBand> {
  return formula({
    source: scoreSources.correctedAnionGap,
    variables: [...electrolytes(inputs), measured('albumin', measures.albumin, inputs.albuminGL)],
    compute: (of) =>
      rounded(of('sodium') - of('chloride') - of('bicarbonate') + 0.25 * (40 - of('albumin')), 1),
    reading: { tables: [gapBands] },
  })
}

/** A fall of bicarbonate of less than 1 mmol/L is too small to divide by (house policy). */
const lowered: Measure = { ...measures.bicarbonate, high: NORMAL_BICARBONATE - 1 }

/**
 * Delta ratio: (albumin-corrected gap − 12) ÷ (24 − bicarbonate), to two decimals. Read only where the corrected gap is
 * above 12 and bicarbonate 23 mmol/L or less; refused otherwise.
 */
export function deltaRatio(inputs: CorrectedAnionGapInputs): ScoreResult<DeltaRatioBand> {
  const gap = correctedAnionGap(inputs)
  const notRaised =
    gap.kind === 'scored' ? gap.value <= NORMAL_GAP : gap.kind === 'incomplete' && gap.highest <= NORMAL_GAP
  return formula({
    source: scoreSources.deltaRatio,
    variables: [...electrolytes(inputs, lowered), measured('albumin', measures.albumin, inputs.albuminGL)],
    compute: (of) => {
      const corrected = of('sodium') - of('chloride') - of('bicarbonate') + 0.25 * (40 - of('albumin'))
      return rounded(Math.max(0, corrected - NORMAL_GAP) / (NORMAL_BICARBONATE - of('bicarbonate')), 2)
    },
    reading: { tables: [ratioBands] },
    refuse: notRaised
      ? 'The delta ratio is read only where the anion gap, corrected for albumin, is above 12 mmol/L.'
      : null,
  })
}
