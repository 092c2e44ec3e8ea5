import { z } from 'zod'
import { PatientId } from '@shared/clinical/person.ts'
import {
  type Approval,
  type ApprovalContent,
  ApprovalId,
  type ApprovalKind,
  isOpenApproval,
} from '@shared/features/approvals/model.ts'
import { digestOf } from './digest.ts'
import type { Asked } from './engine-asked.ts'

const DAY_MS = 86_400_000
const LONGEST = 200_000
/** Longer texts are cut for the screen; the whole stays in `original` and under the seed's key. */
const cut = (limit: number) =>
  z
    .string()
    .nullish()
    .transform((text) => (text ?? '').slice(0, limit))

/** A value that is no number says nothing: it is unknown, never 0. */
const numberOrUnknown = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .nullish()
  .catch(null)
  .transform((value) => value ?? null)

const SeedRequest = z.object({
  request_id: ApprovalId,
  type: z.string().min(1).max(120),
  patient_id: z.union([PatientId, z.number().int().transform(String)]),
  procedure: cut(2_000),
  estimated_cost: numberOrUnknown,
  ai_recommendation: cut(2_000),
  ai_confidence: numberOrUnknown.transform((value) =>
    value !== null && value >= 0 && value <= 1 ? value : null,
  ),
  ai_justification: cut(20_000),
  status: z.string(),
  created_at: z.string().nullish().catch(null),
})

const PendingMessage = z.object({
  approval_id: ApprovalId,
  priority: z.string().nullish().catch(null),
})

/** What the seed's channel tells; null when it is no announcement of a request. */
export function readAnnouncement(payload: string): { readonly id: string; readonly urgent: boolean } | null {
  const parsed = PendingMessage.safeParse(jsonOf(payload))
  return parsed.success ? { id: parsed.data.approval_id, urgent: parsed.data.priority === 'high' } : null
}

export function announcementOf({ id, content }: Approval): string {
  return pythonLike({
    type: 'new_auth_request',
    approval_id: id,
    priority: content.urgent ? 'high' : 'normal',
  })
}

export type SeedReading =
  | { readonly kind: 'asked'; readonly asked: Asked }
  /** Written by a station, or decided by another program: nothing waits in it. */
  | { readonly kind: 'not-ours-to-ask' }
  | { readonly kind: 'unreadable' }

/**
 * A request as the seed's Python writes it.
 * @param lifeMs how long the key still lives; the seed's 24 hours are its time for an answer. Not positive: no limit
 * was set, and it gets the seed's.
 */
export function readSeedRequest(
  id: string,
  text: string,
  lifeMs: number,
  urgent: boolean,
  now: number,
): SeedReading {
  const value = jsonOf(text)
  const parsed = SeedRequest.safeParse(value)
  if (!parsed.success || text.length > LONGEST || !ApprovalId.safeParse(id).success)
    return { kind: 'unreadable' }
  const { data } = parsed
  if (typeof value === 'object' && value !== null && 'wardlight' in value) return { kind: 'not-ours-to-ask' }
  if (data.status !== 'pending') return { kind: 'not-ours-to-ask' }
  // Its key names it: another id inside would let one request answer for another.
  if (data.request_id !== id) return { kind: 'unreadable' }
  const content: ApprovalContent = {
    kind: kindOf(data.type),
    publishedType: data.type,
    patientId: data.patient_id,
    subject: data.procedure,
    estimatedCost: data.estimated_cost,
    recommendation: data.ai_recommendation,
    confidence: data.ai_confidence,
    justification: data.ai_justification,
    basis: [],
    urgent,
    fourEyes: false,
    askedBy: null,
    choice: null,
    reference: null,
    createdAt: Math.min(now, pythonTime(data.created_at) ?? now),
    deadlineAt: now + (lifeMs > 0 ? lifeMs : DAY_MS),
  }
  const asked = {
    kind: 'asked',
    id,
    content,
    contentDigest: digestOf(text),
    fence: 0,
    original: text,
  } as const
  return { kind: 'asked', asked }
}

export function kindOf(type: string): ApprovalKind {
  return type === 'prior_authorization' || type === 'high_risk_diagnosis' ? type : 'other'
}

/**
 * The value of the seed's key. A program written against the seed knows `pending` and acts on what replaces it; so
 * `status` says `pending` until a decision is final, and `wardlight.state` says what happens meanwhile. Fields that
 * another program wrote stay as they were.
 */
export function writeSeedRequest(approval: Approval): string {
  const { id, content, ruling, closedAt, rev, fence } = approval
  const own = {
    request_id: id,
    type: content.publishedType,
    patient_id: content.patientId,
    procedure: content.subject,
    estimated_cost: content.estimatedCost,
    ai_recommendation: content.recommendation,
    ai_confidence: content.confidence,
    ai_justification: content.justification,
    status: 'pending',
    created_at: pythonText(content.createdAt),
  }
  const original = approval.original === null ? null : jsonOf(approval.original)
  const base = typeof original === 'object' && original !== null ? original : own
  return pythonLike({
    ...base,
    status: isOpenApproval(approval) ? 'pending' : approval.status,
    ...(closedAt === null
      ? {}
      : {
          reason: ruling?.reason ?? approval.withdrawnBecause,
          decided_by: ruling?.by.user ?? null,
          decided_at: pythonText(ruling?.at ?? closedAt),
        }),
    wardlight: { rev, fence, state: approval.status, deadline: pythonText(content.deadlineAt) },
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** JSON in ASCII, as Python's `json.dumps` escapes it: readers of any encoding get the same text. */
function pythonLike(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** `datetime.utcnow().isoformat()`: no zone, meaning UTC. */
function pythonText(at: number): string {
  return new Date(at).toISOString().replace('Z', '000')
}

function pythonTime(text: string | null | undefined): number | null {
  if (text === null || text === undefined) return null
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(text)
  const at = Date.parse(zoned ? text : `${text}Z`)
  return Number.isFinite(at) && at >= 0 ? at : null
}
