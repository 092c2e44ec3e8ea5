import { band, type BandTable } from './conclude.ts'
import { above, below, upTo } from './cuts.ts'
import { formula, rounded } from './formula.ts'
import { measures, type Measure } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { measured } from './variable.ts'

export interface WintersInputs {
  /** mmol/L, 1 to below 24: the formula is for metabolic acidosis only. */
  readonly bicarbonateMmolL?: Known<number>
  /** Measured arterial PCO₂, mmHg (not kPa). */
  readonly arterialPco2MmHg?: Known<number>
}

export type WintersBand = 'respiratory-alkalosis-too' | 'as-expected' | 'respiratory-acidosis-too'

const lowered: Measure = { ...measures.bicarbonate, high: 23.9 }

/** Bands of measured minus expected PCO₂, mmHg. */
const bands: BandTable<WintersBand> = [
  below(
    -2,
    band(
      'respiratory-alkalosis-too',
      'The measured PCO₂ is lower than expected: a respiratory alkalosis beside the metabolic acidosis.',
    ),
  ),
  upTo(
    2,
    band(
      'as-expected',
      'The measured PCO₂ is within 2 mmHg of the expected: the breathing compensates as it should.',
    ),
  ),
  above(
    band(
      'respiratory-acidosis-too',
      'The measured PCO₂ is higher than expected: a respiratory acidosis beside the metabolic acidosis; the patient may be tiring.',
    ),
  ),
]

/** Expected arterial PCO₂ in metabolic acidosis, mmHg: 1.5 × bicarbonate + 8, give or take 2 (Albert 1967). */
export function expectedPco2(bicarbonateMmolL: number): number {
  return 1.5 * bicarbonateMmolL + 8
}

/**
 * Winter's formula: the value is the expected PCO₂ in mmHg to one decimal; the band compares the measured one with it.
 * Without a measured PCO₂ the value is exact and the band stays open: `lowest` equals `highest`, and the measurement is
 * named as missing.
 */
export function winters(inputs: WintersInputs): ScoreResult<WintersBand> {
  const variables = [
    measured('bicarbonate', lowered, inputs.bicarbonateMmolL),
    measured('pco2', measures.pco2, inputs.arterialPco2MmHg),
  ] as const
  const difference = formula({
    source: scoreSources.winters,
    variables,
    compute: (of) => rounded(of('pco2') - expectedPco2(of('bicarbonate')), 1),
    reading: { tables: [bands] },
  })
  if (difference.kind === 'refused') return difference
  const expected = formula({
    source: scoreSources.winters,
    variables: variables.slice(0, 1),
    compute: (of) => rounded(expectedPco2(of('bicarbonate')), 1),
    reading: { tables: [[above(band('as-expected', ''))]] },
  })
  if (expected.kind === 'refused') return expected
  if (difference.kind === 'scored' && expected.kind === 'scored')
    return { ...difference, value: expected.value }
  const [lowest, highest] =
    expected.kind === 'scored' ? [expected.value, expected.value] : [expected.lowest, expected.highest]
  return {
    kind: 'incomplete',
    lowest,
    highest,
    possible: difference.kind === 'incomplete' ? difference.possible : [difference.band],
    missing: difference.missing,
    items: difference.items,
    source: scoreSources.winters,
  }
}
