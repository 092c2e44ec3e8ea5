import { band, type BandTable } from './conclude.ts'
import { above, upTo } from './cuts.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { item, tally, type Item } from './tally.ts'
import { measured } from './variable.ts'

/** Each subscale from 1 (worst) to 4 (best), friction and shear to 3. */
export interface BradenInputs {
  readonly sensoryPerception?: Known<number>
  readonly moisture?: Known<number>
  readonly activity?: Known<number>
  readonly mobility?: Known<number>
  readonly nutrition?: Known<number>
  readonly frictionAndShear?: Known<number>
}

export type BradenBand = 'very-high-risk' | 'high-risk' | 'moderate-risk' | 'mild-risk' | 'no-raised-risk'

const bands: BandTable<BradenBand> = [
  upTo(9, band('very-high-risk', 'Very high risk of a pressure injury.')),
  upTo(12, band('high-risk', 'High risk of a pressure injury.')),
  upTo(14, band('moderate-risk', 'Moderate risk of a pressure injury.')),
  upTo(18, band('mild-risk', 'Mild risk of a pressure injury.')),
  above(
    band(
      'no-raised-risk',
      'No raised risk of a pressure injury by this scale. Score again when the patient changes.',
    ),
  ),
]

/** Braden scale, 6 to 23; lower is worse (Bergstrom 1987). */
export function braden(inputs: BradenInputs): ScoreResult<BradenBand> {
  return tally({
    source: scoreSources.braden,
    reading: { tables: [bands] },
    items: [
      subscale('sensory perception', inputs.sensoryPerception, 4),
      subscale('moisture', inputs.moisture, 4),
      subscale('activity', inputs.activity, 4),
      subscale('mobility', inputs.mobility, 4),
      subscale('nutrition', inputs.nutrition, 4),
      subscale('friction and shear', inputs.frictionAndShear, 3),
    ],
  })
}

function subscale(label: string, value: Known<number>, best: number): Item {
  const measure = { label, unit: '', low: 1, high: best, whole: true } as const
  return item(label, [measured('points', measure, value)], (of) => of('points'))
}
