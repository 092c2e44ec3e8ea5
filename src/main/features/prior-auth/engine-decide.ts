import {
  type Evaluation,
  KEPT_NOTES,
  type PriorAuthRecord,
  type PriorAuthRequest,
} from '@shared/features/prior-auth/model.ts'
import { assertNever } from '@shared/assert-never.ts'
import { type CacheEntry, entryOf, reusable } from './identical-requests.ts'
import { clockOf } from './engine-clocks.ts'
import { routeOf } from './engine-route.ts'
import type { GateRequest, GateState } from './ports.ts'

export interface Asked {
  readonly id: string
  readonly request: PriorAuthRequest
  readonly evaluation: Evaluation
  /** What the hub keeps for an identical request; null for nothing. */
  readonly cached: CacheEntry | null
  readonly origin: PriorAuthRecord['origin']
  /** The model that read the notes; null for none. */
  readonly notesReadBy: string | null
  /** The user who asks; null when nobody did. */
  readonly askedBy: string | null
  /** The denial that is appealed against, where the hub knows it. */
  readonly denial: PriorAuthRecord | null
}

export interface Decision {
  readonly record: PriorAuthRecord
  /** What identical requests may reuse for a week; null for everything but a new automatic approval. */
  readonly entry: CacheEntry | null
  readonly sentence: string
}

/**
 * Decides a request or leaves it to a person. Pure. It approves or it asks; it never denies.
 * @param offsetMinutes local time minus UTC, for warnings before weekends.
 */
export function decide(
  asked: Asked,
  now: number,
  latencyMs: number,
  offsetMinutes: (at: number) => number,
): Decision {
  const { id, request, evaluation, cached, origin, notesReadBy, askedBy, denial } = asked
  const record: PriorAuthRecord = {
    id,
    rev: 1,
    status: 'pending_review',
    request: { ...request, notes: request.notes.slice(0, KEPT_NOTES) },
    notesCut: request.notes.length > KEPT_NOTES,
    notesReadBy,
    evaluation,
    clock: clockOf(now, request.urgent, offsetMinutes),
    decidedAt: null,
    decidedBy: null,
    barred: denial?.decidedBy ?? null,
    firstUrgent: denial === null ? null : (denial.firstUrgent ?? denial.request.urgent),
    reason: null,
    reference: null,
    fromCache: false,
    origin,
    askedBy,
    escalated: 0,
  }
  const approved = (reference: string, fromCache: boolean): PriorAuthRecord => ({
    ...record,
    status: 'auto_approved',
    decidedAt: now,
    reference,
    fromCache,
  })
  if (evaluation.kind === 'checked') {
    const reference = cached === null ? null : reusable(cached, request, evaluation)
    if (reference !== null)
      return { record: approved(reference, true), entry: null, sentence: 'Matching prior approval on file' }
  }
  const { status, sentence } = routeOf(evaluation, request.estimatedCost)
  if (status === 'pending_review' || evaluation.kind === 'unchecked') return { record, entry: null, sentence }
  const reference = referenceOf(id)
  const entry = entryOf(request, evaluation, reference, latencyMs)
  return { record: approved(reference, false), entry, sentence: evaluation.justification }
}

/** What an approval is cited by. */
export function referenceOf(id: string): string {
  return `PA-${id.replace('auth_approval:', '').toUpperCase()}`
}

const standings = { met: 'for', 'not-met': 'against', missing: 'missing' } as const

/** What reviewers are asked, with everything the recommendation rests on. */
export function gateRequestOf({
  id,
  rev,
  request,
  evaluation,
  clock,
  askedBy,
  barred,
}: PriorAuthRecord): GateRequest {
  const common = {
    id,
    type: 'prior_authorization' as const,
    patientId: request.patientId,
    subject: request.procedure,
    estimatedCost: request.estimatedCost,
    urgent: request.urgent,
    deadlineAt: clock.deadlineAt,
    fence: rev,
    fourEyes: false,
    askedBy,
    ...(barred === null ? {} : { barred }),
  }
  if (evaluation.kind === 'unchecked') {
    const { sentence } = evaluation
    const basis = [
      ...appealLine(request, barred),
      { label: 'Policy', text: sentence, standing: 'missing' as const },
    ]
    return { ...common, recommendation: 'review', confidence: null, justification: sentence, basis }
  }
  const { recommendation, confidence, justification, criteria } = evaluation
  return {
    ...common,
    recommendation,
    confidence,
    justification: justification.slice(0, 20_000),
    basis: [
      ...appealLine(request, barred),
      ...criteria.map(({ label, state, cited, lacking }) => ({
        label: label.slice(0, 200),
        text: [...cited.map(({ text }) => text), ...lacking].join('; ').slice(0, 2_000),
        standing: standings[state],
      })),
    ],
  }
}

/** 42 CFR 422.590(h): an appeal is decided by somebody who had no part in the denial. */
function appealLine({ appealOf }: PriorAuthRequest, barred: string | null): GateRequest['basis'] {
  if (appealOf === null) return []
  const who =
    barred === null
      ? 'Who denied that is not known here: if it was you, leave this to somebody else.'
      : 'Whoever denied that does not decide this.'
  const text = `This appeals against the denial of ${appealOf}. ${who}`
  return [{ label: 'Appeal', text, standing: 'against' }]
}

/** The record after what people decided at the gate; null when nothing has changed. */
export function afterGate(
  record: PriorAuthRecord,
  { status, reason, ruling = null }: GateState,
  now: number,
): PriorAuthRecord | null {
  const next = (more: Partial<PriorAuthRecord>): PriorAuthRecord => ({
    ...record,
    rev: record.rev + 1,
    ...more,
  })
  if (record.decidedAt !== null) return null
  // When the person decided, not when this station came to look: turnaround is counted from it.
  const byPerson = { decidedBy: ruling?.by.user ?? null, decidedAt: Math.round(ruling?.at ?? now) }
  switch (status) {
    case 'pending':
    case 'claimed':
      return record.status === 'pending_review' ? null : next({ status: 'pending_review', reason: null })
    case 'information_asked':
      return record.status === 'information_asked' && record.reason === reason
        ? null
        : next({ status: 'information_asked', reason })
    case 'approved':
      return next({ status: 'approved', reason: null, reference: referenceOf(record.id), ...byPerson })
    case 'denied':
      // A denial without a reason does not exist (CMS-0057-F asks for a specific one).
      return next({
        status: 'denied',
        reason: reason ?? 'The reviewer’s program gave no reason; ask them.',
        ...byPerson,
      })
    case 'withdrawn':
    case 'expired':
      return next({ status, reason, decidedAt: now })
    default:
      return assertNever(status)
  }
}
