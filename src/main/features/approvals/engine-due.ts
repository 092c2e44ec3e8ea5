import { assertNever } from '@shared/assert-never.ts'
import {
  type Approval,
  type ApprovalDueKind,
  isOpenApproval,
  type Ruling,
} from '@shared/features/approvals/model.ts'
import { rulesOf } from '@shared/features/approvals/kinds.ts'
import { type ApprovalPolicy, escalationRole } from '@shared/features/approvals/policy.ts'
import {
  change,
  escalationMoments,
  letGo,
  type Outcome,
  patience,
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
      if (rulesOf(state.content.kind).course === 'own') return callAgain(state, due.at, policy, now)
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
  const { verdict, reason, chosen, by, at, seen, token } = proposal
  const ruling: Ruling = { verdict, reason, chosen, by, at, seen }
  const guard = { notBefore: dueAt, fence: state.fence, token }
  // Two who approve different things have not approved the same: the second is then the first for what they chose.
  const isFirst = state.firstApproval === null || state.firstApproval.chosen !== chosen
  if (content.fourEyes && verdict === 'approved' && isFirst) {
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
        {
          kind: 'tell',
          ruled: {
            id: state.id,
            kind: content.kind,
            reference: content.reference,
            round: state.round,
            ruling,
          },
        },
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
  const escalatedTo = escalationRole(state.content.kind, level, policy)
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

/**
 * A request that stays open is called again after its deadline, and as long after that as it was given before, until
 * somebody decides. Who has it keeps it: that they look at it is what the call is for.
 */
function callAgain(state: Approval, dueAt: number, policy: ApprovalPolicy, now: number): Outcome {
  const { content, escalationLevel } = state
  const overdue = 1 + Math.floor((now - content.deadlineAt) / patience(content))
  const escalatedTo = escalationRole(content.kind, escalationLevel + 1, policy)
  return change(
    state,
    { overdue, escalatedTo, escalationLevel: escalationLevel + 1, delegate: null },
    {
      kind: 'overdue',
      actor: null,
      text: escalatedTo,
      guard: { notBefore: dueAt },
      effects: [{ kind: 'audit' }],
    },
    policy,
    now,
  )
}
