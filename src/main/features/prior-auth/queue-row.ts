import type { QueueRow } from '@shared/features/prior-auth/answers.ts'
import type { PriorAuthRecord } from '@shared/features/prior-auth/model.ts'
import { nextWarning, standingOf } from './engine-clocks.ts'
import { normalCode } from './engine.ts'
import type { PolicyBook } from './policies.ts'

/** One request as the queue shows it, with its countdown. */
export function rowOf(record: PriorAuthRecord, book: PolicyBook, now: number): QueueRow {
  const { request, evaluation, clock, decidedAt } = record
  const checked = evaluation.kind === 'checked' ? evaluation : null
  return {
    id: record.id,
    patientId: request.patientId,
    procedure: request.procedure,
    procedureName: book.procedureName(normalCode(request.procedure)) ?? request.procedure,
    payer: request.payer,
    plan: request.plan,
    urgent: request.urgent,
    status: record.status,
    estimatedCost: request.estimatedCost,
    confidence: checked?.confidence ?? null,
    submittedAt: clock.submittedAt,
    deadlineAt: clock.deadlineAt,
    nextEscalationAt: decidedAt === null ? nextWarning(clock, now) : null,
    standing: standingOf(clock, decidedAt, now),
    states: checked?.criteria.map(({ state }) => state) ?? [],
    reason: record.reason,
  }
}
