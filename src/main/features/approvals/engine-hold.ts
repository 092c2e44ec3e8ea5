import type { Actor } from '@shared/clinical/person.ts'
import { rulesOf } from '@shared/features/approvals/kinds.ts'
import type { Approval, ApprovalContent } from '@shared/features/approvals/model.ts'
import type { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import type { Input } from './engine-command.ts'
import { change, type Outcome, refused, restingStatus, unchanged } from './engine-record.ts'

/** A write that reaches the hub later than this after its decision is refused; the person is told and repeats it. */
export const FRESH_MS = 2_000

/** The refusal for who does not have the request now; null for the holder of the claim. */
export function holding(
  state: Approval,
  { by, token }: { by: Actor; token: number },
  now: number,
): Outcome | null {
  const held = state.claim
  if (held === null || held.token !== token || held.by.user !== by.user) return refused('claim-lost')
  if (state.proposal !== null) return refused('not-now')
  return held.until <= now ? refused('claim-lost') : null
}

/**
 * The hub carries out what somebody has decided only within the lease under which they decided, and soon: a write that
 * was held up would begin its lease or its ten seconds in the past.
 */
export function whileHeld(
  { claim: held }: Approval,
  now: number,
): { token: number | null; notAfter: number } {
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

/**
 * Who denied before decides no appeal against it; with four eyes neither who asked nor who approved first decides; of
 * some kinds nobody decides their own. Null for everybody else.
 */
export function barred({ content, firstApproval }: Approval, { user }: { user: string }): Outcome | null {
  const refusal = hasPart(content, user)
  if (refusal !== null) return refusal
  if (firstApproval?.by.user === user) return refused('second-reviewer-needed')
  return content.fourEyes && content.askedBy === user ? refused('asked-it-oneself') : null
}

/** The refusal for who must have no hand in it at all, not even in who decides; null for everybody else. */
function hasPart({ barred: denied, askedBy, kind }: ApprovalContent, user: string): Outcome | null {
  if (denied === user) return refused('denied-it-before')
  return askedBy === user && rulesOf(kind).neverOwn ? refused('own-matter') : null
}

/** From when on nobody decides it any more; never for a kind that stays open. */
export function lapsesAt({ content }: Approval): number {
  return rulesOf(content.kind).course === 'own' ? Number.POSITIVE_INFINITY : content.deadlineAt
}

/** Takes the request for the length of a lease, or renews the claim that this person has at this station. */
export function claim(state: Approval, by: Actor, policy: ApprovalPolicy, now: number): Outcome {
  if (lapsesAt(state) <= now) return refused('too-late')
  if (state.proposal !== null) return refused('not-now')
  const refusal = barred(state, by)
  if (refusal !== null) return refusal
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

/** Hands the request to one person, who has it alone for a time; escalation takes it back. */
export function delegate(
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
  const refusal = hasPart(state.content, by.user) ?? barred(state, to)
  if (refusal !== null) return refusal
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
