import { band, type BandTable } from './conclude.ts'
import { above, below, upTo } from './cuts.ts'
import { measures } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { bandItem, item, tally } from './tally.ts'
import { measured } from './variable.ts'

export interface SirsInputs {
  /** °C, 25 to 45. */
  readonly temperatureCelsius?: Known<number>
  /** Beats per minute. */
  readonly heartRate?: Known<number>
  /** Breaths per minute. */
  readonly respiratoryRate?: Known<number>
  /** Arterial PCO₂, mmHg. Without it a slow breathing rate leaves the respiratory criterion open. */
  readonly arterialPco2MmHg?: Known<number>
  /** 10⁹/L. */
  readonly whiteCells?: Known<number>
  /** Immature (band) forms, per cent of white cells, 0 to 100. Without it a normal count leaves the criterion open. */
  readonly bandFormsPercent?: Known<number>
}

export type SirsBand = 'below-two' | 'two-or-more'

const bandForms = { label: 'immature (band) forms', unit: '%', low: 0, high: 100 }

const bands: BandTable<SirsBand> = [
  below(2, band('below-two', 'Fewer than two criteria. This does not exclude infection or sepsis.')),
  above(
    band(
      'two-or-more',
      'Two or more criteria: a systemic inflammatory response, of infection or of another cause such as trauma, burns or pancreatitis.',
    ),
  ),
]

/**
 * SIRS criteria, 0 to 4 (Bone 1992): temperature above 38 or below 36 °C; heart rate above 90; respiratory rate above
 * 20 or arterial PCO₂ below 32 mmHg; white cells above 12 or below 4 × 10⁹/L or more than 10 % immature forms.
 */
export function sirs(inputs: SirsInputs): ScoreResult<SirsBand> {
  return tally({
    source: scoreSources.sirs,
    reading: { tables: [bands] },
    items: [
      bandItem('Temperature above 38 or below 36 °C', measures.temperature, inputs.temperatureCelsius, [
        below(36, 1),
        upTo(38, 0),
        above(1),
      ]),
      bandItem('Heart rate above 90/min', measures.heartRate, inputs.heartRate, [upTo(90, 0), above(1)]),
      item(
        'Respiratory rate above 20/min or arterial PCO₂ below 32 mmHg',
        [
          measured('rate', measures.respiratoryRate, inputs.respiratoryRate, [20]),
          measured('pco2', measures.pco2, inputs.arterialPco2MmHg, [32]),
        ],
        (of) => (of('rate') > 20 || of('pco2') < 32 ? 1 : 0),
      ),
      item(
        'White cells above 12 or below 4 × 10⁹/L, or more than 10 % immature forms',
        [
          measured('cells', measures.whiteCells, inputs.whiteCells, [4, 12]),
          measured('bands', bandForms, inputs.bandFormsPercent, [10]),
        ],
        (of) => (of('cells') > 12 || of('cells') < 4 || of('bands') > 10 ? 1 : 0),
      ),
    ],
  })
}
