import { expect, test } from 'vitest'
import type { News2Observations } from './news2.ts'
import { news2Trend } from './news2-trend.ts'

const HOUR = 3_600_000
const now = 1_000 * HOUR
// RCP 2017, chart 1: every parameter in its zero band; respiratory rate 21-24 gives 2, 25 and more 3, pulse 111-130 gives 2.
const well: News2Observations = {
  respiratoryRate: 16,
  oxygenSaturation: 97,
  oxygen: 'air',
  systolic: 120,
  pulse: 75,
  consciousness: 'A',
  temperature: 37,
}
const two = { ...well, respiratoryRate: 22 }
const four = { ...two, pulse: 120 }

const at = (hoursAgo: number, observations: News2Observations) => ({
  at: now - hoursAgo * HOUR,
  observations,
})

// A sign lost in the slope would call a patient who gets worse better.
test.each([
  ['rising', [at(2, well), at(1, two), at(0, four)], 2],
  ['falling', [at(4, four), at(2, two), at(0, well)], -1],
  ['steady', [at(3, two), at(0, two)], 0],
  ['rising', [at(10, well), at(0, two)], 0.2],
] as const)('%s', (direction, readings, perHour) => {
  expect(news2Trend(readings, 1, now)).toMatchObject({ kind: 'trend', direction, perHour })
})

test('readings may come in any order, and carry their ages', () => {
  const trend = news2Trend([at(0, four), at(2, well), at(1, two)], 1, now)
  expect(trend).toMatchObject({ direction: 'rising', perHour: 2, sets: 3, hours: 2 })
  expect(trend.points.map(({ ageMinutes }) => ageMinutes)).toEqual([120, 60, 0])
})

// Missing never reads as steady.
test.each([
  ['nothing', [], 'fewer-than-two-complete-sets'],
  ['one set', [at(1, two)], 'fewer-than-two-complete-sets'],
  ['two sets of one moment', [at(1, two), at(1, two)], 'fewer-than-two-complete-sets'],
  ['an older day', [at(30, well), at(1, two)], 'fewer-than-two-complete-sets'],
  ['a set of the future', [at(1, well), at(-1, four)], 'fewer-than-two-complete-sets'],
  ['a partial newest set', [at(2, two), at(1, two), at(0, { respiratoryRate: 22 })], 'newest-set-is-partial'],
] as const)('cannot tell by %s', (_name, readings, reason) => {
  expect(news2Trend(readings, 1, now)).toMatchObject({ kind: 'cannot-tell', reason })
})

test('a partial newest set that is already two points worse is rising', () => {
  const partial = { respiratoryRate: 26, pulse: 120 }
  expect(news2Trend([at(2, well), at(1, well), at(0, partial)], 1, now)).toMatchObject({
    kind: 'trend',
    direction: 'rising',
  })
})
