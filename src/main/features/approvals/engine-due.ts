import { assertNever } from '@shared/assert-never.ts'
import {
  type Approval,
  type ApprovalDueKind,
  isOpenApproval,
  type Ruling,
} from '@shared/features/approvals/model.ts'
import type { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import {
  change,
  escalationMoments,
  escalationRole,
  letGo,
  type Outcome,
  restingStatus,
  unchanged,
} from './engine-record.ts'

/**
 * What a reached deadline makes of a request. Every station may try: the hub accepts one change per revision, and
 * none before its time, so it happens once however many stations watch.
 */
export function meetDeadline(
  state: Approval,
  kind: ApprovalDueKind,
  policy: ApprovalPolicy,
  now: number,
): Outcome {
  const due = state.due.find((each) => each.kind === kind)
  if (!isOpenApproval(state) || due === undefined || due.at > now) return unchanged
  const guard = { notBefore: due.at }
  switch (kind) {
    case 'lease':
      return change(
        state,
        { claim: null, status: restingStatus(state) },
        { kind: 'lease_ended', actor: null, text: state.claim?.by.user ?? null, guard },
        policy,
        now,
      )
    case 'finality':
      return finish(state, due.at, policy, now)
    case 'escalation':
      return escalate(state, due.at, policy, now)
    case 'delegation':
      return change(state, { delegate: null }, { kind: 'delegation_ended', actor: null, guard }, policy, now)
    case 'expiry':
      return change(
        state,
        { ...letGo, delegate: null, status: 'expired', closedAt: now },
        {
          kind: 'expired',
          actor: null,
          text: 'Nobody had decided when the time was over.',
          guard,
          effects: [
            { kind: 'mirror' },
            { kind: 'audit' },
            { kind: 'count', tally: { content: state.content, outcome: 'expired', at: now } },
          ],
        },
        policy,
        now,
      )
    case 'refresh':
      return change(
        state,
        {},
        { kind: 'refreshed', actor: null, told: false, guard, effects: [{ kind: 'mirror' }] },
        policy,
        now,
      )
    default:
      return assertNever(kind)
  }
}

/** The ten seconds are over: the decision stands, or with four eyes the second reviewer is called. */
function finish(state: Approval, dueAt: number, policy: ApprovalPolicy, now: number): Outcome {
  const { proposal, content } = state
  if (proposal === null) return unchanged
  const { verdict, reason, by, at, seen, token } = proposal
  const ruling: Ruling = { verdict, reason, by, at, seen }
  const guard = { notBefore: dueAt, fence: state.fence, token }
  if (content.fourEyes && verdict === 'approved' && state.firstApproval === null) {
    return change(
      state,
      { ...letGo, delegate: null, status: restingStatus(state), firstApproval: ruling },
      { kind: 'first_approved', actor: by, text: reason, guard, effects: [{ kind: 'audit' }] },
      policy,
      now,
    )
  }
  return change(
    state,
    { ...letGo, delegate: null, status: verdict, ruling, closedAt: now },
    {
      kind: verdict,
      actor: by,
      text: reason,
      guard,
      effects: [
        { kind: 'mirror' },
        { kind: 'audit' },
        { kind: 'count', tally: { content, outcome: verdict, at } },
      ],
    },
    policy,
    now,
  )
}

/** A station that comes late takes the steps that were missed in one. Who has it alone has it no longer. */
function escalate(state: Approval, dueAt: number, policy: ApprovalPolicy, now: number): Outcome {
  const level = escalationMoments(state.content, policy).filter((moment) => moment <= now).length
  const escalatedTo = escalationRole(state.content, level)
  return change(
    state,
    { delegate: null, escalationLevel: level, escalatedTo },
    {
      kind: 'escalated',
      actor: null,
      text: escalatedTo,
      guard: { notBefore: dueAt },
      effects: [{ kind: 'audit' }],
    },
    policy,
    now,
  )
}
