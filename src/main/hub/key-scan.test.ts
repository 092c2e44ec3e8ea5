import { expect, test } from 'vitest'
import { everyPage, placeAmong, primariesOf, type ScanPage } from './key-scan.ts'

const slots = (...owners: readonly string[]): string[][] =>
  Array.from({ length: 16_384 }, (_, slot) => [owners[slot % owners.length] ?? ''])

// Catches: a replica walked as well, or instead, and an order that changes between two pages.
test('the primaries of all slots, each once and always in the same order', () => {
  const two = slots('b:1', 'a:1').map((names) => [...names, 'replica:1'])
  expect(primariesOf(two)).toEqual(['a:1', 'b:1'])
  expect(primariesOf(two.toReversed())).toEqual(['a:1', 'b:1'])
})

// Catches: a part of the keys that nobody serves passed off as empty.
test('a slot that nobody serves cannot be walked', () => {
  expect(() => primariesOf(slots('a:1').slice(0, -1))).toThrow('nobody')
  expect(() => primariesOf([])).toThrow('nobody')
})

// Catches: the cursor of one server given to another after a failover, which skips keys in silence.
test('a place among other primaries is the beginning', () => {
  expect(placeAmong(['a:1', 'b:1'], '0')).toEqual({ cursor: '0', index: 0 })
  expect(placeAmong(['a:1', 'b:1'], '17@1@a:1,b:1')).toEqual({ cursor: '17', index: 1 })
  expect(placeAmong(['a:1', 'c:1'], '17@1@a:1,b:1')).toEqual({ cursor: '0', index: 0 })
})

// Catches: a walk that ends at an empty page, or never.
test('a walk has every page until the beginning comes again', async () => {
  const pages: Record<string, ScanPage> = {
    '0': { keys: [], next: '5' },
    '5': { keys: ['x'], next: '0@1@a,b' },
    '0@1@a,b': { keys: ['y'], next: '0' },
  }
  const seen: string[] = []
  for await (const keys of everyPage((place) => Promise.resolve(pages[place] ?? { keys: [], next: '0' })))
    seen.push(...keys)
  expect(seen).toEqual(['x', 'y'])
})
