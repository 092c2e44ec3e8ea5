import { band, type BandTable } from './conclude.ts'
import { above, below, upTo } from './cuts.ts'
import { measures } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { bandItem, choiceItem, flagItem, tally, type Item } from './tally.ts'

export interface CharlsonInputs {
  readonly myocardialInfarction?: Known<boolean>
  readonly heartFailure?: Known<boolean>
  readonly peripheralVascularDisease?: Known<boolean>
  readonly cerebrovascularDisease?: Known<boolean>
  readonly dementia?: Known<boolean>
  readonly chronicPulmonaryDisease?: Known<boolean>
  readonly connectiveTissueDisease?: Known<boolean>
  readonly pepticUlcer?: Known<boolean>
  readonly liverDisease?: Known<'none' | 'mild' | 'moderate-to-severe'>
  readonly diabetes?: Known<'none' | 'uncomplicated' | 'end-organ-damage'>
  readonly hemiplegia?: Known<boolean>
  /** Moderate to severe. */
  readonly renalDisease?: Known<boolean>
  readonly solidTumour?: Known<'none' | 'localised' | 'metastatic'>
  readonly leukaemia?: Known<boolean>
  readonly lymphoma?: Known<boolean>
  readonly aids?: Known<boolean>
}

export interface CharlsonAgeAdjustedInputs extends CharlsonInputs {
  /** Completed years. */
  readonly ageYears?: Known<number>
}

export type CharlsonBand = 'none' | 'mild' | 'moderate' | 'severe'

const deaths = (share: string) =>
  `${share} of the original medical patients with this index died within one year.`
const bands: BandTable<CharlsonBand> = [
  upTo(0, band('none', deaths('12 %'))),
  upTo(2, band('mild', deaths('26 %'))),
  upTo(4, band('moderate', deaths('52 %'))),
  above(band('severe', deaths('85 %'))),
]

/** Estimated survival of ten years, per cent: 100 × 0.983 ^ exp(0.9 × index). */
export function charlsonTenYearSurvival(index: number): number {
  return 100 * 0.983 ** Math.exp(0.9 * index)
}

const survival = (value: number) =>
  `Estimated survival of ten years: ${Math.round(charlsonTenYearSurvival(value))} %.`
const ageAdjustedBands: BandTable<CharlsonBand> = [
  upTo(0, band('none', survival)),
  upTo(2, band('mild', survival)),
  upTo(4, band('moderate', survival)),
  above(band('severe', survival)),
]

/** The nineteen conditions of 1987; of one disease in two grades only the graver counts. */
function items(inputs: CharlsonInputs): readonly Item[] {
  return [
    flagItem('myocardial infarction', inputs.myocardialInfarction, 1),
    flagItem('heart failure', inputs.heartFailure, 1),
    flagItem('peripheral vascular disease', inputs.peripheralVascularDisease, 1),
    flagItem('cerebrovascular disease', inputs.cerebrovascularDisease, 1),
    flagItem('dementia', inputs.dementia, 1),
    flagItem('chronic pulmonary disease', inputs.chronicPulmonaryDisease, 1),
    flagItem('connective tissue disease', inputs.connectiveTissueDisease, 1),
    flagItem('peptic ulcer', inputs.pepticUlcer, 1),
    choiceItem('liver disease', inputs.liverDisease, { none: 0, mild: 1, 'moderate-to-severe': 3 }),
    choiceItem('diabetes', inputs.diabetes, { none: 0, uncomplicated: 1, 'end-organ-damage': 2 }),
    flagItem('hemiplegia', inputs.hemiplegia, 2),
    flagItem('moderate to severe renal disease', inputs.renalDisease, 2),
    choiceItem('solid tumour', inputs.solidTumour, { none: 0, localised: 2, metastatic: 6 }),
    flagItem('leukaemia', inputs.leukaemia, 2),
    flagItem('lymphoma', inputs.lymphoma, 2),
    flagItem('AIDS', inputs.aids, 6),
  ]
}

/** Charlson comorbidity index, 0 to 33 (Charlson 1987). */
export function charlson(inputs: CharlsonInputs): ScoreResult<CharlsonBand> {
  return tally({ source: scoreSources.charlson, reading: { tables: [bands] }, items: items(inputs) })
}

/** Charlson index with age: one point per decade from 50, at most 4 from 80 (0 to 37). */
export function charlsonAgeAdjusted(inputs: CharlsonAgeAdjustedInputs): ScoreResult<CharlsonBand> {
  return tally({
    source: scoreSources.charlsonAgeAdjusted,
    reading: { tables: [ageAdjustedBands] },
    items: [
      ...items(inputs),
      bandItem('Age', measures.age, inputs.ageYears, [
        below(50, 0),
        below(60, 1),
        below(70, 2),
        below(80, 3),
        above(4),
      ]),
    ],
  })
}
