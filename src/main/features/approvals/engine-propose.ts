import { rulesOf } from '@shared/features/approvals/kinds.ts'
import type { Approval, ApprovalContent } from '@shared/features/approvals/model.ts'
import type { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import { isSpecificReason } from '@shared/features/approvals/reason.ts'
import type { Input } from './engine-command.ts'
import { barred, FRESH_MS, lapsesAt, whileHeld } from './engine-hold.ts'
import { change, type Outcome, refused, unchanged } from './engine-record.ts'

/** A decision that is repeated because its answer did not come is the same decision. */
export function decidedAgain(
  { proposal, content }: Approval,
  { by, token, verdict, chosen }: Input<'decide'>,
): Outcome | null {
  const taken = verdict === 'approved' ? (chosen ?? content.choice?.offered ?? null) : chosen
  const isSame =
    proposal?.token === token &&
    proposal.by.user === by.user &&
    proposal.verdict === verdict &&
    proposal.chosen === taken
  return isSame ? unchanged : null
}

/** Makes a decision that can be undone; the hub takes it only under the claim, and for what was shown. */
export function propose(
  state: Approval,
  { by, token, verdict, reason, chosen, seen }: Input<'decide'>,
  policy: ApprovalPolicy,
  now: number,
): Outcome {
  const { content, fence } = state
  if (lapsesAt(state) <= now) return refused('too-late')
  const refusal = barred(state, by)
  if (refusal !== null) return refusal
  if (verdict === 'denied' && !isSpecificReason(reason ?? '')) return refused('reason-needed')
  if (reason === null && rulesOf(content.kind).wordsToApprove) return refused('words-needed')
  if (chosen !== null && !(verdict === 'approved' && offers(content, chosen)))
    return refused('no-such-choice')
  const proposal = {
    verdict,
    reason,
    chosen: verdict === 'approved' ? (chosen ?? content.choice?.offered ?? null) : null,
    by,
    at: now,
    finalAt: now + policy.undoMs,
    seen,
    token,
  }
  const held = whileHeld(state, now)
  const notAfter = Math.min(held.notAfter, lapsesAt(state) - 1)
  return change(
    state,
    { proposal },
    { kind: 'proposed', actor: by, text: verdict, guard: { ...held, fence, notAfter } },
    policy,
    now,
  )
}

function offers({ choice }: ApprovalContent, chosen: string): boolean {
  return choice?.options.some(({ value }) => value === chosen) ?? false
}

/** Takes a decision back while its ten seconds last; the claim goes on. */
export function undo(
  state: Approval,
  { by, token }: Input<'undo'>,
  policy: ApprovalPolicy,
  now: number,
): Outcome {
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
