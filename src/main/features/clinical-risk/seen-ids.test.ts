import { expect, test } from 'vitest'
import { SeenIds } from './seen-ids.ts'

// Catches: an id that is forgotten when the table grows, and different ids that are taken for one.
test('every id is new once and known ever after', () => {
  const seen = new SeenIds(16)
  const ids = Array.from({ length: 50_000 }, (_, at) => Buffer.from(`P${at}`))
  expect(ids.filter((id) => seen.seen(id, 0, id.length))).toEqual([])
  expect(ids.filter((id) => !seen.seen(id, 0, id.length))).toEqual([])
})
