import { z } from 'zod'

export const ApprovalErrorCode = z.enum([
  'approvals.hub-unreachable',
  'approvals.outcome-unknown',
  'approvals.not-found',
  /** The role may decide, but not about this kind of request. */
  'approvals.not-permitted',
  /** Another reviewer has it, or it is delegated to somebody else. */
  'approvals.taken',
  /** The claim has lapsed or passed to somebody else: what was decided under it is refused. */
  'approvals.claim-lost',
  /** The request is not what the reviewer saw. */
  'approvals.changed-meanwhile',
  'approvals.reason-needed',
  /** Who approved first cannot be the second. */
  'approvals.second-reviewer-needed',
  /** Four eyes: who asked is neither of the two reviewers. */
  'approvals.asked-it-oneself',
  'approvals.denied-it-before',
  /** Nobody reviews what they did themselves. */
  'approvals.own-matter',
  /** Nobody can answer a question about a request of this kind. */
  'approvals.nobody-to-ask',
  /** The decision names an option that the request does not offer. */
  'approvals.no-such-choice',
  'approvals.too-late',
  /** It is closed, or in a state in which this cannot be done. */
  'approvals.not-now',
  /** An older run asks after a newer one. */
  'approvals.stale-fence',
  'approvals.no-such-delegate',
])
export type ApprovalErrorCode = z.infer<typeof ApprovalErrorCode>
