import { band, type BandTable } from './conclude.ts'
import { above, upTo } from './cuts.ts'
import { measures } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { bandItem, flagItem, tally } from './tally.ts'

export interface HasBledInputs {
  /** Hypertension that is not controlled: systolic pressure above 160 mmHg. */
  readonly uncontrolledHypertension?: Known<boolean>
  /** Dialysis, transplant or creatinine of 200 µmol/L or more. */
  readonly abnormalRenalFunction?: Known<boolean>
  /** Cirrhosis, or bilirubin above twice with transaminases above three times the limit. */
  readonly abnormalLiverFunction?: Known<boolean>
  readonly stroke?: Known<boolean>
  /** Major bleeding before, or a disposition to it (anaemia). */
  readonly bleeding?: Known<boolean>
  /** Time in therapeutic range below 60 %; false when no vitamin K antagonist is taken. */
  readonly labileInr?: Known<boolean>
  /** Completed years. */
  readonly ageYears?: Known<number>
  /** Antiplatelet or non-steroidal anti-inflammatory drugs. */
  readonly bleedingDrugs?: Known<boolean>
  /** Eight or more alcoholic drinks a week. */
  readonly alcohol?: Known<boolean>
}

export type HasBledBand = 'low' | 'moderate' | 'high'

const bands: BandTable<HasBledBand> = [
  upTo(1, band('low', 'Low risk: about 1 major bleed per 100 patient years on anticoagulation.')),
  upTo(
    2,
    band('moderate', 'Moderate risk: 1.9 major bleeds per 100 patient years. Correct what can be corrected.'),
  ),
  above(
    band(
      'high',
      'High risk: 3.7 or more major bleeds per 100 patient years. Review and correct the causes; the score alone is no reason to withhold anticoagulation.',
    ),
  ),
]

/** HAS-BLED, 0 to 9, of major bleeding under anticoagulation (Pisters 2010). */
export function hasBled(inputs: HasBledInputs): ScoreResult<HasBledBand> {
  return tally({
    source: scoreSources.hasBled,
    reading: { tables: [bands] },
    items: [
      flagItem('uncontrolled hypertension', inputs.uncontrolledHypertension, 1),
      flagItem('abnormal renal function', inputs.abnormalRenalFunction, 1),
      flagItem('abnormal liver function', inputs.abnormalLiverFunction, 1),
      flagItem('stroke', inputs.stroke, 1),
      flagItem('bleeding or disposition to it', inputs.bleeding, 1),
      flagItem('labile INR', inputs.labileInr, 1),
      bandItem('Age above 65 years', measures.age, inputs.ageYears, [upTo(65, 0), above(1)]),
      flagItem('antiplatelet or anti-inflammatory drugs', inputs.bleedingDrugs, 1),
      flagItem('alcohol, eight or more drinks a week', inputs.alcohol, 1),
    ],
  })
}
