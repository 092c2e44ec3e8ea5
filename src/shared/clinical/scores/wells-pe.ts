import { band, type BandTable } from './conclude.ts'
import { above, below, upTo } from './cuts.ts'
import { measures } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { bandItem, flagItem, tally, type Item } from './tally.ts'

export interface WellsPeInputs {
  /** Clinical signs of deep vein thrombosis: swelling of the leg and pain along the deep veins. */
  readonly signsOfDvt?: Known<boolean>
  /** Pulmonary embolism is the first diagnosis or as likely as any other. */
  readonly noAlternativeMoreLikely?: Known<boolean>
  /** Beats per minute. */
  readonly heartRate?: Known<number>
  /** Immobilised for three days or more, or surgery within four weeks. */
  readonly immobilisedOrSurgery?: Known<boolean>
  /** Deep vein thrombosis or pulmonary embolism before. */
  readonly previousDvtOrPe?: Known<boolean>
  readonly haemoptysis?: Known<boolean>
  /** Cancer under treatment, treated within six months, or palliative. */
  readonly malignancy?: Known<boolean>
}

export type WellsPeTwoTierBand = 'unlikely' | 'likely'
export type WellsPeThreeTierBand = 'low' | 'moderate' | 'high'

const twoTiers: BandTable<WellsPeTwoTierBand> = [
  upTo(
    4,
    band(
      'unlikely',
      'Pulmonary embolism is unlikely (12.1 % had one). A negative D-dimer excludes it; the score alone does not.',
    ),
  ),
  above(band('likely', 'Pulmonary embolism is likely (37.1 % had one). Imaging is needed.')),
]

const threeTiers: BandTable<WellsPeThreeTierBand> = [
  below(2, band('low', 'Low probability of pulmonary embolism (1.3 % had one in the emergency department).')),
  upTo(
    6,
    band(
      'moderate',
      'Moderate probability of pulmonary embolism (16.2 % had one in the emergency department).',
    ),
  ),
  above(
    band(
      'high',
      'High probability of pulmonary embolism (37.5 % had one in the emergency department). Imaging is needed.',
    ),
  ),
]

function items(inputs: WellsPeInputs): readonly Item[] {
  return [
    flagItem('signs of deep vein thrombosis', inputs.signsOfDvt, 3),
    flagItem('no other diagnosis more likely than pulmonary embolism', inputs.noAlternativeMoreLikely, 3),
    bandItem('Heart rate above 100/min', measures.heartRate, inputs.heartRate, [upTo(100, 0), above(1.5)]),
    flagItem('immobilised for three days or surgery within four weeks', inputs.immobilisedOrSurgery, 1.5),
    flagItem('previous deep vein thrombosis or pulmonary embolism', inputs.previousDvtOrPe, 1.5),
    flagItem('haemoptysis', inputs.haemoptysis, 1),
    flagItem('malignancy', inputs.malignancy, 1),
  ]
}

/** Wells score of pulmonary embolism, 0 to 12.5, in two tiers: likely above 4. */
export function wellsPeTwoTier(inputs: WellsPeInputs): ScoreResult<WellsPeTwoTierBand> {
  return tally({ source: scoreSources.wellsPeTwoTier, reading: { tables: [twoTiers] }, items: items(inputs) })
}

/** Wells score of pulmonary embolism, 0 to 12.5, in three tiers: low below 2, high above 6. */
export function wellsPeThreeTier(inputs: WellsPeInputs): ScoreResult<WellsPeThreeTierBand> {
  return tally({
    source: scoreSources.wellsPeThreeTier,
    reading: { tables: [threeTiers] },
    items: items(inputs),
  })
}
