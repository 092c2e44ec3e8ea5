import { band, type BandTable } from './conclude.ts'
import { above, upTo } from './cuts.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { item, tally, type Item } from './tally.ts'
import { measured } from './variable.ts'

/** The scale's "UN": amputation, fused joint, intubation. It adds no points by the scale's own rule. */
export type Testable = number | 'untestable'

/** The fifteen items of the scale, each from 0 (normal) to its greatest, in the scale's order. */
export interface NihssInputs {
  /** 1a, 0 to 3. */
  readonly consciousness?: Known<number>
  /** 1b, month and age, 0 to 2. */
  readonly questions?: Known<number>
  /** 1c, two commands, 0 to 2. */
  readonly commands?: Known<number>
  /** 2, 0 to 2. */
  readonly gaze?: Known<number>
  /** 3, 0 to 3. */
  readonly visualFields?: Known<number>
  /** 4, 0 to 3. */
  readonly facialPalsy?: Known<number>
  /** 5a, 0 to 4. */
  readonly leftArm?: Known<Testable>
  /** 5b, 0 to 4. */
  readonly rightArm?: Known<Testable>
  /** 6a, 0 to 4. */
  readonly leftLeg?: Known<Testable>
  /** 6b, 0 to 4. */
  readonly rightLeg?: Known<Testable>
  /** 7, 0 to 2. */
  readonly ataxia?: Known<Testable>
  /** 8, 0 to 2. */
  readonly sensory?: Known<number>
  /** 9, 0 to 3. */
  readonly language?: Known<number>
  /** 10, 0 to 2. */
  readonly dysarthria?: Known<Testable>
  /** 11, 0 to 2. */
  readonly neglect?: Known<number>
}

export type NihssBand = 'none' | 'minor' | 'moderate' | 'moderate-to-severe' | 'severe'

const bands: BandTable<NihssBand> = [
  upTo(0, band('none', 'No deficit on this scale. Posterior strokes can score zero.')),
  upTo(4, band('minor', 'Minor stroke by the scale. A small deficit can still disable.')),
  upTo(15, band('moderate', 'Moderate stroke by the scale.')),
  upTo(20, band('moderate-to-severe', 'Moderate to severe stroke by the scale.')),
  above(band('severe', 'Severe stroke by the scale.')),
]

/** National Institutes of Health Stroke Scale, 0 to 42, and its usual severity bands. */
export function nihss(inputs: NihssInputs): ScoreResult<NihssBand> {
  return tally({
    source: scoreSources.nihss,
    reading: { tables: [bands] },
    items: [
      part('level of consciousness', inputs.consciousness, 3),
      part('questions', inputs.questions, 2),
      part('commands', inputs.commands, 2),
      part('gaze', inputs.gaze, 2),
      part('visual fields', inputs.visualFields, 3),
      part('facial palsy', inputs.facialPalsy, 3),
      part('left arm', inputs.leftArm, 4),
      part('right arm', inputs.rightArm, 4),
      part('left leg', inputs.leftLeg, 4),
      part('right leg', inputs.rightLeg, 4),
      part('limb ataxia', inputs.ataxia, 2),
      part('sensation', inputs.sensory, 2),
      part('language', inputs.language, 3),
      part('dysarthria', inputs.dysarthria, 2),
      part('neglect', inputs.neglect, 2),
    ],
  })
}

function part(label: string, value: Known<Testable>, most: number): Item {
  if (value === 'untestable') {
    return { label, low: 0, high: 0, missing: [], input: 'untestable', faults: [] }
  }
  const measure = { label, unit: '', low: 0, high: most, whole: true } as const
  return item(label, [measured('points', measure, value)], (of) => of('points'))
}
