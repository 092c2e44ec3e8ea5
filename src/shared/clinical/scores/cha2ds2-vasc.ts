import { band, type BandTable } from './conclude.ts'
import { above, below } from './cuts.ts'
import { measures } from './measure.ts'
import type { Known, ScoreResult, Sex } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { bandItem, flagItem, item, tally } from './tally.ts'
import { sexOf } from './variable.ts'

export interface Cha2ds2VascInputs {
  /** Signs or symptoms of heart failure, or reduced ejection fraction. */
  readonly heartFailure?: Known<boolean>
  readonly hypertension?: Known<boolean>
  /** Completed years. */
  readonly ageYears?: Known<number>
  readonly diabetes?: Known<boolean>
  /** Stroke, transient ischaemic attack or systemic embolism. */
  readonly strokeOrEmbolism?: Known<boolean>
  /** Myocardial infarction, peripheral arterial disease or aortic plaque. */
  readonly vascularDisease?: Known<boolean>
  readonly sex?: Known<Sex>
}

export type Cha2ds2VascBand = 'low' | 'intermediate' | 'high'

/** Ischaemic strokes per 100 patient years without anticoagulation, by score 0 to 9 (Friberg 2012). */
const strokesPer100Years = [0.2, 0.6, 2.2, 3.2, 4.8, 7.2, 9.7, 11.2, 10.8, 12.2]

function meaning(advice: string): (value: number) => string {
  return (value) =>
    `${advice} Untreated, ${strokesPer100Years[value] ?? 12.2} ischaemic strokes per 100 patient years were seen at this score.`
}

/** The point for female sex alone does not raise the band: women need one point more (ESC 2020). */
function bandsFrom(low: number): BandTable<Cha2ds2VascBand> {
  return [
    below(
      low + 1,
      band('low', meaning('Low risk of stroke in atrial fibrillation; no anticoagulation for this reason.')),
    ),
    below(
      low + 2,
      band('intermediate', meaning('One risk factor beside sex: anticoagulation should be considered.')),
    ),
    above(band('high', meaning('Two or more risk factors beside sex: anticoagulation is recommended.'))),
  ]
}
const male = bandsFrom(0)
const female = bandsFrom(1)

/**
 * CHA₂DS₂-VASc, 0 to 9, for atrial fibrillation: heart failure 1, hypertension 1, age 65 to 74 1 and from 75 2, diabetes
 * 1, stroke 2, vascular disease 1, female 1 (Lip 2010).
 */
export function cha2ds2Vasc(inputs: Cha2ds2VascInputs): ScoreResult<Cha2ds2VascBand> {
  const tables = inputs.sex === 'male' ? [male] : inputs.sex === 'female' ? [female] : [male, female]
  return tally({
    source: scoreSources.cha2ds2Vasc,
    reading: { tables, hangsOn: 'sex' },
    items: [
      flagItem('heart failure', inputs.heartFailure, 1),
      flagItem('hypertension', inputs.hypertension, 1),
      bandItem('Age', measures.age, inputs.ageYears, [below(65, 0), below(75, 1), above(2)]),
      flagItem('diabetes', inputs.diabetes, 1),
      flagItem('stroke, transient ischaemic attack or embolism', inputs.strokeOrEmbolism, 2),
      flagItem('vascular disease', inputs.vascularDisease, 1),
      item('Female sex', [sexOf(inputs.sex)], (of) => of('sex')),
    ],
  })
}
