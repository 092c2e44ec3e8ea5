import type { Approval, ApprovalRow } from './model.ts'

type Shown = Pick<
  Approval,
  | 'id'
  | 'content'
  | 'status'
  | 'claim'
  | 'proposal'
  | 'firstApproval'
  | 'delegate'
  | 'escalationLevel'
  | 'exchange'
  | 'rev'
>

/** A request as a row of a list: main sends it, and a window makes the same of a request that it has just read. */
export function rowOf(approval: Shown): ApprovalRow {
  const { content, delegate } = approval
  const {
    publishedType: _,
    justification: __,
    basis: ___,
    choice: ____,
    reference: _____,
    ...shown
  } = content
  return {
    ...shown,
    id: approval.id,
    status: approval.status,
    claim: approval.claim,
    proposal: approval.proposal,
    firstApprovedBy: approval.firstApproval?.by ?? null,
    barred: content.barred ?? null,
    delegatedTo: delegate?.user ?? null,
    escalationLevel: approval.escalationLevel,
    openQuestion: approval.exchange.at(-1)?.answer === null,
    rev: approval.rev,
  }
}
