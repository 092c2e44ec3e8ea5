import { expect, test } from 'vitest'
import { chipWords, groupUnchecked, knowledgeAgeDays, nameOf, shorten } from './describe.ts'
import { testDrug, testResult } from './test-check.ts'
import type { KnownDrug } from '@shared/features/interactions/model.ts'

const warfarin: KnownDrug = {
  kind: 'known',
  text: 'Coumadin 5 mg tab',
  name: 'warfarin',
  ingredients: ['warfarin'],
  via: 'brand',
  matched: 'Coumadin',
  strength: '5 mg',
  form: 'tablet',
  route: null,
}

test('a chip says what was understood', () => {
  expect(chipWords(testDrug('Coumadin 5 mg tab'), warfarin)).toEqual({
    main: 'warfarin',
    note: 'Coumadin 5 mg tablet',
  })
})

// Catches: a misspelling that is read as a drug without a word about it.
test('a misspelt drug says what it was read from', () => {
  const spelt: KnownDrug = { ...warfarin, via: 'spelling', matched: 'warfarin', strength: null, form: null }
  expect(chipWords(testDrug('warfrin'), spelt).note).toBe('read from “warfrin”')
})

test('an unknown drug keeps its own words (bug: an empty chip)', () => {
  const unknown = {
    kind: 'unknown' as const,
    text: 'x',
    reason: 'not-in-formulary' as const,
    sentence: '',
    suggestions: [],
  }
  expect(chipWords(testDrug('blargonex'), unknown)).toEqual({ main: 'blargonex', note: 'could not check' })
  expect(nameOf(testDrug('blargonex'), null)).toBe('blargonex')
})

test('a pasted novel is one short line (bug: a chip that fills the screen, control characters in it)', () => {
  const text = shorten(`a\u0000b\n${'x'.repeat(10_000)}`)
  expect(text.length).toBeLessThanOrEqual(60)
  expect(text.startsWith('a b x')).toBe(true)
})

test('one unknown drug is one line, however many pairs it leaves open', () => {
  const open = (drugs: number[], sentence: string) => ({
    drugs,
    reason: 'model-slow' as const,
    sentence,
    retry: true,
  })
  const groups = groupUnchecked(
    testResult({ unchecked: [open([0, 1], 'Slow.'), open([0, 2], 'Slow.'), open([1, 2], 'No.')] }),
  )
  expect(groups.map(({ sentence, places }) => [sentence, places.length])).toEqual([
    ['Slow.', 2],
    ['No.', 1],
  ])
})

test('a version that is no date has no age (bug: "NaN days old")', () => {
  expect(knowledgeAgeDays('2026-11-20', Date.parse('2026-11-22T10:00:00Z'))).toBe(2)
  expect(knowledgeAgeDays('spring edition', 0)).toBeNull()
})
