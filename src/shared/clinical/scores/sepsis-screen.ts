import { band, conclude, type BandTable } from './conclude.ts'
import { above, below } from './cuts.ts'
import { qsofa, type QsofaInputs } from './qsofa.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { sirs, type SirsInputs } from './sirs.ts'
import { NOT_KNOWN } from './variable.ts'

/** Inputs of both criteria; whatever they share is given once. */
export interface SepsisScreenInputs extends SirsInputs, QsofaInputs {
  /** A clinician suspects infection or it is proven. */
  readonly infectionSuspected?: Known<boolean>
}

export type SepsisScreenBand = 'negative' | 'one-positive' | 'both-positive'

const bands: BandTable<SepsisScreenBand> = [
  below(
    1,
    band(
      'negative',
      'Neither screen is positive, or no infection is suspected. This does not exclude sepsis; screen again when the patient changes.',
    ),
  ),
  below(
    2,
    band(
      'one-positive',
      'Suspected infection with two or more SIRS criteria or a qSOFA of two or more: have the patient assessed for sepsis now.',
    ),
  ),
  above(
    band(
      'both-positive',
      'Suspected infection with two or more SIRS criteria and a qSOFA of two or more: treat as possible sepsis until it is excluded.',
    ),
  ),
]

/**
 * Number of positive sepsis screens, 0 to 2: two or more SIRS criteria, and qSOFA of two or more, each with suspected
 * infection. Without suspected infection neither is positive.
 */
export function sepsisScreen(inputs: SepsisScreenInputs): ScoreResult<SepsisScreenBand> {
  const inflammation = sirs(inputs)
  const quick = qsofa(inputs)
  if (inflammation.kind === 'refused') return inflammation
  if (quick.kind === 'refused') return quick
  const infection = inputs.infectionSuspected ?? null
  const screens = [
    { label: 'Two or more SIRS criteria', result: inflammation },
    { label: 'qSOFA of two or more', result: quick },
  ].map(({ label, result }) => ({ label, ...bounds(result) }))
  const least = infection === true ? 1 : 0
  const most = infection === false ? 0 : 1
  const lowest = least * screens.reduce((sum, { low }) => sum + low, 0)
  const highest = most * screens.reduce((sum, { high }) => sum + high, 0)
  const open = lowest === highest ? [] : screens.filter(({ low, high }) => low !== high)
  return conclude({
    source: scoreSources.sepsisScreen,
    reading: { tables: [bands] },
    lowest,
    highest,
    missing: [
      ...new Set([
        ...(infection === null && highest > 0 ? ['suspicion of infection'] : []),
        ...open.flatMap(({ missing }) => missing),
      ]),
    ],
    items: [
      {
        label: 'Suspected infection',
        points: null,
        input: infection === null ? NOT_KNOWN : infection ? 'yes' : 'no',
      },
      ...screens.map(({ label, low, high, input }) => ({
        label,
        points: low * least === high * most ? low * least : null,
        input,
      })),
    ],
  })
}

/** Whether a criterion of two or more is met: at least and at most, as 0 or 1. */
function bounds(result: Exclude<ScoreResult, { kind: 'refused' }>) {
  const met = (value: number): number => (value >= 2 ? 1 : 0)
  return result.kind === 'scored'
    ? { low: met(result.value), high: met(result.value), missing: [], input: `${result.value} criteria` }
    : {
        low: met(result.lowest),
        high: met(result.highest),
        missing: result.missing,
        input: `${result.lowest} to ${result.highest} criteria`,
      }
}
