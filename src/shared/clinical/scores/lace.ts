import { band, type BandTable } from './conclude.ts'
import { above, below, upTo } from './cuts.ts'
import type { Measure } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { bandItem, flagItem, tally } from './tally.ts'

export interface LaceInputs {
  /** Days of the index stay, 0 to 3650; 0 is less than a day. */
  readonly stayDays?: Known<number>
  /** Admitted as an emergency. */
  readonly acuteAdmission?: Known<boolean>
  /** Charlson index in the weights of LACE's own publication, 0 to 40. */
  readonly comorbidityIndex?: Known<number>
  /** Visits to an emergency department in the six months before, this one not counted; 0 to 365. */
  readonly emergencyVisits?: Known<number>
}

export type LaceBand = 'low' | 'moderate' | 'high'

const stay: Measure = { label: 'length of stay', unit: 'days', low: 0, high: 3650, whole: true }
const comorbidity: Measure = { label: 'comorbidity index', unit: '', low: 0, high: 40, whole: true }
const visits: Measure = {
  label: 'emergency visits of the last six months',
  unit: '',
  low: 0,
  high: 365,
  whole: true,
}

const bands: BandTable<LaceBand> = [
  upTo(4, band('low', 'Low risk of death or unplanned readmission within 30 days.')),
  upTo(9, band('moderate', 'Moderate risk of death or unplanned readmission within 30 days.')),
  above(
    band(
      'high',
      'High risk of death or unplanned readmission within 30 days (10 or more): plan follow-up before discharge.',
    ),
  ),
]

/** LACE, 0 to 19: length of stay, acuity, comorbidity, emergency visits (van Walraven 2010). */
export function lace(inputs: LaceInputs): ScoreResult<LaceBand> {
  return tally({
    source: scoreSources.lace,
    reading: { tables: [bands] },
    items: [
      bandItem('Length of stay', stay, inputs.stayDays, [
        upTo(0, 0),
        upTo(1, 1),
        upTo(2, 2),
        upTo(3, 3),
        upTo(6, 4),
        upTo(13, 5),
        above(7),
      ]),
      flagItem('acute admission', inputs.acuteAdmission, 3),
      bandItem('Comorbidity', comorbidity, inputs.comorbidityIndex, [
        upTo(0, 0),
        upTo(1, 1),
        upTo(2, 2),
        upTo(3, 3),
        above(5),
      ]),
      bandItem('Emergency visits', visits, inputs.emergencyVisits, [
        below(1, 0),
        below(2, 1),
        below(3, 2),
        below(4, 3),
        above(4),
      ]),
    ],
  })
}
