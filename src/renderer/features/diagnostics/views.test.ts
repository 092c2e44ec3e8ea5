import { expect, test } from 'vitest'
import { conditionName, differentialRows, signed, worstFirst } from './differential.ts'
import { calibrationPoints, moneyWords, spanWords, sumDays } from './figures.ts'
import { leadingWords, riskWords } from './describe.ts'
import { diagnosisOf, hypothesisOf, rowOf } from './test-runs.ts'

// Catches: a ranking changed by the window, and dissent that stands at the wrong hypothesis.
test('the differential keeps main’s order and marks dissent at both hypotheses', () => {
  const dissent = {
    specialist: 'laboratory',
    origin: 'local-rules',
    against: 'failure',
    instead: 'embolism',
    why: 'Because.',
  } as const
  const diagnosis = diagnosisOf({
    differential: [hypothesisOf('failure', 0.4), hypothesisOf('embolism', 0.4), hypothesisOf('asthma', 0.1)],
    dissent: [dissent],
  })
  const rows = differentialRows(diagnosis)
  expect(rows.map(({ rank, hypothesis }) => [rank, hypothesis.condition])).toEqual([
    [1, 'failure'],
    [2, 'embolism'],
    [3, 'asthma'],
  ])
  expect(rows[0]?.contradictedBy).toEqual([dissent])
  expect(rows[1]?.heldBy).toEqual([dissent])
  expect(rows[2]).toMatchObject({ contradictedBy: [], heldBy: [] })
  expect(conditionName(diagnosis, 'embolism')).toBe('EMBOLISM')
  expect(conditionName(diagnosis, 'aortic-dissection')).toBe('aortic dissection')
})

// Catches: points against that read like points for.
test('points carry their sign', () => {
  expect([signed(2.5), signed(-1), signed(-0.04)]).toEqual(['+2.5', '\u22121', '\u22120'])
})

// Catches: the reason for the highest level hidden behind many for the lowest.
test('the worst reasons come first', () => {
  const reason = (level: 'low' | 'moderate' | 'high', text: string) =>
    ({ rule: 'dissent', level, text }) as const
  const ordered = worstFirst([
    reason('low', 'a'),
    reason('high', 'b'),
    reason('moderate', 'c'),
    reason('high', 'd'),
  ])
  expect(ordered.map(({ text }) => text)).toEqual(['b', 'd', 'c', 'a'])
})

// Catches: an empty bucket drawn as "never right", and partly right counted as right.
test('a bucket without runs has no point, partly right counts half', () => {
  const bucket = (from: number, right: number, partly: number, wrong: number) => ({
    from,
    to: from + 0.1,
    runs: right + partly + wrong,
    right,
    partly,
    wrong,
    meanConfidence: right + partly + wrong === 0 ? null : from + 0.05,
  })
  expect(calibrationPoints([bucket(0.1, 0, 0, 0), bucket(0.4, 2, 2, 1), bucket(0.8, 0, 1, 0)])).toEqual([
    { from: 0.4, confidence: 0.45, right: 0.6, runs: 5, few: false },
    { from: 0.8, confidence: 0.8500000000000001, right: 0.5, runs: 1, few: true },
  ])
})

// Catches: a small cost rounded to nothing.
test('money and time keep the digits that matter', () => {
  expect([0, 300, 500_000, 12_345, 1_234_567].map(moneyWords)).toEqual([
    '$0.00',
    '$0.0003',
    '$0.50',
    '$0.0123',
    '$1.23',
  ])
  expect([12, 3_450, 245_000].map(spanWords)).toEqual(['12 ms', '3.4 s', '4 min 05 s'])
})

test('days are added up (bug: a column that sums another)', () => {
  const day = { day: '2026-11-22', runs: 1, calls: 2, moneyMicro: 3, modelMs: 4, runMs: 5 }
  expect(sumDays([day, day])).toEqual({ runs: 2, calls: 4, moneyMicro: 6, modelMs: 8, runMs: 10 })
  expect(sumDays([]).runs).toBe(0)
})

// Catches: a run without a result that reads as one that found nothing.
test('no result yet and no hypothesis are different words', () => {
  expect(leadingWords(rowOf(1))).toBe('no result yet')
  expect(leadingWords(rowOf(1, { status: 'completed', risk: 'low' }))).toBe('no hypothesis')
  expect(leadingWords(rowOf(1, { leading: 'Sepsis', confidence: 0.474, risk: 'high' }))).toBe('Sepsis 47 %')
  expect(riskWords(rowOf(1, { status: 'abandoned' }))).toBe('Abandoned')
})
