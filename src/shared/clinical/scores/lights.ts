import { band, type BandTable } from './conclude.ts'
import { above, below } from './cuts.ts'
import type { Measure } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { item, tally } from './tally.ts'
import { measured } from './variable.ts'

export interface LightsInputs {
  /** g/L, 1 to 150. */
  readonly pleuralProteinGL?: Known<number>
  /** g/L, 20 to 150. */
  readonly serumProteinGL?: Known<number>
  /** U/L, 5 to 100 000. */
  readonly pleuralLdhUL?: Known<number>
  /** U/L, 20 to 100 000. */
  readonly serumLdhUL?: Known<number>
  /** Upper limit of the laboratory for serum LDH, U/L, 100 to 700. */
  readonly serumLdhLimitUL?: Known<number>
}

export type LightsBand = 'transudate' | 'exudate'

const gramsPerDecilitre = { unit: 'g/dL', convert: (value: number) => value * 10 }
const microkatal = { unit: 'µkat/L', convert: (value: number) => value * 60 }
const pleuralProtein: Measure = { label: 'pleural fluid protein', unit: 'g/L', low: 1, high: 150 }
const serumProtein: Measure = {
  label: 'serum protein',
  unit: 'g/L',
  low: 20,
  high: 150,
  mixUps: [gramsPerDecilitre],
}
const pleuralLdh: Measure = {
  label: 'pleural fluid LDH',
  unit: 'U/L',
  low: 5,
  high: 100_000,
  mixUps: [microkatal],
}
const serumLdh: Measure = { label: 'serum LDH', unit: 'U/L', low: 20, high: 100_000, mixUps: [microkatal] }
const ldhLimit: Measure = {
  label: 'upper limit of the laboratory for serum LDH',
  unit: 'U/L',
  low: 100,
  high: 700,
  mixUps: [microkatal],
}

const bands: BandTable<LightsBand> = [
  below(
    1,
    band(
      'transudate',
      'No criterion met: a transudate. Diuretics can make a transudate look like an exudate, rarely the reverse.',
    ),
  ),
  above(
    band(
      'exudate',
      'At least one criterion met: an exudate. After diuretics compare albumin or protein of serum and fluid.',
    ),
  ),
]

/**
 * Light's criteria of a pleural effusion: how many of three are met; one is enough for an exudate. Protein ratio above
 * 0.5; LDH ratio above 0.6; pleural LDH above two thirds of the upper limit of serum LDH.
 */
export function lights(inputs: LightsInputs): ScoreResult<LightsBand> {
  const fluid = measured('fluid', pleuralLdh, inputs.pleuralLdhUL)
  return tally({
    source: scoreSources.lights,
    reading: { tables: [bands] },
    items: [
      item(
        'Protein of fluid to serum above 0.5',
        [
          measured('fluid', pleuralProtein, inputs.pleuralProteinGL),
          measured('serum', serumProtein, inputs.serumProteinGL),
        ],
        (of) => (of('fluid') / of('serum') > 0.5 ? 1 : 0),
      ),
      item(
        'LDH of fluid to serum above 0.6',
        [fluid, measured('serum', serumLdh, inputs.serumLdhUL)],
        (of) => (of('fluid') / of('serum') > 0.6 ? 1 : 0),
      ),
      item(
        'LDH of fluid above two thirds of the limit of serum',
        [fluid, measured('limit', ldhLimit, inputs.serumLdhLimitUL)],
        (of) => (of('fluid') > (of('limit') * 2) / 3 ? 1 : 0),
      ),
    ],
  })
}
