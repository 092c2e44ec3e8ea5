import { expect, test } from 'vitest'
import { byDay, formatMoney, formatSpan, sumOf } from './ledger-view.ts'
import type { LedgerLine } from '@shared/features/interactions/governance.ts'

const line = (parts: Partial<LedgerLine>): LedgerLine => ({
  day: '2026-11-20',
  station: 'ICU 1',
  local: 0,
  cache: 0,
  hub: 0,
  model: 0,
  unchecked: 0,
  inputTokens: 0,
  outputTokens: 0,
  spent: 0,
  waitedMs: 0,
  ...parts,
})

// The seed's own mix: 95 of 100 answered without a model. Catches: savings counted for calls that were made.
test('saved is what the seed would have paid and waited, less what we did', () => {
  const sum = sumOf([line({ local: 60, cache: 20, hub: 15, model: 5, spent: 0.05, waitedMs: 4_100 })])
  expect(sum.answered).toBe(100)
  expect(sum.savedCost).toBeCloseTo(100 * 0.02 - 0.05)
  expect(sum.savedMs).toBe(100 * 800 - 4_100)
  expect(sum.costEach).toBeCloseTo(0.0005)
  expect(sum.msEach).toBe(41)
  expect(sum.withoutModel).toBeCloseTo(0.95)
})

test('what could not be checked saves nothing (bug: a checker that saves most when it fails)', () => {
  expect(sumOf([line({ unchecked: 50 })])).toMatchObject({
    answered: 0,
    savedCost: 0,
    savedMs: 0,
    msEach: null,
  })
})

test('a model dearer than the seed shows as a loss (bug: savings that are never negative)', () => {
  expect(sumOf([line({ model: 1, spent: 0.5, waitedMs: 9_000 })])).toMatchObject({ savedMs: -8_200 })
  expect(sumOf([line({ model: 1, spent: 0.5 })]).savedCost).toBeCloseTo(-0.48)
})

test('stations of one day are added up, the latest day first (bug: one station’s day for the whole)', () => {
  const days = byDay([
    line({ local: 1 }),
    line({ day: '2026-11-21', local: 4 }),
    line({ station: 'ICU 2', local: 2 }),
  ])
  expect(days.map(({ day, sum }) => [day, sum.answered])).toEqual([
    ['2026-11-21', 4],
    ['2026-11-20', 3],
  ])
})

test.each([
  [0, '$0.00'],
  [0.00016, '$0.00016'],
  [0.02, '$0.020'],
  [12.4, '$12.40'],
  [-0.5, '\u2212$0.50'],
] as const)('%d is %s (bug: a fraction of a cent shown as nothing)', (amount, text) => {
  expect(formatMoney(amount)).toBe(text)
})

test.each([
  [0.5, '0.50 ms'],
  [640, '640 ms'],
  [12_400, '12.4 s'],
  [-420_000, '\u22127.0 min'],
  [11_520_000, '3.2 h'],
] as const)('%d ms is %s', (ms, text) => {
  expect(formatSpan(ms)).toBe(text)
})
