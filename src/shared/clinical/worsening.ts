import type { FindingType } from './finding-types.ts'
import type { FindingDirection } from './grade.ts'
import { vocabulary } from './vocabulary.ts'

/** Allows for binary fractions: 6.9 - 6.4 must count as 0.5. */
const TOLERANCE = 1e-9

/**
 * True when a canonical value has moved beyond the worst so far, in the finding's direction, by at least the
 * finding's `worseningStep` (house policy per type, in the vocabulary). Inside the limits nothing worsens.
 */
export function isWorse(
  type: FindingType,
  direction: FindingDirection,
  worstSoFar: number,
  value: number,
): boolean {
  const step = vocabulary[type].worseningStep - TOLERANCE
  switch (direction) {
    case 'high':
      return value - worstSoFar >= step
    case 'low':
      return worstSoFar - value >= step
    case 'none':
      return false
  }
}
