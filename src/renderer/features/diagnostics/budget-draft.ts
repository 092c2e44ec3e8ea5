import { readNumber } from './findings-draft.ts'
import { defaultBudget, RunBudget } from '@shared/features/diagnostics/model.ts'

/** What a run may spend, as it is typed: questions, US dollars, seconds. Empty is the house's own amount. */
export interface BudgetDraft {
  readonly calls: string
  readonly dollars: string
  readonly seconds: string
}

export type BudgetField = keyof BudgetDraft

export const budgetFields: readonly BudgetField[] = ['calls', 'dollars', 'seconds']

export const emptyBudget: BudgetDraft = { calls: '', dollars: '', seconds: '' }

const scales = { calls: 1, dollars: 1_000_000, seconds: 1_000 } as const
const parts = { calls: 'calls', dollars: 'moneyMicro', seconds: 'timeMs' } as const
/** The most that a run may be given, in the unit that is typed. */
export const mostOf = { calls: 100, dollars: 100, seconds: 280 } as const

/** The amount that holds when nothing is typed, in the unit that is typed. */
export function usualOf(field: BudgetField): number {
  return defaultBudget[parts[field]] / scales[field]
}

/** True when the text is no amount that a run can be given. */
export function isBadAmount(field: BudgetField, text: string): boolean {
  if (text.trim() === '') return false
  const amount = readNumber(text)
  if (amount === null || amount < 0 || amount > mostOf[field]) return true
  return field === 'calls' && !Number.isInteger(amount)
}

/** The budget that is typed; null when all of it is the house's own, or when something is no amount. */
export function budgetOf(draft: BudgetDraft): RunBudget | null {
  const amount = (field: BudgetField): number =>
    draft[field].trim() === ''
      ? defaultBudget[parts[field]]
      : Math.round((readNumber(draft[field]) ?? Number.NaN) * scales[field])
  if (Object.values(draft).every((text) => text.trim() === '')) return null
  const budget = { calls: amount('calls'), moneyMicro: amount('dollars'), timeMs: amount('seconds') }
  return RunBudget.safeParse(budget).data ?? null
}
