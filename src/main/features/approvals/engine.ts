import { assertNever } from '@shared/assert-never.ts'
import type { Actor } from '@shared/clinical/person.ts'
import type { Role } from '@shared/clinical/roles.ts'
import {
  type Approval,
  type ApprovalDueKind,
  isOpenApproval,
  type Seen,
  type Verdict,
} from '@shared/features/approvals/model.ts'
import type { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import { isSpecificReason } from '@shared/features/approvals/reason.ts'
import { type Asked, takeIn } from './engine-asked.ts'
import { meetDeadline } from './engine-due.ts'
import { change, letGo, type Outcome, refused, restingStatus, unchanged } from './engine-record.ts'

/** What a person does. `by` comes from main's session; that their role may is asked before. */
export type ApprovalCommand =
  | { readonly kind: 'claim'; readonly by: Actor }
  | { readonly kind: 'release'; readonly by: Actor; readonly token: number }
  | {
      readonly kind: 'decide'
      readonly by: Actor
      readonly token: number
      readonly verdict: Verdict
      readonly reason: string | null
      readonly seen: Seen
    }
  | { readonly kind: 'undo'; readonly by: Actor; readonly token: number }
  | { readonly kind: 'ask'; readonly by: Actor; readonly token: number; readonly text: string }
  | { readonly kind: 'answer'; readonly by: Actor; readonly text: string }
  /** `by` is null when the run that asked takes it back; `fence` then is the run's. */
  | {
      readonly kind: 'withdraw'
      readonly by: Actor | null
      readonly reason: string
      readonly fence: number | null
    }
  | {
      readonly kind: 'delegate'
      readonly by: Actor
      readonly to: { readonly user: string; readonly role: Role }
      readonly note: string
    }

export type ApprovalInput = Asked | ApprovalCommand | { readonly kind: 'due'; readonly due: ApprovalDueKind }

/** A write that reaches the hub later than this after its decision is refused; the person is told and repeats it. */
const FRESH_MS = 2_000

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

type Input<K extends ApprovalCommand['kind']> = Extract<ApprovalCommand, { kind: K }>

/** The refusal for who does not have the request now; null for the holder of the claim. */
function holding(state: Approval, { by, token }: { by: Actor; token: number }, now: number): Outcome | null {
  const held = state.claim
  if (held === null || held.token !== token || held.by.user !== by.user) return refused('claim-lost')
  if (state.proposal !== null) return refused('not-now')
  return held.until <= now ? refused('claim-lost') : null
}

/** A decision that is repeated because its answer did not come is the same decision. */
function decidedAgain({ proposal }: Approval, { by, token, verdict }: Input<'decide'>): Outcome | null {
  const isSame = proposal?.token === token && proposal.by.user === by.user && proposal.verdict === verdict
  return isSame ? unchanged : null
}

/**
 * The hub carries out what somebody has decided only within the lease under which they decided, and soon: a write that
 * was held up would begin its lease or its ten seconds in the past.
 */
function whileHeld({ claim: held }: Approval, now: number): { token: number | null; notAfter: number } {
  return { token: held?.token ?? null, notAfter: Math.min((held?.until ?? 0) - 1, now + FRESH_MS) }
}

/**
 * From when on, by the hub's own clock, nobody else has the request: a station whose reckoning of that clock is a moment
 * ahead must not end a claim or a delegation early. Null when nobody else has it.
 */
function freeAt({ claim: held, delegate: to }: Approval, by: Actor): number | null {
  const claimed = held !== null && held.by.user !== by.user ? held.until : null
  const isTheirs = to !== null && to.user !== by.user && to.by.user !== by.user
  const ends = [claimed, isTheirs ? to.until : null].filter((end) => end !== null)
  return ends.length === 0 ? null : Math.max(...ends)
}

/** Who denied before decides no appeal against it; with four eyes neither who asked nor who approved first decides. */
function barredOf({ content, firstApproval }: Approval, { user }: { user: string }): Outcome | null {
  if (content.barred === user) return refused('denied-it-before')
  if (firstApproval?.by.user === user) return refused('second-reviewer-needed')
  return content.fourEyes && content.askedBy === user ? refused('asked-it-oneself') : null
}

function claim(state: Approval, by: Actor, policy: ApprovalPolicy, now: number): Outcome {
  if (state.content.deadlineAt <= now) return refused('too-late')
  if (state.proposal !== null) return refused('not-now')
  const barred = barredOf(state, by)
  if (barred !== null) return barred
  const { delegate: to, claim: held } = state
  if (to !== null && to.until > now && to.user !== by.user) return refused('taken')
  const until = now + policy.leaseMs
  if (held !== null && held.until > now) {
    if (held.by.user !== by.user) return refused('taken')
    if (held.by.station === by.station) {
      const guard = whileHeld(state, now)
      const step = { kind: 'renewed', actor: by, told: false, guard } as const
      return change(state, { claim: { ...held, until } }, step, policy, now)
    }
  }
  // The same person at another station has it there from now on; the window that was left behind decides nothing.
  const token = state.lastToken + 1
  return change(
    state,
    { status: 'claimed', claim: { by, at: now, until, token }, lastToken: token },
    { kind: 'claimed', actor: by, guard: { notBefore: freeAt(state, by), notAfter: now + FRESH_MS } },
    policy,
    now,
  )
}

function propose(
  state: Approval,
  { by, token, verdict, reason, seen }: Input<'decide'>,
  policy: ApprovalPolicy,
  now: number,
): Outcome {
  const { content, fence } = state
  if (content.deadlineAt <= now) return refused('too-late')
  const barred = barredOf(state, by)
  if (barred !== null) return barred
  if (verdict === 'denied' && !isSpecificReason(reason ?? '')) return refused('reason-needed')
  const proposal = { verdict, reason, by, at: now, finalAt: now + policy.undoMs, seen, token }
  const held = whileHeld(state, now)
  const notAfter = Math.min(held.notAfter, content.deadlineAt - 1)
  return change(
    state,
    { proposal },
    { kind: 'proposed', actor: by, text: verdict, guard: { ...held, fence, notAfter } },
    policy,
    now,
  )
}

function undo(state: Approval, { by, token }: Input<'undo'>, policy: ApprovalPolicy, now: number): Outcome {
  const { proposal, claim: held } = state
  if (proposal === null && held?.token === token && held.by.user === by.user) return unchanged
  if (proposal === null || proposal.token !== token || proposal.by.user !== by.user) return refused('not-now')
  if (proposal.finalAt <= now) return refused('too-late')
  return change(
    state,
    { proposal: null, claim: held === null ? null : { ...held, until: now + policy.leaseMs } },
    {
      kind: 'undone',
      actor: by,
      text: proposal.verdict,
      guard: { token, notAfter: Math.min(now + FRESH_MS, proposal.finalAt - 1) },
    },
    policy,
    now,
  )
}

function ask(state: Approval, { by, text }: Input<'ask'>, policy: ApprovalPolicy, now: number): Outcome {
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

/** Hands the request to one person, who has it alone for a time; escalation takes it back. */
function delegate(
  state: Approval,
  { by, to, note }: Input<'delegate'>,
  policy: ApprovalPolicy,
  now: number,
): Outcome {
  const { claim: held, delegate: before } = state
  if (state.proposal !== null) return refused('not-now')
  if (held !== null && held.until > now && held.by.user !== by.user) return refused('taken')
  if (before !== null && before.until > now) {
    if (before.user !== by.user && before.by.user !== by.user) return refused('taken')
    if (before.user === to.user) return unchanged
  }
  if (to.user === by.user) return refused('no-such-delegate')
  const barred = barredOf(state, to)
  if (barred !== null) return barred
  const until = now + policy.delegationMs
  return change(
    state,
    { claim: null, status: restingStatus(state), delegate: { ...to, by, until, note } },
    {
      kind: 'delegated',
      actor: by,
      text: note === '' ? to.user : `${to.user}: ${note}`,
      guard: { notBefore: freeAt(state, by), notAfter: now + FRESH_MS },
    },
    policy,
    now,
  )
}
