import { expect, test } from 'vitest'
import { sparkPath } from './spark-path.ts'

const rising = [
  { at: 0, value: 4 },
  { at: 10, value: 6 },
]

test('rising values rise on screen (bug: the picture upside down)', () => {
  expect(sparkPath(rising, null, 100, 20)).toEqual({ line: 'M4 16L96 4', endX: 96, endY: 4, limitY: null })
})

test('the limit is inside the picture (bug: a limit above all values is cut off)', () => {
  expect(sparkPath(rising, 8, 100, 20)).toMatchObject({ endY: 10, limitY: 4 })
})

test('one reading is no trend (bug: a division by zero draws NaN)', () => {
  expect(sparkPath(rising.slice(0, 1), 5, 100, 20)).toBeNull()
  expect(sparkPath([], null, 100, 20)).toBeNull()
})

test('equal values and equal times stay finite (bug: NaN in the path)', () => {
  const flat = [
    { at: 5, value: 3 },
    { at: 5, value: 3 },
  ]
  expect(sparkPath(flat, null, 100, 20)?.line).toBe('M4 16L4 16')
})

test('what is no number is left out (bug: one NaN empties the picture)', () => {
  expect(sparkPath([...rising, { at: 20, value: Number.NaN }], null, 100, 20)?.endX).toBe(96)
})
