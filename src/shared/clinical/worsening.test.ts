import { expect, test } from 'vitest'
import type { FindingType } from './finding-types.ts'
import { isWorse } from './worsening.ts'

// A missed worsening stays bundled and silent; a jitter taken for worsening floods the board.
test.each<[FindingType, 'high' | 'low' | 'none', number, number, boolean]>([
  ['potassium', 'high', 6.6, 6.9, true],
  ['potassium', 'high', 6.6, 6.8, false],
  ['potassium', 'high', 6.9, 6.6, false],
  ['hemoglobin', 'low', 70, 60, true],
  ['hemoglobin', 'low', 70, 61, false],
  ['hemoglobin', 'low', 60, 70, false],
  ['oxygen_saturation', 'low', 88, 85, true],
  ['ph', 'low', 7.2, 7.15, true],
  ['potassium', 'none', 4, 9, false],
])('%s %s from %d to %d: %s', (type, direction, worst, value, expected) => {
  expect(isWorse(type, direction, worst, value)).toBe(expected)
})
