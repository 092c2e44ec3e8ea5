import { expect, test } from 'vitest'
import { budgetOf, emptyBudget, isBadAmount, usualOf } from './budget-draft.ts'
import { defaultBudget } from '@shared/features/diagnostics/model.ts'

// Catches: an empty field that reads as nothing allowed, and cents or seconds taken for dollars or milliseconds.
test('what is typed becomes the budget of the run; what is not typed stays the house’s own', () => {
  expect(budgetOf(emptyBudget)).toBeNull()
  expect(budgetOf({ ...emptyBudget, dollars: '0,05' })).toEqual({ ...defaultBudget, moneyMicro: 50_000 })
  expect(budgetOf({ calls: '0', dollars: '0', seconds: '2.5' })).toEqual({
    calls: 0,
    moneyMicro: 0,
    timeMs: 2_500,
  })
  expect([usualOf('calls'), usualOf('dollars'), usualOf('seconds')]).toEqual([9, 0.5, 60])
})

test('what is no amount is said (bug: a slip of the keyboard that spends)', () => {
  for (const [field, text] of [
    ['calls', '2.5'],
    ['calls', '-1'],
    ['calls', '101'],
    ['dollars', 'a lot'],
    ['dollars', '100.01'],
    ['seconds', '281'],
  ] as const)
    expect(isBadAmount(field, text), `${field} ${text}`).toBe(true)
  expect(isBadAmount('dollars', '')).toBe(false)
  expect(isBadAmount('calls', '12')).toBe(false)
})
