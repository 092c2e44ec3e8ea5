import { band, type BandTable } from './conclude.ts'
import { above, below, upTo } from './cuts.ts'
import { formula, rounded } from './formula.ts'
import { measures, type Measure } from './measure.ts'
import type { Known, ScoreResult, Sex } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { measured } from './variable.ts'

export interface QtcInputs {
  /** Milliseconds (not seconds), 200 to 700. */
  readonly qtMs?: Known<number>
  /** Beats per minute; Bazett 60 to 100, Fridericia 30 to 200. */
  readonly heartRate?: Known<number>
  /** Only the limit of "prolonged" hangs on it: 450 ms for men, 460 for women. */
  readonly sex?: Known<Sex>
}

export type QtcBand = 'short' | 'normal' | 'prolonged' | 'high-risk'

const qt: Measure = {
  label: 'QT interval',
  unit: 'ms',
  low: 200,
  high: 700,
  mixUps: [{ unit: 'seconds', convert: (value) => value * 1000 }],
}
const fridericiaRate: Measure = { ...measures.heartRate, low: 30, high: 200 }
/** Outside this range Bazett's root corrects too much or too little; Fridericia's is to be used. */
const bazettRate: Measure = {
  ...measures.heartRate,
  label: "heart rate (for Bazett's correction; use Fridericia's otherwise)",
  low: 60,
  high: 100,
}

function bandsFrom(limit: number): BandTable<QtcBand> {
  return [
    upTo(
      340,
      band('short', 'QTc of 340 ms or less: short; think of calcium, digoxin and an inherited short QT.'),
    ),
    below(limit, band('normal', `QTc below ${limit} ms: not prolonged.`)),
    upTo(
      500,
      band('prolonged', `QTc of ${limit} ms or more: prolonged. Review drugs, potassium and magnesium.`),
    ),
    above(
      band(
        'high-risk',
        'QTc above 500 ms: high risk of torsade de pointes. Stop what prolongs it, correct potassium and magnesium, monitor.',
      ),
    ),
  ]
}
const male = bandsFrom(450)
const female = bandsFrom(460)

function qtc(inputs: QtcInputs, rate: Measure, power: number, source: string): ScoreResult<QtcBand> {
  const tables = inputs.sex === 'male' ? [male] : inputs.sex === 'female' ? [female] : [male, female]
  return formula({
    source,
    variables: [measured('qt', qt, inputs.qtMs), measured('rate', rate, inputs.heartRate)],
    compute: (of) => rounded(of('qt') / (60 / of('rate')) ** power, 0),
    reading: { tables, hangsOn: 'sex' },
  })
}

/** QTc by Bazett, ms, whole: QT ÷ √RR, RR in seconds. Refused outside 60 to 100 beats per minute. */
export function qtcBazett(inputs: QtcInputs): ScoreResult<QtcBand> {
  return qtc(inputs, bazettRate, 1 / 2, scoreSources.qtcBazett)
}

/** QTc by Fridericia, ms, whole: QT ÷ ∛RR, RR in seconds. */
export function qtcFridericia(inputs: QtcInputs): ScoreResult<QtcBand> {
  return qtc(inputs, fridericiaRate, 1 / 3, scoreSources.qtcFridericia)
}
