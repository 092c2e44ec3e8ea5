import { band, type BandTable } from './conclude.ts'
import { above, below, upTo } from './cuts.ts'
import { measures } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { bandItem, choiceItem, tally } from './tally.ts'

export interface ChildPughInputs {
  /** µmol/L. The higher limits for cholestatic disease are not used. */
  readonly bilirubinUmolL?: Known<number>
  /** g/L. */
  readonly albuminGL?: Known<number>
  readonly inr?: Known<number>
  readonly ascites?: Known<'none' | 'mild' | 'moderate-to-severe'>
  /** West Haven grades. */
  readonly encephalopathy?: Known<'none' | 'grade-1-to-2' | 'grade-3-to-4'>
}

export type ChildPughBand = 'A' | 'B' | 'C'

const bands: BandTable<ChildPughBand> = [
  upTo(6, band('A', 'Class A: well compensated cirrhosis.')),
  upTo(9, band('B', 'Class B: significant functional compromise. Check drug doses.')),
  above(band('C', 'Class C: decompensated cirrhosis. Check drug doses; discuss transplant assessment.')),
]

/** Child-Pugh, 5 to 15: bilirubin 34 and 50 µmol/L, albumin 35 and 28 g/L, INR 1.7 and 2.3, ascites, encephalopathy. */
export function childPugh(inputs: ChildPughInputs): ScoreResult<ChildPughBand> {
  return tally({
    source: scoreSources.childPugh,
    reading: { tables: [bands] },
    items: [
      bandItem('Bilirubin', measures.bilirubin, inputs.bilirubinUmolL, [below(34, 1), upTo(50, 2), above(3)]),
      bandItem('Albumin', measures.albumin, inputs.albuminGL, [below(28, 3), upTo(35, 2), above(1)]),
      bandItem('INR', measures.inr, inputs.inr, [below(1.7, 1), upTo(2.3, 2), above(3)]),
      choiceItem('ascites', inputs.ascites, { none: 1, mild: 2, 'moderate-to-severe': 3 }),
      choiceItem('encephalopathy', inputs.encephalopathy, { none: 1, 'grade-1-to-2': 2, 'grade-3-to-4': 3 }),
    ],
  })
}
