import { expect, test } from 'vitest'
import { pairOf, pythonPair } from './pair-key.ts'
import { KnownPairs } from './redis-known.ts'

const known = () => new KnownPairs((pair) => `drug_interaction:${pair}`)
const pair = pairOf('sertraline', "st john's wort")
const entry = (severity: string, description = 'They meet.') => JSON.stringify({ severity, description })

test('the key of a pair is the seed’s, asked once or twice', () => {
  const pairs = known()
  for (let n = 0; n < 2; n += 1)
    expect(pairs.of(pair).key).toBe(`drug_interaction:['sertraline', "st john's wort"]`)
  expect(pairs.of(pairOf('b', 'a')).key).toBe(`drug_interaction:${pythonPair('a', 'b')}`)
  expect(pairs.size).toBe(2)
})

// Catches: an answer that goes on speaking after the hub holds another one, none, or half of one.
test('only the very same text is not read again', () => {
  const pairs = known()
  const read = (text: string | null) => pairs.of(pairOf('sertraline', "st john's wort")).read(text)
  const first = read(entry('major'))
  expect(first).toMatchObject({ kind: 'answer', answer: { severity: 'major' } })
  expect(read(entry('major'))).toBe(first)
  expect(read(entry('minor'))).toMatchObject({ answer: { severity: 'minor' } })
  expect(read(null)).toEqual({ kind: 'absent' })
  expect(read(entry('minor').slice(0, -3))).toMatchObject({ kind: 'unusable' })
  expect(read(entry('minor').slice(0, -3))).toMatchObject({ kind: 'unusable' })
  expect(read('')).toMatchObject({ kind: 'unusable' })
  expect(read(entry('major'))).toEqual(first)
})

// Catches: the answer about one pair given for another whose entry reads the same.
test('the same text under another pair is read for that pair', () => {
  const pairs = known()
  const own = JSON.stringify({
    severity: 'none',
    description: '',
    recommendation: '',
    wardlight: {
      version: 1,
      pair: ['a', 'b'],
      standing: 'unvalidated',
      mechanism: '',
      onset: 'unknown',
      evidence: 'suspected',
      provenance: { model: 'm', promptVersion: 'p', at: 1, contradictedBy: null },
    },
  })
  expect(pairs.of(['a', 'b']).read(own)).toMatchObject({ kind: 'answer' })
  expect(pairs.of(['a', 'c']).read(own)).toMatchObject({ kind: 'unusable' })
})

// Catches: a station whose memory grows with every pair and every long entry that it ever saw.
test('what is remembered is bounded', () => {
  const pairs = known()
  for (let n = 0; n < 12_000; n += 1) pairs.of([`a${n % 200}`, `b${n}`])
  expect(pairs.size).toBeLessThanOrEqual(5_000)
  const long = entry('major', 'x'.repeat(5_000))
  const one = pairs.of(pair)
  const read = one.read(long)
  expect(one.read(long)).toEqual(read)
  expect(one.read(long)).not.toBe(read)
})
