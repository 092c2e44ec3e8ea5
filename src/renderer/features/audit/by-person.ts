import type { AuditEntry } from '@shared/features/audit/model.ts'

/** What one person had to do with a patient. */
export interface PersonSummary {
  readonly user: string
  readonly role: string
  readonly looks: number
  readonly acts: number
  readonly first: number
  readonly last: number
}

/** One line per person and role, the latest first. An act that was begun and one that ended count once. */
export function byPerson(entries: readonly AuditEntry[]): PersonSummary[] {
  const people = new Map<string, PersonSummary>()
  for (const { user, role, kind, outcome, localAt } of entries) {
    if (outcome === 'refused') continue
    const key = JSON.stringify([user, role])
    const before = people.get(key) ?? { user, role, looks: 0, acts: 0, first: localAt, last: localAt }
    const isLook = kind === 'read'
    people.set(key, {
      ...before,
      looks: before.looks + (isLook ? 1 : 0),
      acts: before.acts + (!isLook && outcome !== 'intent' ? 1 : 0),
      first: Math.min(before.first, localAt),
      last: Math.max(before.last, localAt),
    })
  }
  return [...people.values()].sort((a, b) => b.last - a.last)
}
