import { band, type BandTable } from './conclude.ts'
import { above, below } from './cuts.ts'
import type { Lookup } from './extremes.ts'
import { rounded } from './formula.ts'
import { measures, type Measure } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { greatest, item } from './tally.ts'
import { measured, yesNo } from './variable.ts'

export interface KdigoAkiInputs {
  /** Creatinine now, µmol/L. */
  readonly creatinineUmolL?: Known<number>
  /** Reference creatinine, known or presumed within the seven days before, µmol/L. */
  readonly baselineCreatinineUmolL?: Known<number>
  /** Lowest creatinine of the last 48 hours, µmol/L; at most the creatinine now. */
  readonly lowestCreatinine48hUmolL?: Known<number>
  readonly renalReplacement?: Known<boolean>
  /** Mean urine output of the last 6 hours, mL/kg/h, 0 to 30. */
  readonly urine6hMlKgH?: Known<number>
  /** Mean urine output of the last 12 hours, mL/kg/h; exactly 0 is anuria. */
  readonly urine12hMlKgH?: Known<number>
  /** Mean urine output of the last 24 hours, mL/kg/h. */
  readonly urine24hMlKgH?: Known<number>
}

export type KdigoAkiBand = 'no-aki' | 'stage-1' | 'stage-2' | 'stage-3'

const bands: BandTable<KdigoAkiBand> = [
  below(1, band('no-aki', 'No criterion of acute kidney injury is met by these values.')),
  below(
    2,
    band(
      'stage-1',
      'Acute kidney injury, KDIGO stage 1. Look for the cause, review nephrotoxic drugs, watch fluids.',
    ),
  ),
  below(
    3,
    band('stage-2', 'Acute kidney injury, KDIGO stage 2. Check drug doses; consider a higher level of care.'),
  ),
  above(
    band(
      'stage-3',
      'Acute kidney injury, KDIGO stage 3. Discuss with nephrology; consider renal replacement.',
    ),
  ),
]

const baseline: Measure = { ...measures.creatinine, label: 'baseline creatinine' }
const lowest48h: Measure = { ...measures.creatinine, label: 'lowest creatinine of the last 48 hours' }
const urine = (hours: number): Measure => ({
  label: `urine output of the last ${hours} hours`,
  unit: 'mL/kg/h',
  low: 0,
  high: 30,
})

/** Stage by creatinine: 1.5, 2 and 3 times the baseline; a rise of 26.5 µmol/L in 48 h; 353.6 µmol/L once either holds. */
function creatinineStage(of: Lookup<'now' | 'baseline' | 'lowest'>): number {
  const times = rounded(of('now') / of('baseline'), 6)
  const rose = rounded(of('now') - of('lowest'), 6) >= 26.5
  if (times >= 3 || (of('now') >= 353.6 && (rose || times >= 1.5))) return 3
  if (times >= 2) return 2
  return times >= 1.5 || rose ? 1 : 0
}

/**
 * KDIGO stage of acute kidney injury in adults, 0 to 3: the worst of the creatinine criterion, the urine criterion
 * (below 0.5 mL/kg/h for 6 h stage 1 and for 12 h stage 2; below 0.3 for 24 h or anuria for 12 h stage 3) and renal
 * replacement therapy (stage 3).
 */
export function kdigoAki(inputs: KdigoAkiInputs): ScoreResult<KdigoAkiBand> {
  const { creatinineUmolL: now, lowestCreatinine48hUmolL: lowest } = inputs
  if (typeof now === 'number' && typeof lowest === 'number' && lowest > now) {
    return {
      kind: 'refused',
      reason: 'The lowest creatinine of the last 48 hours is above the creatinine now. Correct one of them.',
    }
  }
  return greatest({
    source: scoreSources.kdigoAki,
    reading: { tables: [bands] },
    items: [
      item(
        'Creatinine',
        [
          measured('now', measures.creatinine, inputs.creatinineUmolL),
          measured('baseline', baseline, inputs.baselineCreatinineUmolL),
          measured('lowest', lowest48h, inputs.lowestCreatinine48hUmolL),
        ],
        creatinineStage,
      ),
      item('Urine of 6 hours', [measured('urine', urine(6), inputs.urine6hMlKgH, [0.5])], (of) =>
        of('urine') < 0.5 ? 1 : 0,
      ),
      item('Urine of 12 hours', [measured('urine', urine(12), inputs.urine12hMlKgH, [0.5])], (of) =>
        of('urine') === 0 ? 3 : of('urine') < 0.5 ? 2 : 0,
      ),
      item('Urine of 24 hours', [measured('urine', urine(24), inputs.urine24hMlKgH, [0.3])], (of) =>
        of('urine') < 0.3 ? 3 : 0,
      ),
      item(
        'Renal replacement therapy',
        [yesNo('replacement', 'renal replacement therapy', inputs.renalReplacement)],
        (of) => of('replacement') * 3,
      ),
    ],
  })
}
