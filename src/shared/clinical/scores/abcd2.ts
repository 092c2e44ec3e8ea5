import { band, type BandTable } from './conclude.ts'
import { above, below, upTo } from './cuts.ts'
import { measures, type Measure } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { bandItem, choiceItem, flagItem, item, tally } from './tally.ts'
import { measured } from './variable.ts'

export interface Abcd2Inputs {
  /** Completed years. */
  readonly ageYears?: Known<number>
  /** First pressure after the attack, mmHg. */
  readonly systolicMmHg?: Known<number>
  /** First pressure after the attack, mmHg. */
  readonly diastolicMmHg?: Known<number>
  readonly features?: Known<'unilateral-weakness' | 'speech-disturbance-without-weakness' | 'other'>
  /** Minutes, 0 to 1440: what lasts longer than a day is no transient attack. */
  readonly durationMinutes?: Known<number>
  readonly diabetes?: Known<boolean>
}

export type Abcd2Band = 'low' | 'moderate' | 'high'

const duration: Measure = { label: 'duration of symptoms', unit: 'min', low: 0, high: 1440 }

const bands: BandTable<Abcd2Band> = [
  upTo(
    3,
    band(
      'low',
      'Lower risk: 1.0 % had a stroke within two days. The score does not replace imaging and urgent review.',
    ),
  ),
  upTo(5, band('moderate', 'Moderate risk: 4.1 % had a stroke within two days.')),
  above(band('high', 'High risk: 8.1 % had a stroke within two days.')),
]

/** ABCD² after a transient ischaemic attack, 0 to 7 (Johnston 2007). */
export function abcd2(inputs: Abcd2Inputs): ScoreResult<Abcd2Band> {
  return tally({
    source: scoreSources.abcd2,
    reading: { tables: [bands] },
    items: [
      bandItem('Age 60 years or more', measures.age, inputs.ageYears, [below(60, 0), above(1)]),
      item(
        'Blood pressure 140/90 mmHg or more',
        [
          measured('systolic', measures.systolic, inputs.systolicMmHg, [140]),
          measured('diastolic', measures.diastolic, inputs.diastolicMmHg, [90]),
        ],
        (of) => (of('systolic') >= 140 || of('diastolic') >= 90 ? 1 : 0),
      ),
      choiceItem('clinical features', inputs.features, {
        'unilateral-weakness': 2,
        'speech-disturbance-without-weakness': 1,
        other: 0,
      }),
      bandItem('Duration', duration, inputs.durationMinutes, [below(10, 0), below(60, 1), above(2)]),
      flagItem('diabetes', inputs.diabetes, 1),
    ],
  })
}
