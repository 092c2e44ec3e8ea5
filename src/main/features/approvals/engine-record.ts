import type { Actor } from '@shared/clinical/person.ts'
import {
  type Approval,
  type ApprovalContent,
  type ApprovalDeadline,
  type ApprovalEventKind,
  type ApprovalKind,
  type ApprovalStatus,
  isOpenApproval,
  type Ruling,
} from '@shared/features/approvals/model.ts'
import { rulesOf } from '@shared/features/approvals/kinds.ts'
import type { ApprovalPolicy } from '@shared/features/approvals/policy.ts'

/** What must still be true when the hub carries a change out; null where it does not matter. Times by the hub's clock. */
export interface Guard {
  readonly fence: number | null
  readonly token: number | null
  readonly notBefore: number | null
  readonly notAfter: number | null
}

export const unguarded: Guard = { fence: null, token: null, notBefore: null, notAfter: null }

/** One closed request, for the figures. */
export interface Tally {
  readonly content: ApprovalContent
  readonly outcome: 'approved' | 'denied' | 'withdrawn' | 'expired'
  readonly at: number
}

/** A ruling on its way to the feature that asked: all of it, whatever becomes of the record meanwhile. */
export interface Ruled {
  readonly id: string
  readonly kind: ApprovalKind
  /** As the asker gave it with this very question. */
  readonly reference: string | null
  /** Grows with every question that has used this id. */
  readonly round: number
  readonly ruling: Ruling
}

/**
 * What follows a change. `mirror`: the seed's key is written. `publish`: the seed's channel is told. `audit`: an act
 * that no person asked for just now is put on record. `tell`: the feature that asked gets the ruling. `count`: the
 * figures grow.
 */
export type Effect =
  | { readonly kind: 'mirror' }
  | { readonly kind: 'publish' }
  | { readonly kind: 'audit' }
  | { readonly kind: 'tell'; readonly ruled: Ruled }
  | { readonly kind: 'count'; readonly tally: Tally }

export interface Change {
  readonly kind: ApprovalEventKind
  readonly next: Approval
  readonly guard: Guard
  readonly effects: readonly Effect[]
}

export type Refusal =
  | 'not-now'
  | 'taken'
  | 'claim-lost'
  | 'too-late'
  | 'reason-needed'
  | 'second-reviewer-needed'
  | 'asked-it-oneself'
  | 'denied-it-before'
  | 'own-matter'
  | 'nobody-to-ask'
  | 'no-such-choice'
  | 'words-needed'
  | 'stale-fence'
  | 'no-such-delegate'

export type Outcome =
  | { readonly kind: 'changed'; readonly change: Change }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly why: Refusal }

export const unchanged: Outcome = { kind: 'unchanged' }
export const refused = (why: Refusal): Outcome => ({ kind: 'refused', why })

const TIMELINE_KEPT = 300
const LEAST_PATIENCE_MS = 3_600_000
/** The share of the seed's key's life after which it is written again. */
const REFRESH_AFTER = 5 / 6

interface Step {
  readonly kind: ApprovalEventKind
  readonly actor: Actor | null
  readonly text?: string | null
  /** False for what would only fill the history, such as renewals. */
  readonly told?: boolean
  readonly guard?: Partial<Guard>
  readonly effects?: readonly Effect[]
}

/** The change from one record to the next, with its revision, history and deadlines. */
export function change(
  before: Approval,
  parts: Partial<Approval>,
  step: Step,
  policy: ApprovalPolicy,
  now: number,
): Outcome {
  const entry = { kind: step.kind, at: now, actor: step.actor, text: step.text ?? null }
  const effects = (step.effects ?? []).filter((effect) => follows({ ...before, ...parts }, effect))
  const next: Approval = {
    ...before,
    ...parts,
    rev: before.rev + 1,
    mirroredAt: effects.some(({ kind }) => kind === 'mirror') ? now : before.mirroredAt,
    timeline: step.told === false ? before.timeline : shortened([...before.timeline, entry]),
  }
  return {
    kind: 'changed',
    change: {
      kind: step.kind,
      next: { ...next, due: deadlinesOf(next, policy) },
      guard: { ...unguarded, ...step.guard },
      effects,
    },
  }
}

/** The seed's key and channel are for what the seed knows; whoever asks for what it does not know is told instead. */
export function follows({ content }: Pick<Approval, 'content'>, { kind }: Effect): boolean {
  const { course } = rulesOf(content.kind)
  if (kind === 'mirror' || kind === 'publish') return course === 'seed'
  return kind !== 'tell' || course === 'own'
}

/** The first entry says who asked for what; of a very long history the middle is left out. */
function shortened(timeline: Approval['timeline']): Approval['timeline'] {
  if (timeline.length <= TIMELINE_KEPT) return timeline
  return [...timeline.slice(0, 1), ...timeline.slice(1 - TIMELINE_KEPT)]
}

/** The state of a request that nobody has. */
export function restingStatus({ exchange }: Pick<Approval, 'exchange'>): ApprovalStatus {
  const last = exchange.at(-1)
  return last !== undefined && last.answer === null ? 'information_asked' : 'pending'
}

/** What a claim, a decision under way and a delegation leave behind when they end. */
export const letGo = { claim: null, proposal: null } as const

/** Every deadline that a record stands under, earliest first. A closed one has none. */
export function deadlinesOf(approval: Approval, policy: ApprovalPolicy): ApprovalDeadline[] {
  if (!isOpenApproval(approval)) return []
  const { content, claim, proposal, delegate, escalationLevel, mirroredAt } = approval
  const due: ApprovalDeadline[] = []
  if (proposal !== null) {
    // Decided in time: neither the lease nor the deadline may take the decision away before it is final.
    due.push({ kind: 'finality', at: proposal.finalAt })
  } else {
    if (claim !== null) due.push({ kind: 'lease', at: claim.until })
    due.push({ kind: 'expiry', at: content.deadlineAt + approval.overdue * patience(content) })
    const escalation = escalationMoments(content, policy)[escalationLevel]
    if (escalation !== undefined) due.push({ kind: 'escalation', at: escalation })
  }
  if (delegate !== null) due.push({ kind: 'delegation', at: delegate.until })
  const refresh = Math.round(mirroredAt + policy.seedLifeMs * REFRESH_AFTER)
  if (rulesOf(content.kind).course === 'seed' && refresh < content.deadlineAt)
    due.push({ kind: 'refresh', at: refresh })
  return due.sort((a, b) => a.at - b.at)
}

/** When a request is escalated, by level: before its deadline, so that the deadline can still be kept. */
export function escalationMoments(
  { createdAt, deadlineAt }: Pick<ApprovalContent, 'createdAt' | 'deadlineAt'>,
  policy: ApprovalPolicy,
): number[] {
  const length = Math.max(0, deadlineAt - createdAt)
  return policy.escalateAt.map((share) => Math.round(createdAt + length * share))
}

/** How long after its deadline, and after each further call, a request that stays open is called again, in milliseconds. */
export function patience({
  createdAt,
  deadlineAt,
}: Pick<ApprovalContent, 'createdAt' | 'deadlineAt'>): number {
  return Math.max(LEAST_PATIENCE_MS, deadlineAt - createdAt)
}
