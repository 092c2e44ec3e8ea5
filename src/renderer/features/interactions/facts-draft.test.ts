import { expect, test } from 'vitest'
import { draftOf, knownFacts, readFacts } from './facts-draft.ts'
import { nothingKnown } from '@shared/features/interactions/model.ts'

test('an empty field is unknown and never a normal value', () => {
  expect(readFacts(draftOf(nothingKnown))).toEqual({ context: nothingKnown })
  expect(knownFacts(nothingKnown)).toBe(0)
})

// Catches: "no known allergies" and "nobody asked" read as the same.
test('no allergies and unknown allergies are told apart', () => {
  const draft = draftOf({ ...nothingKnown, allergies: [] })
  expect(draft.allergies).toBe('none')
  expect(readFacts(draft)).toMatchObject({ context: { allergies: [] } })
  expect(readFacts({ ...draft, allergies: 'some', allergyText: ' , ' })).toEqual({
    problems: { allergies: true },
  })
})

test('what was known comes back as it was (bug: facts lost by opening and saving)', () => {
  const context = {
    ageYears: 82,
    pregnant: false,
    egfr: 28.5,
    childPugh: 'B' as const,
    potassium: 5.6,
    qtc: 510,
    allergies: ['penicillin', 'sulfa'],
  }
  expect(readFacts(draftOf(context))).toEqual({ context })
  expect(knownFacts(context)).toBe(7)
})

test.each([
  ['potassium', '5,6', { context: { potassium: 5.6 } }],
  ['ageYears', '200', { problems: { ageYears: true } }],
  ['egfr', 'about 30', { problems: { egfr: true } }],
  ['qtc', '0', { problems: { qtc: true } }],
] as const)('%s typed as %j (bug: a value corrected or dropped silently)', (fact, typed, read) => {
  expect(readFacts({ ...draftOf(nothingKnown), [fact]: typed })).toMatchObject(read)
})
