import { band, type BandTable } from './conclude.ts'
import { above, below, upTo } from './cuts.ts'
import { measures } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { bandItem, flagItem, item, tally } from './tally.ts'
import { measured } from './variable.ts'

export interface Curb65Inputs {
  /** New confusion (abbreviated mental test of 8 or less). */
  readonly confusion?: Known<boolean>
  /** mmol/L of urea (not urea nitrogen in mg/dL). */
  readonly ureaMmolL?: Known<number>
  /** Breaths per minute. */
  readonly respiratoryRate?: Known<number>
  /** mmHg. */
  readonly systolicMmHg?: Known<number>
  /** mmHg. */
  readonly diastolicMmHg?: Known<number>
  /** Completed years. */
  readonly ageYears?: Known<number>
}

export type Curb65Band = 'low' | 'moderate' | 'high'

const bands: BandTable<Curb65Band> = [
  upTo(1, band('low', 'Low risk: mortality of 1.5 % at 30 days. Treatment at home may be suitable.')),
  upTo(2, band('moderate', 'Moderate risk: mortality of 9.2 % at 30 days. Consider hospital treatment.')),
  above(
    band(
      'high',
      'High risk: mortality of 22 % at 30 days. Treat as severe pneumonia; at 4 or 5 consider intensive care.',
    ),
  ),
]

/** CURB-65 of community-acquired pneumonia, 0 to 5 (Lim 2003). */
export function curb65(inputs: Curb65Inputs): ScoreResult<Curb65Band> {
  return tally({
    source: scoreSources.curb65,
    reading: { tables: [bands] },
    items: [
      flagItem('new confusion', inputs.confusion, 1),
      bandItem('Urea above 7 mmol/L', measures.urea, inputs.ureaMmolL, [upTo(7, 0), above(1)]),
      bandItem('Respiratory rate 30/min or more', measures.respiratoryRate, inputs.respiratoryRate, [
        below(30, 0),
        above(1),
      ]),
      item(
        'Systolic pressure below 90 or diastolic pressure of 60 mmHg or less',
        [
          measured('systolic', measures.systolic, inputs.systolicMmHg, [90]),
          measured('diastolic', measures.diastolic, inputs.diastolicMmHg, [60]),
        ],
        (of) => (of('systolic') < 90 || of('diastolic') <= 60 ? 1 : 0),
      ),
      bandItem('Age 65 years or more', measures.age, inputs.ageYears, [below(65, 0), above(1)]),
    ],
  })
}
