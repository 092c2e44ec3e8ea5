import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editDistance, indexSpelling, soundOf, spellingLimit } from './spelling.ts'

test.each([
  ['warfarin', 'warfarin', 0],
  ['warfrin', 'warfarin', 1],
  ['wafrarin', 'warfarin', 1],
  ['metropolol', 'metoprolol', 2],
  ['aspirin', 'warfarin', 4],
])('from %s to %s there are %i errors', (a, b, errors) => {
  expect(editDistance(a, b, 9)).toBe(errors)
  expect(editDistance(b, a, 9)).toBe(errors)
  expect(editDistance(a, b, 2)).toBe(Math.min(errors, 3))
})

test.each([
  ['sulphasalazine', 'sulfasalazine'],
  ['ciclosporin', 'cyclosporine'],
  ['amoxycillin', 'amoxicillin'],
  ['oestradiol', 'estradiol'],
  ['phenytoin', 'fenitoin'],
  ['ketoconazol', 'ketoconazole'],
])('%s sounds as %s', (a, b) => {
  expect(soundOf(a)).toBe(soundOf(b))
})

test('hydroxyzine and hydralazine do not sound the same', () => {
  expect(soundOf('hydroxyzine')).not.toBe(soundOf('hydralazine'))
})

test('short names allow no error, long ones a few', () => {
  expect([3, 4, 5, 7, 8, 12, 13, 40].map(spellingLimit)).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
})

// Catches: a filter that throws near names away before they are compared.
test('the index finds what comparing with every key finds', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'o', 'l'), minLength: 1, maxLength: 9 })
  fc.assert(
    fc.property(
      fc.uniqueArray(word, { maxLength: 30 }),
      word,
      fc.integer({ min: 0, max: 3 }),
      (keys, key, limit) => {
        const near = new Set(
          indexSpelling(keys)
            .near(key, limit)
            .map((one) => one.key),
        )
        const missed = keys.filter((other) => editDistance(key, other, limit) <= limit && !near.has(other))
        expect(missed).toEqual([])
      },
    ),
  )
})
