import { band, type BandTable } from './conclude.ts'
import { above, below, cutAt, upTo } from './cuts.ts'
import { measures } from './measure.ts'
import type { Known, ScoreResult, Sex } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { bandItem, flagItem, item, tally } from './tally.ts'
import { measured, sexOf } from './variable.ts'

export interface GlasgowBlatchfordInputs {
  /** mmol/L of urea. */
  readonly ureaMmolL?: Known<number>
  /** g/L. */
  readonly haemoglobinGL?: Known<number>
  readonly sex?: Known<Sex>
  /** mmHg. */
  readonly systolicMmHg?: Known<number>
  /** Beats per minute. */
  readonly heartRate?: Known<number>
  readonly melaena?: Known<boolean>
  readonly syncope?: Known<boolean>
  /** Known history, or clinical and laboratory evidence, of liver disease. */
  readonly hepaticDisease?: Known<boolean>
  /** Known history, or clinical and echocardiographic evidence, of cardiac failure. */
  readonly cardiacFailure?: Known<boolean>
}

export type GlasgowBlatchfordBand = 'very-low' | 'raised' | 'high'

const bands: BandTable<GlasgowBlatchfordBand> = [
  upTo(1, band('very-low', 'Very low risk: at 0 or 1 outpatient management is usually safe.')),
  upTo(
    6,
    band(
      'raised',
      'Raised risk of needing transfusion or intervention: admit for observation and endoscopy.',
    ),
  ),
  above(band('high', 'High risk: 7 or more best predicts that endoscopic treatment will be needed.')),
]

const men = [below(100, 6), below(120, 3), below(130, 1), above(0)]
const women = [below(100, 6), below(120, 1), above(0)]

/** Glasgow-Blatchford score of upper gastrointestinal bleeding, 0 to 23 (Blatchford 2000). */
export function glasgowBlatchford(inputs: GlasgowBlatchfordInputs): ScoreResult<GlasgowBlatchfordBand> {
  return tally({
    source: scoreSources.glasgowBlatchford,
    reading: { tables: [bands] },
    items: [
      bandItem('Urea', measures.urea, inputs.ureaMmolL, [
        below(6.5, 0),
        below(8, 2),
        below(10, 3),
        below(25, 4),
        above(6),
      ]),
      item(
        'Haemoglobin',
        [
          measured('haemoglobin', measures.haemoglobin, inputs.haemoglobinGL, [100, 120, 130]),
          sexOf(inputs.sex),
        ],
        (of) => cutAt(of('sex') === 1 ? women : men, of('haemoglobin')),
      ),
      bandItem('Systolic blood pressure', measures.systolic, inputs.systolicMmHg, [
        below(90, 3),
        below(100, 2),
        below(110, 1),
        above(0),
      ]),
      bandItem('Heart rate 100/min or more', measures.heartRate, inputs.heartRate, [below(100, 0), above(1)]),
      flagItem('melaena', inputs.melaena, 1),
      flagItem('syncope', inputs.syncope, 2),
      flagItem('hepatic disease', inputs.hepaticDisease, 2),
      flagItem('cardiac failure', inputs.cardiacFailure, 2),
    ],
  })
}
