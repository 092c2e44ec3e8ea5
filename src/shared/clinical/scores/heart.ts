import { band, type BandTable } from './conclude.ts'
import { above, below, upTo } from './cuts.ts'
import { measures, type Measure } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { bandItem, choiceItem, item, tally } from './tally.ts'
import { measured, yesNo } from './variable.ts'

export interface HeartInputs {
  /** How suspicious the history is of an acute coronary syndrome. */
  readonly history?: Known<'slightly-suspicious' | 'moderately-suspicious' | 'highly-suspicious'>
  /** `non-specific`: repolarisation disturbance, left bundle branch block or paced rhythm without ST deviation. */
  readonly ecg?: Known<'normal' | 'non-specific' | 'significant-st-deviation'>
  /** Completed years. */
  readonly ageYears?: Known<number>
  /** How many of: hypertension, high cholesterol, diabetes, obesity, smoking (now or in the last three months), family history. */
  readonly riskFactorCount?: Known<number>
  /** Known atherosclerotic disease (coronary, stroke, peripheral): two points whatever the count. */
  readonly atheroscleroticDisease?: Known<boolean>
  /** Troponin divided by the assay's limit (99th centile), 0 to 100 000. */
  readonly troponinTimesLimit?: Known<number>
}

export type HeartBand = 'low' | 'moderate' | 'high'

const riskFactors: Measure = {
  label: 'number of cardiovascular risk factors',
  unit: '',
  low: 0,
  high: 6,
  whole: true,
}
const troponin: Measure = {
  label: "troponin as a multiple of the assay's limit",
  unit: '',
  low: 0,
  high: 100_000,
}

const bands: BandTable<HeartBand> = [
  upTo(3, band('low', 'Low risk: 1.7 % had a major cardiac event within six weeks.')),
  upTo(
    6,
    band(
      'moderate',
      'Moderate risk: 16.6 % had a major cardiac event within six weeks. Observe and repeat troponin.',
    ),
  ),
  above(
    band(
      'high',
      'High risk: 50.1 % had a major cardiac event within six weeks. Early invasive strategy is usual.',
    ),
  ),
]

/** HEART score of chest pain, 0 to 10: history, ECG, age, risk factors and troponin give 0 to 2 each (Six 2008). */
export function heart(inputs: HeartInputs): ScoreResult<HeartBand> {
  return tally({
    source: scoreSources.heart,
    reading: { tables: [bands] },
    items: [
      choiceItem('history', inputs.history, {
        'slightly-suspicious': 0,
        'moderately-suspicious': 1,
        'highly-suspicious': 2,
      }),
      choiceItem('ECG', inputs.ecg, { normal: 0, 'non-specific': 1, 'significant-st-deviation': 2 }),
      bandItem('Age', measures.age, inputs.ageYears, [below(45, 0), below(65, 1), above(2)]),
      item(
        'Risk factors',
        [
          measured('count', riskFactors, inputs.riskFactorCount, [1, 3]),
          yesNo('disease', 'known atherosclerotic disease', inputs.atheroscleroticDisease),
        ],
        (of) => (of('disease') === 1 || of('count') >= 3 ? 2 : of('count') >= 1 ? 1 : 0),
      ),
      bandItem('Troponin', troponin, inputs.troponinTimesLimit, [upTo(1, 0), upTo(3, 1), above(2)]),
    ],
  })
}
