import type { Change } from '@main/features/approvals/engine-record.ts'
import { type Approval, isOpenApproval } from '@shared/features/approvals/model.ts'

const UNDO_MS = 10_000
/** A decision may be this old when it reaches the hub, by the reckoning of a station whose clock is a little wrong. */
const LATE_MS = 2_100

/**
 * Judges each write that a hub has carried out by what was true on the hub at that moment. It knows the rules of the
 * queue, and nothing of revisions as guards, of fencing or of scripts: a hub that forgets one of those is found out.
 */
export class ApprovalOracle {
  #finals = new Map<number, number>()

  /** What was wrong with it; null when it was right. `truth` is what the hub held, `before` what was decided on. */
  judge(truth: Approval | null, before: Approval | null, change: Change, now: number): string | null {
    if (JSON.stringify(truth) !== JSON.stringify(before))
      return `${change.kind} was decided on what is no longer true`
    if (truth === null) return change.kind === 'asked' ? null : `${change.kind} of nothing`
    return this.#wrong(truth, change, now)
  }

  #wrong(truth: Approval, { kind, next, effects }: Change, now: number): string | null {
    if (truth.content.kind === 'emergency_access') {
      const wrong = wrongOfOwn(truth, next, kind, effects)
      if (wrong !== null) return wrong
    }
    switch (kind) {
      case 'claimed': {
        const { claim } = truth
        const isOthers = claim !== null && claim.until > now && claim.by.user !== next.claim?.by.user
        return isOthers ? 'claimed over the claim of another' : null
      }
      case 'renewed':
        return isHeld(truth, next.claim?.token, now) ? null : 'a lost claim was renewed'
      case 'proposed':
        return this.#wrongProposal(truth, next, now)
      case 'undone': {
        const made = truth.proposal?.at ?? Number.NEGATIVE_INFINITY
        // The station's own reckoning may be early by its skew; what counts is the end that everybody was told.
        return now < (truth.proposal?.finalAt ?? made + UNDO_MS) ? null : 'undone when it was final'
      }
      case 'first_approved':
      case 'approved':
      case 'denied':
        return this.#wrongFinal(truth, next, kind, now)
      case 'expired':
        return truth.proposal === null && now >= truth.content.deadlineAt ? null : 'expired before its time'
      case 'lease_ended':
        return now >= (truth.claim?.until ?? 0) && truth.proposal === null ? null : 'a claim ended early'
      default:
        return null
    }
  }

  #wrongProposal(truth: Approval, { proposal }: Approval, now: number): string | null {
    if (proposal === null) return 'a proposal without one'
    if (!isOpenApproval(truth) || truth.proposal !== null) return 'decided what was decided'
    if (!isHeld(truth, proposal.token, now)) return 'decided without the claim'
    if (truth.claim?.by.user !== proposal.by.user) return 'decided under the claim of another'
    if (truth.firstApproval?.by.user === proposal.by.user) return 'decided twice by the same person'
    const isLate = now >= truth.content.deadlineAt && truth.content.kind !== 'emergency_access'
    if (isLate) return 'decided after the deadline'
    return proposal.finalAt - now < UNDO_MS - LATE_MS ? 'decided with too little time to undo' : null
  }

  #wrongFinal(truth: Approval, next: Approval, kind: string, now: number): string | null {
    const { proposal, firstApproval, round } = truth
    if (proposal === null) return 'final without a decision'
    if (now < proposal.finalAt) return 'final while it could be undone'
    if (kind === 'first_approved') return truth.content.fourEyes ? null : 'a second reviewer for nothing'
    const finals = (this.#finals.get(round) ?? 0) + 1
    this.#finals.set(round, finals)
    if (finals > 1) return 'decided twice'
    if (next.ruling?.verdict !== proposal.verdict) return 'another verdict than was given'
    const needsTwo = truth.content.fourEyes && kind === 'approved'
    return needsTwo && (firstApproval === null || firstApproval.by.user === proposal.by.user)
      ? 'approved by two eyes'
      : null
  }
}

function isHeld({ claim }: Approval, token: number | undefined, now: number): boolean {
  return claim !== null && claim.token === token && claim.until > now
}

/** What holds of a request that never expires, is nobody's own to decide, and whose asker is told. */
function wrongOfOwn(
  { content }: Approval,
  { claim }: Approval,
  kind: Change['kind'],
  effects: Change['effects'],
): string | null {
  if (kind === 'expired') return 'an emergency access expired without its review'
  if (claim !== null && claim.by.user === content.askedBy) return 'taken by who is under review'
  const told = effects.some((effect) => effect.kind === 'tell')
  return told === (kind === 'approved' || kind === 'denied')
    ? null
    : 'told of what is no ruling, or not of one'
}
