import { OverrideReason, type RuleFigures } from '@shared/features/interactions/governance.ts'

/**
 * Share of decided warnings that were overridden, 0 to 1. Warnings that nobody decided about count neither way; null
 * when there is no decision, since 0 % would read as "always followed".
 */
export function overriddenShare({ accepted, overridden }: RuleFigures): number | null {
  const decided = accepted + overridden
  return decided === 0 ? null : overridden / decided
}

/** Reasons with their counts, the most frequent first. */
export function reasonsOf({ reasons }: RuleFigures): readonly (readonly [OverrideReason, number])[] {
  return OverrideReason.options
    .map((reason) => [reason, reasons[reason] ?? 0] as const)
    .filter(([, times]) => times > 0)
    .toSorted(([, a], [, b]) => b - a)
}

/** Whole days from 1 to 365; null for anything else. */
export function readDays(typed: string): number | null {
  const days = /^\d{1,3}$/.test(typed.trim()) ? Number(typed) : 0
  return days >= 1 && days <= 365 ? days : null
}
