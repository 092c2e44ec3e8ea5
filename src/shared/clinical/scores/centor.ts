import { band, type BandTable } from './conclude.ts'
import { above, below, upTo } from './cuts.ts'
import { measures } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { bandItem, flagItem, item, tally, type Item } from './tally.ts'
import { yesNo } from './variable.ts'

export interface CentorInputs {
  /** Exudate or swelling of the tonsils. */
  readonly tonsillarExudate?: Known<boolean>
  /** Tender or swollen anterior cervical nodes. */
  readonly tenderAnteriorNodes?: Known<boolean>
  /** Fever by history or above 38 °C. */
  readonly fever?: Known<boolean>
  readonly cough?: Known<boolean>
}

export interface McIsaacInputs extends CentorInputs {
  /** Completed years, 3 to 120. */
  readonly ageYears?: Known<number>
}

export type CentorBand = 'low' | 'moderate' | 'high'

const centorBands: BandTable<CentorBand> = [
  upTo(
    1,
    band(
      'low',
      'Group A streptococcus is unlikely (2.5 % to 6.5 % were positive). No test and no antibiotic is usual.',
    ),
  ),
  upTo(2, band('moderate', 'Group A streptococcus is possible (15 % were positive). Test before treating.')),
  above(
    band(
      'high',
      'Group A streptococcus is more likely (32 % to 56 % were positive). Test, or treat by local policy.',
    ),
  ),
]

const mcIsaacBands: BandTable<CentorBand> = [
  upTo(
    1,
    band(
      'low',
      'Group A streptococcus is unlikely (1 % to 10 % were positive). No test and no antibiotic is usual.',
    ),
  ),
  upTo(
    3,
    band(
      'moderate',
      'Group A streptococcus is possible (11 % to 35 % were positive). Test, and treat if positive.',
    ),
  ),
  above(
    band(
      'high',
      'Group A streptococcus is more likely (51 % to 53 % were positive). Test, or treat by local policy.',
    ),
  ),
]

function items(inputs: CentorInputs): readonly Item[] {
  return [
    flagItem('tonsillar exudate or swelling', inputs.tonsillarExudate, 1),
    flagItem('tender anterior cervical nodes', inputs.tenderAnteriorNodes, 1),
    flagItem('fever', inputs.fever, 1),
    item('No cough', [yesNo('cough', 'cough', inputs.cough)], (of) => 1 - of('cough')),
  ]
}

/** Centor criteria of sore throat in adults, 0 to 4 (Centor 1981). */
export function centor(inputs: CentorInputs): ScoreResult<CentorBand> {
  return tally({ source: scoreSources.centor, reading: { tables: [centorBands] }, items: items(inputs) })
}

/** McIsaac's form, −1 to 5: age 3 to 14 one point more, from 45 one less (McIsaac 1998). */
export function mcIsaac(inputs: McIsaacInputs): ScoreResult<CentorBand> {
  const age = { ...measures.age, low: 3 }
  return tally({
    source: scoreSources.mcIsaac,
    reading: { tables: [mcIsaacBands] },
    items: [...items(inputs), bandItem('Age', age, inputs.ageYears, [below(15, 1), below(45, 0), above(-1)])],
  })
}
