import { readCompensation } from './acid-base-compensation.ts'
import { measures } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { measured, type Variable } from './variable.ts'

export interface AcidBaseInputs {
  /** Arterial pH, 6.5 to 8. */
  readonly ph?: Known<number>
  /** Arterial PCO₂, mmHg (not kPa). */
  readonly arterialPco2MmHg?: Known<number>
  /** mmol/L. */
  readonly bicarbonateMmolL?: Known<number>
}

export const acidBaseBands = [
  'normal',
  'metabolic-acidosis',
  'respiratory-acidosis',
  'mixed-acidosis',
  'metabolic-alkalosis',
  'respiratory-alkalosis',
  'mixed-alkalosis',
  'opposing-disorders',
  'borderline',
] as const
export type AcidBaseBand = (typeof acidBaseBands)[number]

type Side = 'low' | 'normal' | 'high'

function side(value: number, low: number, high: number): Side {
  return value < low ? 'low' : value > high ? 'high' : 'normal'
}

/** Disorder by the sides of pH (7.35 to 7.45), PCO₂ (35 to 45 mmHg) and bicarbonate (22 to 26 mmol/L). */
function disorder(ph: Side, pco2: Side, bicarbonate: Side): AcidBaseBand {
  if (ph === 'low') {
    if (bicarbonate === 'low') return pco2 === 'high' ? 'mixed-acidosis' : 'metabolic-acidosis'
    return pco2 === 'high' ? 'respiratory-acidosis' : 'borderline'
  }
  if (ph === 'high') {
    if (bicarbonate === 'high') return pco2 === 'low' ? 'mixed-alkalosis' : 'metabolic-alkalosis'
    return pco2 === 'low' ? 'respiratory-alkalosis' : 'borderline'
  }
  if (pco2 === 'normal' && bicarbonate === 'normal') return 'normal'
  return pco2 === bicarbonate ? 'opposing-disorders' : 'borderline'
}

/** pH that PCO₂ and bicarbonate give together (Henderson-Hasselbalch, 0.0307 mmol/L per mmHg). */
export function phFrom(pco2MmHg: number, bicarbonateMmolL: number): number {
  return 6.1 + Math.log10(bicarbonateMmolL / (0.0307 * pco2MmHg))
}

/** How far a measured pH may lie from the computed one before the three cannot be of one sample (house policy). */
const MOST_APART = 0.1

/**
 * Reading of an arterial blood gas: the value is the pH, the band the disorder, the meaning adds whether the
 * compensation is as expected. Refused when the three do not fit together: they are then not of one sample, or one has
 * the wrong unit. With one missing the disorder is open.
 */
export function acidBase(inputs: AcidBaseInputs): ScoreResult<AcidBaseBand> {
  const ph = measured('ph', measures.ph, inputs.ph)
  const pco2 = measured('pco2', measures.pco2, inputs.arterialPco2MmHg)
  const bicarbonate = measured('bicarbonate', measures.bicarbonate, inputs.bicarbonateMmolL)
  const variables = [ph, pco2, bicarbonate]
  const faults = variables.flatMap(({ fault }) => (fault === null ? [] : [fault]))
  if (faults.length > 0) return { kind: 'refused', reason: faults.join(' ') }
  const items = variables.map(({ label, shown }) => ({ label, points: null, input: shown }))
  const source = scoreSources.acidBase
  if (ph.value === null || pco2.value === null || bicarbonate.value === null) {
    return {
      kind: 'incomplete',
      lowest: ph.value ?? measures.ph.low,
      highest: ph.value ?? measures.ph.high,
      possible: possibleBands(ph, pco2, bicarbonate),
      missing: variables.filter(({ value }) => value === null).map(({ label }) => label),
      items,
      source,
    }
  }
  if (Math.abs(phFrom(pco2.value, bicarbonate.value) - ph.value) > MOST_APART) {
    return {
      kind: 'refused',
      reason:
        'pH, PCO₂ and bicarbonate do not fit together. Check that all three are of one sample and that PCO₂ is in mmHg.',
    }
  }
  const band = disorder(...sides(ph.value, pco2.value, bicarbonate.value))
  const meaning = readCompensation(band, pco2.value, bicarbonate.value)
  return { kind: 'scored', value: ph.value, band, meaning, items, missing: [], source }
}

function sides(ph: number, pco2: number, bicarbonate: number): [Side, Side, Side] {
  return [side(ph, 7.35, 7.45), side(pco2, 35, 45), side(bicarbonate, 22, 26)]
}

/** Every disorder that some value of what is missing would give. */
function possibleBands(...variables: readonly [Variable, Variable, Variable]): readonly AcidBaseBand[] {
  const middles = [7.4, 40, 24] as const
  const [ph, pco2, bicarbonate] = variables.map(({ value, candidates }, index) =>
    value === null ? [...candidates, middles[index] ?? 0] : [value],
  )
  const found = new Set<AcidBaseBand>()
  for (const a of ph ?? []) {
    for (const b of pco2 ?? []) {
      for (const c of bicarbonate ?? []) found.add(disorder(...sides(a, b, c)))
    }
  }
  return acidBaseBands.filter((band) => found.has(band))
}
