import type { Finding } from '@shared/features/interactions/check.ts'
import type { OverrideReason } from '@shared/features/interactions/governance.ts'

/**
 * What a person has done about an interrupting finding of the present list. `later`: seen and put off. `told`: it was
 * there when the list was opened, so it interrupts nobody, but it is still undecided.
 */
export type Decision =
  | { readonly kind: 'later' }
  | { readonly kind: 'told' }
  | { readonly kind: 'overridden'; readonly reason: OverrideReason; readonly text: string }

export type Decisions = ReadonlyMap<string, Decision>

/**
 * Names a finding of one list: its rule and the entries that meet, not their places, so that a drug added above asks
 * nothing twice, and the same drug taken off and put on again is asked about again.
 */
export function findingName({ key, drugs }: Pick<Finding, 'key' | 'drugs'>, ids: readonly number[]): string {
  const entries = drugs.map((place) => ids[place] ?? -1).sort((a, b) => a - b)
  return `${key} ${entries.join(' ')}`
}

/** Findings that stop the work now, worst first. Only those that interrupt, and each only once per list. */
export function toDecide(
  findings: readonly Finding[],
  ids: readonly number[],
  decisions: Decisions,
): readonly Finding[] {
  return findings.filter((finding) => finding.interrupts && !decisions.has(findingName(finding, ids)))
}

/** Findings that interrupt and about which nobody has decided yet, whether they were put off or not. */
export function undecided(
  findings: readonly Finding[],
  ids: readonly number[],
  decisions: Decisions,
): readonly Finding[] {
  return findings.filter(
    (finding) => finding.interrupts && decisions.get(findingName(finding, ids))?.kind !== 'overridden',
  )
}

/** Why an override cannot be written yet; null when it can. */
export function overrideProblem(
  reason: OverrideReason | null,
  text: string,
): 'reason-needed' | 'words-needed' | null {
  if (reason === null) return 'reason-needed'
  return reason === 'other' && text.trim() === '' ? 'words-needed' : null
}
