import { assertNever } from '@shared/assert-never.ts'
import { rulesOf } from '@shared/features/approvals/kinds.ts'
import { type Approval, isOpenApproval } from '@shared/features/approvals/model.ts'
import type { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import { takeIn } from './engine-asked.ts'
import type { ApprovalInput, Input } from './engine-command.ts'
import { meetDeadline } from './engine-due.ts'
import { claim, delegate, holding, whileHeld } from './engine-hold.ts'
import { decidedAgain, propose, undo } from './engine-propose.ts'
import { change, letGo, type Outcome, refused, restingStatus } from './engine-record.ts'

/**
 * What an input makes of a request. Pure: the same state, input, policy and time give the same answer.
 *
 * A decision is a proposal for ten seconds, and so long the request stays `claimed`: its status, and with it the seed's
 * key, changes only when the decision is final. Written at once and taken back, the word `approved` would be out: a
 * program that polls the key every second would have acted on a decision that no longer exists.
 * @param now the hub's time in milliseconds since 1970.
 */
export function decide(
  state: Approval | null,
  input: ApprovalInput,
  policy: ApprovalPolicy,
  now: number,
): Outcome {
  if (input.kind === 'asked') return takeIn(state, input, policy, now)
  if (state === null) return refused('not-now')
  if (input.kind === 'due') return meetDeadline(state, input.due, policy, now)
  if (!isOpenApproval(state)) return refused('not-now')
  switch (input.kind) {
    case 'claim':
      return claim(state, input.by, policy, now)
    case 'release':
      return (
        holding(state, input, now) ??
        change(
          state,
          { claim: null, status: restingStatus(state) },
          { kind: 'released', actor: input.by, guard: whileHeld(state, now) },
          policy,
          now,
        )
      )
    case 'decide':
      return decidedAgain(state, input) ?? holding(state, input, now) ?? propose(state, input, policy, now)
    case 'undo':
      return undo(state, input, policy, now)
    case 'ask':
      return holding(state, input, now) ?? ask(state, input, policy, now)
    case 'answer':
      return answer(state, input, policy, now)
    case 'withdraw':
      return withdraw(state, input, policy, now)
    case 'delegate':
      return delegate(state, input, policy, now)
    default:
      return assertNever(input)
  }
}

function ask(state: Approval, { by, text }: Input<'ask'>, policy: ApprovalPolicy, now: number): Outcome {
  if (rulesOf(state.content.kind).speak === null) return refused('nobody-to-ask')
  if (restingStatus(state) === 'information_asked') return refused('not-now')
  const question = { question: text, askedBy: by, askedAt: now, answer: null }
  return change(
    state,
    { claim: null, status: 'information_asked', exchange: [...state.exchange, question] },
    { kind: 'question', actor: by, text, guard: whileHeld(state, now), effects: [{ kind: 'mirror' }] },
    policy,
    now,
  )
}

/** An answer is taken also while somebody has the request: what they see changes, and their decision must name it. */
function answer(
  state: Approval,
  { by, text }: Input<'answer'>,
  policy: ApprovalPolicy,
  now: number,
): Outcome {
  const last = state.exchange.at(-1)
  if (last === undefined || last.answer !== null || state.proposal !== null) return refused('not-now')
  const exchange = [...state.exchange.slice(0, -1), { ...last, answer: { text, by, at: now } }]
  return change(
    state,
    { exchange, status: state.claim === null ? 'pending' : 'claimed' },
    { kind: 'answer', actor: by, text, effects: [{ kind: 'mirror' }] },
    policy,
    now,
  )
}

/** Also within the ten seconds: nothing has been decided for anybody yet. */
function withdraw(
  state: Approval,
  { by, reason, fence }: Input<'withdraw'>,
  policy: ApprovalPolicy,
  now: number,
): Outcome {
  if (fence !== null && fence < state.fence) return refused('stale-fence')
  // Taking an appeal back ends it like a denial.
  if (by !== null && state.content.barred === by.user) return refused('denied-it-before')
  return change(
    state,
    { ...letGo, delegate: null, status: 'withdrawn', withdrawnBecause: reason, closedAt: now },
    {
      kind: 'withdrawn',
      actor: by,
      text: reason,
      effects: [
        { kind: 'mirror' },
        ...(by === null ? [{ kind: 'audit' } as const] : []),
        { kind: 'count', tally: { content: state.content, outcome: 'withdrawn', at: now } },
      ],
    },
    policy,
    now,
  )
}
