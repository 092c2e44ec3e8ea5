import type { Diagnosis, Hypothesis } from '@shared/features/diagnostics/model.ts'
import type { ApprovalGate, StoredRun } from './ports.ts'
import { runDigest } from './seed.ts'

/**
 * A person should have looked within this time after the start; house policy, review locally. It hangs on the start
 * alone, so that a run that is resumed asks the same question.
 */
const REVIEW_WITHIN_MS = 7_200_000
const MOST_LINES = 60

/** The question to the queue of human decisions; its id depends on the run alone, so that asking twice is asking once. */
export function gateRequest(
  { sessionId, patientId, startedAt, startedBy }: StoredRun,
  diagnosis: Diagnosis,
  fence: string,
): Parameters<ApprovalGate['ask']>[0] {
  const leading = diagnosis.differential[0] ?? null
  const high = diagnosis.risk.reasons.filter(({ level }) => level === 'high').map(({ text }) => text)
  return {
    id: approvalIdOf(sessionId),
    type: 'high_risk_diagnosis',
    patientId,
    subject: leading?.name ?? 'No leading hypothesis',
    estimatedCost: diagnosis.next[0]?.costUsd ?? null,
    recommendation: (diagnosis.actions[0] ?? 'Have a physician assess the patient.').slice(0, 2_000),
    confidence: leading?.confidence ?? null,
    justification: high.join(' ').slice(0, 20_000),
    basis: [
      ...(leading === null ? [] : basisOf(leading)),
      ...diagnosis.mustNotMiss
        .filter(({ condition }) => condition !== leading?.condition)
        .map(({ name, missing }) => ({
          label: `${name} must not be missed`,
          text: missing.length > 0 ? `Not known: ${missing.join(', ')}.` : 'Not excluded by what is known.',
          standing: 'against' as const,
        })),
      ...diagnosis.dissent.map(({ specialist, origin, why }) => ({
        label: `Dissent: ${specialist.replaceAll('_', ' ')}${origin === 'model' ? ' (model)' : ''}`,
        text: why.slice(0, 2_000),
        standing: 'against' as const,
      })),
    ].slice(0, MOST_LINES),
    urgent: true,
    deadlineAt: startedAt + REVIEW_WITHIN_MS,
    fence: Number(fence),
    fourEyes: false,
    askedBy: startedBy.user,
  }
}

function basisOf({ name, for: speaksFor, against, missing }: Hypothesis) {
  return [
    ...speaksFor.map(({ text }) => ({ label: name, text, standing: 'for' as const })),
    ...against.map(({ text }) => ({ label: name, text, standing: 'against' as const })),
    ...missing.slice(0, 20).map((text) => ({ label: name, text, standing: 'missing' as const })),
  ]
}

/** The id of a run's question to the queue. */
export function approvalIdOf(sessionId: string): string {
  return `diag_approval:${runDigest(sessionId).slice(0, 16)}`
}
