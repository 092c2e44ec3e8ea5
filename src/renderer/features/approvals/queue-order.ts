import { rulesOf } from '@shared/features/approvals/kinds.ts'
import type { ApprovalKind, ApprovalRow } from '@shared/features/approvals/model.ts'

export type RowMap = ReadonlyMap<string, ApprovalRow>

/** What the person here may do with requests. */
export interface ApprovalRights {
  /** Kinds that this person is shown; with none the queue is not for them. */
  readonly see: ReadonlySet<ApprovalKind>
  readonly decide: ReadonlySet<ApprovalKind>
  /** Answer a question, withdraw. */
  readonly speak: ReadonlySet<ApprovalKind>
}

/** `free`: nobody has it. `mine`, `others`: claimed. `question`: information is asked for. `deciding`: can be undone. */
export type RowState = 'free' | 'mine' | 'others' | 'question' | 'deciding'

/** Where a request stands for the person here. A claim whose time is over holds nothing. */
export function rowState(
  row: Pick<ApprovalRow, 'claim' | 'proposal' | 'openQuestion'>,
  user: string,
  now: number,
): RowState {
  if (row.proposal !== null) return 'deciding'
  if (row.claim !== null && row.claim.until > now) return row.claim.by.user === user ? 'mine' : 'others'
  return row.openQuestion ? 'question' : 'free'
}

export interface QueueFilter {
  readonly kind: ApprovalKind | 'any'
  readonly state: RowState | 'any'
}

export const noFilter: QueueFilter = { kind: 'any', state: 'any' }

/** Oldest deadline first; of one deadline the earlier asked, then by id, so that the order never flickers. */
export function byDeadline(a: ApprovalRow, b: ApprovalRow): number {
  if (a.deadlineAt !== b.deadlineAt) return a.deadlineAt - b.deadlineAt
  if (a.createdAt !== b.createdAt) return a.createdAt - b.createdAt
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** The rows that pass the filter, oldest deadline first. */
export function arrangeQueue(
  items: RowMap,
  filter: QueueFilter,
  user: string,
  now: number,
): readonly ApprovalRow[] {
  return [...items.values()]
    .filter((row) => filter.kind === 'any' || row.kind === filter.kind)
    .filter((row) => filter.state === 'any' || rowState(row, user, now) === filter.state)
    .toSorted(byDeadline)
}

/** True when who asked is not among those who decide, and it is this person. */
export function isOwnMatter(
  { kind, fourEyes, askedBy }: Pick<ApprovalRow, 'kind' | 'fourEyes' | 'askedBy'>,
  user: string,
): boolean {
  return askedBy === user && (fourEyes || rulesOf(kind).neverOwn)
}

/** True when this person may decide the request as it stands, or could after taking it. */
export function waitsFor(row: ApprovalRow, rights: ApprovalRights, user: string, now: number): boolean {
  const state = rowState(row, user, now)
  if (!rights.decide.has(row.kind)) return rights.speak.has(row.kind) && state === 'question'
  if (row.firstApprovedBy?.user === user || row.barred === user || isOwnMatter(row, user)) return false
  if (row.delegatedTo !== null && row.delegatedTo !== user) return false
  return state === 'free' || state === 'mine'
}

/** How many wait for this person: to be decided, or where they only ask, to be answered. */
export function countWaiting(items: RowMap, rights: ApprovalRights, user: string, now: number): number {
  let count = 0
  for (const row of items.values()) if (waitsFor(row, rights, user, now)) count += 1
  return count
}

/** The row now at the place of one that has gone; the first when nothing was chosen; null in an empty list. */
export function keepPlace(
  chosen: string | null,
  before: readonly string[],
  after: readonly string[],
): string | null {
  if (chosen !== null && after.includes(chosen)) return chosen
  const place = chosen === null ? 0 : Math.max(0, before.indexOf(chosen))
  return after[Math.min(place, after.length - 1)] ?? null
}

/** The row `by` places further; stops at both ends. */
export function stepFrom(chosen: string | null, ids: readonly string[], by: number): string | null {
  if (ids.length === 0) return null
  const place = chosen === null ? -1 : ids.indexOf(chosen)
  if (place < 0) return ids[0] ?? null
  return ids[Math.min(ids.length - 1, Math.max(0, place + by))] ?? null
}

/** The decisions of this person that can still be undone, the one that becomes final first on top. */
export function undoable(items: RowMap, user: string, now: number): readonly ApprovalRow[] {
  return [...items.values()]
    .filter(({ proposal }) => proposal?.by.user === user && proposal.finalAt > now)
    .toSorted((a, b) => (a.proposal?.finalAt ?? 0) - (b.proposal?.finalAt ?? 0))
}
