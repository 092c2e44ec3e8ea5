import type { Asked } from '@main/features/approvals/engine-asked.ts'
import { contentDigest } from '@main/features/approvals/digest.ts'
import type { Actor } from '@shared/clinical/person.ts'
import type { Role } from '@shared/clinical/roles.ts'
import type { ApprovalContent } from '@shared/features/approvals/model.ts'

export const SPECIFIC = 'six weeks of physiotherapy are not documented'

export function reviewer(user: string, station = 'desk', role: Role = 'physician'): Actor {
  return { user, role, station }
}

/** A request for a scan of P1, an hour from its deadline; give only what matters. */
export function requestContent(parts: Partial<ApprovalContent> = {}): ApprovalContent {
  return {
    kind: 'prior_authorization',
    publishedType: 'prior_authorization',
    patientId: 'P1',
    subject: '72148',
    estimatedCost: 7_200,
    recommendation: 'approve',
    confidence: 0.82,
    justification: 'Radiculopathy with a motor deficit.',
    basis: [{ label: 'Deficit', text: 'Foot drop since Monday', standing: 'for' }],
    urgent: false,
    fourEyes: false,
    askedBy: null,
    choice: null,
    reference: null,
    createdAt: 0,
    deadlineAt: 3_600_000,
    ...parts,
  }
}

/** A request about no single patient, an hour from its deadline, by somebody who is called `user`. */
export function ownContent(parts: Partial<ApprovalContent> = {}): ApprovalContent {
  return requestContent({
    kind: 'emergency_access',
    publishedType: 'emergency_access',
    patientId: null,
    subject: 'Emergency access of user at desk',
    estimatedCost: null,
    recommendation: '',
    confidence: null,
    justification: 'The ward round could not wait.',
    basis: [],
    askedBy: 'user',
    ...parts,
  })
}

export function askedFor(id: string, parts: Partial<ApprovalContent> = {}, fence = 1): Asked {
  const content = requestContent(parts)
  return { kind: 'asked', id, content, contentDigest: contentDigest(content), fence, original: null }
}

/** The bytes that the seed's Python writes with `json.dumps` for one request; ids and times as its code makes them. */
export function pythonRequest(
  id: string,
  patientId = 'P1',
  createdAt = '2026-11-22T10:15:30.123456',
): string {
  return (
    `{"request_id": "${id}", "type": "prior_authorization", "patient_id": "${patientId}", ` +
    `"procedure": "72148", "estimated_cost": 7200.0, "ai_recommendation": "approve", "ai_confidence": 0.82, ` +
    `"ai_justification": "Radiculopathy \\u2014 motor deficit", "status": "pending", "created_at": "${createdAt}"}`
  )
}

/** The bytes of the seed's announcement. */
export function pythonAnnouncement(id: string, priority: 'high' | 'normal' = 'high'): string {
  return `{"type": "new_auth_request", "approval_id": "${id}", "priority": "${priority}"}`
}
