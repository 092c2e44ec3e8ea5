import { type Approval, type ApprovalContent, isOpenApproval } from '@shared/features/approvals/model.ts'
import { rulesOf } from '@shared/features/approvals/kinds.ts'
import type { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import {
  change,
  deadlinesOf,
  type Effect,
  follows,
  letGo,
  type Outcome,
  refused,
  restingStatus,
  unchanged,
  unguarded,
} from './engine-record.ts'

/** A request as it comes in: from a feature of this station, or from a program of others. */
export interface Asked {
  readonly kind: 'asked'
  readonly id: string
  readonly content: ApprovalContent
  readonly contentDigest: string
  readonly fence: number
  /** The text that a program of others wrote; null for our own. */
  readonly original: string | null
}

/**
 * Takes a request in. What is known already changes nothing; a newer run may take it over by a higher fence; other
 * content starts the review anew, because nobody has seen it; an id that is used again is another request.
 */
export function takeIn(state: Approval | null, asked: Asked, policy: ApprovalPolicy, now: number): Outcome {
  if (state === null) return first(asked, policy, now)
  // A program that happens to use, or means to use, the id of such a request does not make it its own.
  if (asked.original !== null && rulesOf(state.content.kind).course === 'own') return unchanged
  if (asked.fence < state.fence) return refused('stale-fence')
  const isOpen = isOpenApproval(state)
  const isSame = asked.contentDigest === state.contentDigest
  if (isSame && isOpen) return sameAgain(state, asked, policy, now)
  if (isSame) {
    // Its program has written it again as undecided; the decision stands and is written again.
    if (asked.original === null) return unchanged
    const step = { kind: 'refreshed', actor: null, told: false, effects: [{ kind: 'mirror' }] } as const
    return change(state, {}, step, policy, now)
  }
  if (isOpen) {
    const parts = {
      ...letGo,
      ...materialOf(asked, policy),
      status: restingStatus(state),
      firstApproval: null,
      delegate: null,
      escalationLevel: 0,
      escalatedTo: null,
      overdue: 0,
    }
    const text = 'What was asked for has changed; whoever had it must look again.'
    return change(
      state,
      parts,
      { kind: 'changed', actor: null, text, effects: effectsOf(asked) },
      policy,
      now,
    )
  }
  const parts = {
    ...freshOf(asked, policy, now),
    timeline: [],
    round: state.round + 1,
    lastToken: state.lastToken,
  }
  const text = `This id has been used before; that request was ${state.status}.`
  return change(
    state,
    parts,
    { kind: 'asked_again', actor: null, text, effects: effectsOf(asked) },
    policy,
    now,
  )
}

function first(asked: Asked, policy: ApprovalPolicy, now: number): Outcome {
  const fresh: Approval = {
    ...freshOf(asked, policy, now),
    id: asked.id,
    lastToken: 0,
    round: 0,
    rev: 1,
    timeline: [{ kind: 'asked', at: now, actor: null, text: null }],
  }
  const next = { ...fresh, due: deadlinesOf(fresh, policy) }
  const effects = effectsOf(asked).filter((effect) => follows(next, effect))
  return { kind: 'changed', change: { kind: 'asked', next, guard: unguarded, effects } }
}

function sameAgain(state: Approval, asked: Asked, policy: ApprovalPolicy, now: number): Outcome {
  if (asked.fence > state.fence) {
    const text = 'A newer run asks for the same.'
    return change(state, { fence: asked.fence }, { kind: 'fenced', actor: null, text }, policy, now)
  }
  if (asked.content.urgent && !state.content.urgent) {
    const content = { ...state.content, urgent: true }
    return change(state, { content }, { kind: 'hastened', actor: null }, policy, now)
  }
  return unchanged
}

function materialOf({ content, contentDigest, fence, original }: Asked, policy: ApprovalPolicy) {
  return {
    content: { ...content, fourEyes: content.fourEyes || needsFourEyes(content, policy) },
    contentDigest,
    fence,
    original,
  }
}

function needsFourEyes({ kind, estimatedCost }: ApprovalContent, policy: ApprovalPolicy): boolean {
  if (policy.fourEyesKinds.includes(kind)) return true
  return policy.fourEyesFrom !== null && estimatedCost !== null && estimatedCost >= policy.fourEyesFrom
}

function freshOf(
  asked: Asked,
  policy: ApprovalPolicy,
  now: number,
): Omit<Approval, 'id' | 'lastToken' | 'round' | 'rev' | 'timeline'> {
  return {
    ...materialOf(asked, policy),
    ...letGo,
    status: 'pending',
    firstApproval: null,
    ruling: null,
    exchange: [],
    delegate: null,
    escalationLevel: 0,
    escalatedTo: null,
    overdue: 0,
    closedAt: null,
    mirroredAt: now,
    withdrawnBecause: null,
    due: [],
  }
}

/** A program of others has written its key and told its channel itself; only prior authorisations have that channel. */
function effectsOf({ original, content }: Asked): Effect[] {
  if (original !== null) return [{ kind: 'audit' }]
  const told: Effect[] = content.kind === 'prior_authorization' ? [{ kind: 'publish' }] : []
  return [{ kind: 'mirror' }, ...told, { kind: 'audit' }]
}
