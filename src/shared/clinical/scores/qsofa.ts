import { band, type BandTable } from './conclude.ts'
import { above, below, upTo } from './cuts.ts'
import { measures } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { bandItem, tally, type Item, item } from './tally.ts'
import { measured, yesNo } from './variable.ts'

export interface QsofaInputs {
  /** Breaths per minute, 0 to 80. */
  readonly respiratoryRate?: Known<number>
  /** Systolic blood pressure, mmHg, 30 to 300. */
  readonly systolicMmHg?: Known<number>
  /** Glasgow Coma Scale, 3 to 15. */
  readonly glasgowComaScale?: Known<number>
  /** Altered mentation as judged at the bedside; used when no Glasgow Coma Scale is known. */
  readonly alteredMentation?: Known<boolean>
}

export type QsofaBand = 'below-two' | 'two-or-more'

const bands: BandTable<QsofaBand> = [
  below(
    2,
    band(
      'below-two',
      'Fewer than two criteria. This does not exclude sepsis: the score is a prompt to look, not a test for infection.',
    ),
  ),
  above(
    band(
      'two-or-more',
      'Two or more criteria: with suspected infection, a raised risk of death or a long intensive care stay. Look for organ dysfunction.',
    ),
  ),
]

/**
 * qSOFA: respiratory rate of 22 or more, systolic pressure of 100 or less, altered mentation (Glasgow Coma Scale below
 * 15); one point each, 0 to 3 (Singer 2016).
 */
export function qsofa(inputs: QsofaInputs): ScoreResult<QsofaBand> {
  return tally({
    source: scoreSources.qsofa,
    reading: { tables: [bands] },
    items: [
      bandItem('Respiratory rate 22/min or more', measures.respiratoryRate, inputs.respiratoryRate, [
        below(22, 0),
        above(1),
      ]),
      bandItem('Systolic blood pressure 100 mmHg or less', measures.systolic, inputs.systolicMmHg, [
        upTo(100, 1),
        above(0),
      ]),
      mentation(inputs),
    ],
  })
}

/** The scale and the bedside judgement say the same thing; one is enough, and a contradiction is refused. */
function mentation({ glasgowComaScale, alteredMentation }: QsofaInputs): Item {
  const label = 'Altered mentation'
  const scale = measured('gcs', measures.gcs, glasgowComaScale, [15])
  const judged = yesNo('altered', 'altered mentation', alteredMentation)
  if (judged.value === null) return item(label, [scale], (of) => (of('gcs') < 15 ? 1 : 0))
  const byJudgement = item(label, [judged], (of) => of('altered'))
  if (scale.fault !== null) return { ...byJudgement, faults: [scale.fault] }
  const contradicts = scale.value !== null && scale.value < 15 !== (judged.value === 1)
  return contradicts ? { ...byJudgement, faults: [CONTRADICTION] } : byJudgement
}

const CONTRADICTION =
  'The Glasgow Coma Scale and the judgement of altered mentation contradict each other. Correct one of them.'
