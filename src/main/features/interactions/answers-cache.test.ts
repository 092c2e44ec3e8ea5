import { expect, test } from 'vitest'
import { type Entry, readEntry, writeEntry } from './answers.ts'
import { AnswerCache } from './answers-cache.ts'
import { type Pair, pairOf } from './pair-key.ts'

const pair: Pair = ['aspirin', 'warfarin']

function answerIn(entry: Entry) {
  if (entry.kind !== 'answer') throw new Error(entry.kind)
  return entry.answer
}
const foreign = answerIn(readEntry(pair, '{"severity":"major","description":"x","recommendation":"y"}'))

// Catches: memory that grows with every pair ever asked, and a pair in use that is thrown out before idle ones.
test('the cache is bounded, and what is used stays', () => {
  const cache = new AnswerCache(() => 0)
  cache.set(pair, foreign)
  for (let at = 0; at < 20_000; at += 1) {
    cache.set(pairOf('a', `drug ${at}`), foreign)
    if (at % 1_000 === 0) cache.get(pair)
  }
  expect(cache.size).toBeLessThanOrEqual(5_000)
  expect(cache.get(pair)).toEqual(foreign)
  expect(cache.get(pairOf('a', 'drug 0'))).toBeUndefined()
})

// Catches: "nothing known" that is believed for ever, and answers that are lost together with the hub.
test('that nothing is known is soon asked again; an answer is kept for when nobody can be asked', () => {
  let now = 0
  const cache = new AnswerCache(() => now)
  cache.set(pair, null)
  expect(cache.get(pair)).toBeNull()
  now = 60_001
  expect(cache.get(pair)).toBeUndefined()
  expect(cache.get(pair, true)).toBeUndefined()
  cache.set(pair, foreign)
  now += 600_001
  expect(cache.get(pair)).toBeUndefined()
  expect(cache.get(pair, true)).toEqual(foreign)
})

// Catches: after a new link answers from before it, which may have been judged meanwhile.
test('a new link makes everything be asked again', () => {
  const cache = new AnswerCache(() => 1)
  cache.set(pair, foreign)
  cache.set(pairOf('a', 'b'), null)
  cache.expire()
  expect(cache.get(pair)).toBeUndefined()
  expect(cache.get(pairOf('a', 'b'))).toBeUndefined()
})

// Catches: markup, control characters and endless text of a stored answer that reach the screen or a print.
test('texts of an entry are cleaned and bounded', () => {
  const text = JSON.stringify({
    severity: 'major',
    description: `a\u0000\u202eb${'c'.repeat(5_000)}`,
    recommendation: 7,
  })
  const { effect, action } = answerIn(readEntry(pair, text))
  expect(effect).toMatch(/^a bc+…$/)
  expect(effect.length).toBeLessThan(1_300)
  expect(action).toBe('')
})

// Catches: a field of ours that does not survive the hub.
test('what is written is read again', () => {
  const answer = {
    ...foreign,
    severity: null,
    standing: 'unvalidated',
    provenance: {
      model: 'm',
      promptVersion: 'p',
      at: 5,
      contradictedBy: { model: 'n', severity: 'minor', effect: 'e' },
    },
  } as const
  expect(answerIn(readEntry(pair, writeEntry(pair, answer)))).toEqual(answer)
})
