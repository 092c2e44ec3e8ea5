import { band, type BandTable } from './conclude.ts'
import { above, below } from './cuts.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { flagItem, tally } from './tally.ts'

export interface WellsDvtInputs {
  /** Treatment within six months, or palliative. */
  readonly activeCancer?: Known<boolean>
  /** Paralysis, paresis or recent plaster of the leg. */
  readonly paralysisOrPlaster?: Known<boolean>
  /** Bedridden for three days or more, or major surgery within twelve weeks. */
  readonly bedriddenOrSurgery?: Known<boolean>
  /** Tenderness along the deep veins. */
  readonly localisedTenderness?: Known<boolean>
  readonly entireLegSwollen?: Known<boolean>
  /** Calf at least 3 cm larger than the other, 10 cm below the tibial tuberosity. */
  readonly calfSwelling?: Known<boolean>
  /** Pitting oedema only in the symptomatic leg. */
  readonly pittingOedema?: Known<boolean>
  /** Collateral superficial veins that are not varicose. */
  readonly collateralVeins?: Known<boolean>
  readonly previousDvt?: Known<boolean>
  /** Another diagnosis at least as likely: two points less. */
  readonly alternativeAsLikely?: Known<boolean>
}

export type WellsDvtBand = 'unlikely' | 'likely'

const bands: BandTable<WellsDvtBand> = [
  below(
    2,
    band(
      'unlikely',
      'Deep vein thrombosis is unlikely (5.5 % had one). A negative D-dimer excludes it; the score alone does not.',
    ),
  ),
  above(band('likely', 'Deep vein thrombosis is likely (27.9 % had one). Ultrasound of the leg is needed.')),
]

/** Wells score of deep vein thrombosis in the form of 2003, −2 to 9, two tiers. */
export function wellsDvt(inputs: WellsDvtInputs): ScoreResult<WellsDvtBand> {
  return tally({
    source: scoreSources.wellsDvt,
    reading: { tables: [bands] },
    items: [
      flagItem('active cancer', inputs.activeCancer, 1),
      flagItem('paralysis, paresis or plaster of the leg', inputs.paralysisOrPlaster, 1),
      flagItem('bedridden for three days or major surgery within twelve weeks', inputs.bedriddenOrSurgery, 1),
      flagItem('tenderness along the deep veins', inputs.localisedTenderness, 1),
      flagItem('entire leg swollen', inputs.entireLegSwollen, 1),
      flagItem('calf larger by 3 cm or more', inputs.calfSwelling, 1),
      flagItem('pitting oedema in the symptomatic leg only', inputs.pittingOedema, 1),
      flagItem('collateral superficial veins', inputs.collateralVeins, 1),
      flagItem('previous deep vein thrombosis', inputs.previousDvt, 1),
      flagItem('another diagnosis at least as likely', inputs.alternativeAsLikely, -2),
    ],
  })
}
