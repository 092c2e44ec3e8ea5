import { assertNever } from '@shared/assert-never.ts'
import type { Ledger, RunBudget } from '@shared/features/diagnostics/model.ts'

/** The ledger of a run that has spent nothing. */
export function newLedger(budget: RunBudget): Ledger {
  return { budget, calls: 0, moneyMicro: 0, modelMs: 0, runMs: 0, spent: null }
}

/**
 * Sets money and a call aside before a question, at the most that it may cost. When that would pass the budget, the
 * ledger says which part is spent and the question is not asked.
 */
export function reserve(ledger: Ledger, ceilingMicro: number): { ledger: Ledger; allowed: boolean } {
  const { budget } = ledger
  const spent: Ledger['spent'] =
    ledger.spent ??
    (ledger.calls + 1 > budget.calls
      ? 'calls'
      : ledger.moneyMicro + ceilingMicro > budget.moneyMicro
        ? 'money'
        : ledger.modelMs >= budget.timeMs
          ? 'time'
          : null)
  if (spent !== null) return { ledger: { ...ledger, spent }, allowed: false }
  return {
    ledger: { ...ledger, calls: ledger.calls + 1, moneyMicro: ledger.moneyMicro + ceilingMicro },
    allowed: true,
  }
}

/** Puts what a question really cost in the place of what was set aside for it. */
export function settle(ledger: Ledger, ceilingMicro: number, moneyMicro: number): Ledger {
  return {
    ...ledger,
    moneyMicro: Math.max(0, ledger.moneyMicro - ceilingMicro) + Math.max(0, Math.round(moneyMicro)),
  }
}

/** Why nothing more is asked, as a full sentence. */
export function spentSentence(spent: NonNullable<Ledger['spent']>): string {
  switch (spent) {
    case 'calls':
      return 'The number of questions that this run may ask a model is spent; this specialist was not asked.'
    case 'money':
      return 'The money that this run may spend on a model is spent; this specialist was not asked.'
    case 'time':
      return 'The time that this run may wait for a model is spent; this specialist was not asked.'
    default:
      return assertNever(spent)
  }
}
