import type { Assessment } from '@shared/features/clinical-risk/model.ts'
import { LEAST_QUALITY } from './engine-tables.ts'
import { assess } from './engine.ts'
import { onHub, riskFailure } from './errors.ts'
import { withHubNotes } from './hub-notes.ts'
import type { NotesDesk } from './notes-desk.ts'
import { highRiskOf } from './part-work.ts'
import type { MedicationJudge, PatientSource } from './ports.ts'
import type { RedisClinicalRisk } from './redis.ts'
import type { RunDesk } from './run-desk.ts'

interface AssessPorts {
  readonly desk: Pick<RunDesk, 'alerts'>
  readonly hub: Pick<RedisClinicalRisk, 'now'>
  readonly patients: PatientSource
  readonly judge: () => MedicationJudge
  readonly notes: NotesDesk
}

/**
 * Assesses one patient by what the hub knows, and raises the alert of high risk.
 * Rejects with `clinical-risk.not-found` when the hub knows nothing of him, or `clinical-risk.hub-unreachable`.
 */
export async function assessOne(ports: AssessPorts, patientId: string): Promise<Assessment> {
  const { desk, hub, patients, judge, notes } = ports
  const [known, written] = await onHub(() =>
    Promise.all([patients.read(patientId), patients.notes(patientId)]),
  )
  if (known === null)
    throw riskFailure(
      'clinical-risk.not-found',
      'The hub knows nothing of this patient, so there is nothing to assess.',
    )
  const record = withHubNotes(known, written)
  const { facts, told } = await notes.read(patientId, written)
  const answer = assess(record, judge(), Math.round(hub.now()), facts)
  const trusted = record.quality === null || record.quality > LEAST_QUALITY
  if (answer.standing === 'high' && trusted) desk.alerts.add([highRiskOf(record, judge())])
  return { ...answer, notes: told }
}
