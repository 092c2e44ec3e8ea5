import type { ShownApproval } from '@shared/features/approvals/contract.ts'
import type { ApprovalRow } from '@shared/features/approvals/model.ts'
import type { Actor } from '@shared/clinical/person.ts'

export const anna: Actor = { user: 'anna', role: 'physician', station: 'desk' }
export const ben: Actor = { user: 'ben', role: 'physician', station: 'desk 2' }

/** A row asked at 0 and due in an hour, that nobody has; give only what matters. */
export function testRow(id: string, parts: Partial<ApprovalRow> = {}): ApprovalRow {
  return {
    id,
    kind: 'prior_authorization',
    patientId: 'P1',
    subject: '72148',
    estimatedCost: 7_200,
    recommendation: 'approve',
    confidence: 0.82,
    urgent: false,
    fourEyes: false,
    askedBy: null,
    createdAt: 0,
    deadlineAt: 3_600_000,
    status: 'pending',
    claim: null,
    proposal: null,
    firstApprovedBy: null,
    barred: null,
    delegatedTo: null,
    escalationLevel: 0,
    openQuestion: false,
    rev: 1,
    ...parts,
  }
}

type View = ShownApproval['approval']

/** A whole request as main shows it; `digest` is a letter repeated, so that tests can tell what was shown. */
export function testShown(id: string, digest: string, parts: Partial<View> = {}): ShownApproval {
  const approval: View = {
    id,
    content: {
      kind: 'prior_authorization',
      publishedType: 'prior_authorization',
      patientId: 'P1',
      subject: '72148',
      estimatedCost: 7_200,
      recommendation: 'approve',
      confidence: 0.82,
      justification: 'Motor deficit.',
      basis: [],
      urgent: false,
      fourEyes: false,
      askedBy: null,
      choice: null,
      reference: null,
      createdAt: 0,
      deadlineAt: 3_600_000,
    },
    contentDigest: 'c'.repeat(64),
    fence: 1,
    status: 'pending',
    claim: null,
    lastToken: 0,
    proposal: null,
    firstApproval: null,
    ruling: null,
    exchange: [],
    delegate: null,
    escalationLevel: 0,
    escalatedTo: null,
    overdue: 0,
    closedAt: null,
    mirroredAt: 0,
    withdrawnBecause: null,
    due: [],
    timeline: [],
    round: 0,
    rev: 1,
    ...parts,
  }
  return { approval, digest: digest.repeat(64) }
}
