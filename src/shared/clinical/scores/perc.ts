import { band, type BandTable } from './conclude.ts'
import { above, below } from './cuts.ts'
import { measures } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { bandItem, flagItem, tally } from './tally.ts'

export interface PercInputs {
  /** Completed years. */
  readonly ageYears?: Known<number>
  /** Beats per minute. */
  readonly heartRate?: Known<number>
  /** SpO₂ on room air, per cent. */
  readonly saturationOnAirPercent?: Known<number>
  readonly haemoptysis?: Known<boolean>
  /** Oral contraceptive, hormone replacement or other oestrogen. */
  readonly oestrogen?: Known<boolean>
  readonly previousDvtOrPe?: Known<boolean>
  /** Unilateral leg swelling. */
  readonly legSwelling?: Known<boolean>
  /** Surgery or trauma with intubation or hospital stay within four weeks. */
  readonly surgeryOrTrauma?: Known<boolean>
}

export type PercBand = 'rule-met' | 'rule-not-met'

const bands: BandTable<PercBand> = [
  below(
    1,
    band(
      'rule-met',
      'No criterion present. Only where the clinician already holds the probability below 15 % does this exclude pulmonary embolism without further tests.',
    ),
  ),
  above(
    band('rule-not-met', 'At least one criterion is present: the rule cannot exclude pulmonary embolism.'),
  ),
]

/** Pulmonary embolism rule-out criteria: how many of eight are present; the rule is met at none (Kline 2004). */
export function perc(inputs: PercInputs): ScoreResult<PercBand> {
  return tally({
    source: scoreSources.perc,
    reading: { tables: [bands] },
    items: [
      bandItem('Age 50 years or more', measures.age, inputs.ageYears, [below(50, 0), above(1)]),
      bandItem('Heart rate 100/min or more', measures.heartRate, inputs.heartRate, [below(100, 0), above(1)]),
      bandItem('Saturation on air below 95 %', measures.saturation, inputs.saturationOnAirPercent, [
        below(95, 1),
        above(0),
      ]),
      flagItem('haemoptysis', inputs.haemoptysis, 1),
      flagItem('oestrogen', inputs.oestrogen, 1),
      flagItem('previous deep vein thrombosis or pulmonary embolism', inputs.previousDvtOrPe, 1),
      flagItem('unilateral leg swelling', inputs.legSwelling, 1),
      flagItem('surgery or trauma within four weeks', inputs.surgeryOrTrauma, 1),
    ],
  })
}
