import { type ApprovalRights, isOwnMatter } from './queue-order.ts'
import type { Opened } from './review-desk.ts'
import { stateOf } from './review-desk.ts'
import { requestStrings as s } from './strings-request.ts'
import { rulesOf } from '@shared/features/approvals/kinds.ts'
import { isOpenApproval } from '@shared/features/approvals/model.ts'

/** What the person here can do with the opened request now. */
export interface Possible {
  readonly take: boolean
  readonly release: boolean
  readonly decide: boolean
  readonly ask: boolean
  readonly delegate: boolean
  readonly answer: boolean
  readonly withdraw: boolean
  /** Why it cannot be decided here although it is open; null when it can, or when another line says so. */
  readonly why: string | null
}

export const nothingPossible: Possible = {
  take: false,
  release: false,
  decide: false,
  ask: false,
  delegate: false,
  answer: false,
  withdraw: false,
  why: null,
}

/**
 * What can be done with the opened request. Main refuses everything else as well; here it is merely not offered.
 * @param live false while the hub is gone: nothing can be done then.
 */
export function possibleActs(
  opened: Opened | null,
  { rights, user, live }: { readonly rights: ApprovalRights; readonly user: string; readonly live: boolean },
  now: number,
): Possible {
  const state = opened === null ? null : stateOf(opened)
  if (state === null || !isOpenApproval(state) || !live) return nothingPossible
  const { claim, proposal, delegate, content, firstApproval, exchange } = state
  const rules = rulesOf(content.kind)
  const asked = exchange.at(-1)?.answer === null
  const own: Possible = {
    ...nothingPossible,
    answer: rights.speak.has(content.kind) && asked && proposal === null,
    withdraw: rights.speak.has(content.kind),
  }
  if (!rights.decide.has(content.kind)) return { ...own, why: s.notYours }
  if (proposal !== null) return own
  if (content.barred === user) return { ...own, withdraw: false, why: s.deniedBefore }
  if (firstApproval?.by.user === user) return { ...own, why: s.secondNeeded }
  if (isOwnMatter(content, user)) return { ...own, why: rules.neverOwn ? s.ownMatter : s.askedYourself }
  const held = claim !== null && claim.until > now
  const mine = held && claim.by.user === user
  if (held && !mine) return own
  const handed = delegate !== null && delegate.until > now && delegate.user !== user ? delegate.user : null
  if (handed !== null && !mine)
    return { ...own, why: s.handedElsewhere(handed), delegate: delegate?.by.user === user }
  // What was not shown cannot be decided.
  const seen = opened?.newer === null && (rules.course === 'own' || content.deadlineAt > now)
  return {
    ...own,
    take: !mine,
    release: mine,
    decide: seen,
    ask: !asked && rules.speak !== null,
    delegate: true,
  }
}
