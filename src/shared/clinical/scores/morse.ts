import { band, type BandTable } from './conclude.ts'
import { above, below } from './cuts.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { choiceItem, flagItem, tally } from './tally.ts'

export interface MorseInputs {
  /** A fall during this stay or within three months. */
  readonly recentFall?: Known<boolean>
  /** More than one medical diagnosis. */
  readonly secondaryDiagnosis?: Known<boolean>
  readonly walkingAid?: Known<'none-or-nurse' | 'crutches-cane-or-walker' | 'furniture'>
  /** Intravenous therapy or a locked cannula. */
  readonly intravenousAccess?: Known<boolean>
  readonly gait?: Known<'normal-or-bedrest' | 'weak' | 'impaired'>
  /** Overestimates own ability or forgets limits. */
  readonly forgetsLimits?: Known<boolean>
}

export type MorseBand = 'low' | 'moderate' | 'high'

const bands: BandTable<MorseBand> = [
  below(25, band('low', 'Low risk of falling: good basic care.')),
  below(45, band('moderate', 'Moderate risk of falling: standard measures against falls.')),
  above(band('high', 'High risk of falling (45 or more): the full measures against falls.')),
]

/** Morse fall scale, 0 to 125 (Morse 1989). */
export function morse(inputs: MorseInputs): ScoreResult<MorseBand> {
  return tally({
    source: scoreSources.morse,
    reading: { tables: [bands] },
    items: [
      flagItem('fall within three months', inputs.recentFall, 25),
      flagItem('secondary diagnosis', inputs.secondaryDiagnosis, 15),
      choiceItem('walking aid', inputs.walkingAid, {
        'none-or-nurse': 0,
        'crutches-cane-or-walker': 15,
        furniture: 30,
      }),
      flagItem('intravenous access', inputs.intravenousAccess, 20),
      choiceItem('gait', inputs.gait, { 'normal-or-bedrest': 0, weak: 10, impaired: 20 }),
      flagItem('forgets own limits', inputs.forgetsLimits, 15),
    ],
  })
}
