import { HubError } from '@main/hub/hub-error.ts'
import type { Assessment } from '@shared/features/clinical-risk/model.ts'
import { HIGH_RISK, LEAST_QUALITY } from './engine-tables.ts'
import { assess } from './engine.ts'
import { onHub, riskFailure } from './errors.ts'
import { withHubNotes } from './hub-notes.ts'
import type { NotesDesk } from './notes-desk.ts'
import type { MedicationJudge, PatientSource } from './ports.ts'
import type { RedisClinicalRisk } from './redis.ts'
import type { RedisTold } from './redis-told.ts'
import type { RunDesk } from './run-desk.ts'

interface AssessPorts {
  readonly desk: Pick<RunDesk, 'alerts'>
  readonly hub: Pick<RedisClinicalRisk, 'now'>
  readonly patients: PatientSource
  readonly judge: () => MedicationJudge
  readonly notes: NotesDesk
  readonly told: Pick<RedisTold, 'of'>
  readonly defect: (error: unknown) => void
}

/**
 * Assesses one patient by what the hub knows, and raises the alert of high risk.
 * Rejects with `clinical-risk.not-found` when the hub knows nothing of him, or `clinical-risk.hub-unreachable`.
 */
export async function assessOne(ports: AssessPorts, patientId: string): Promise<Assessment> {
  const { hub, patients, judge, notes } = ports
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
  if (trusted) await tell(ports, answer, record.unit)
  return { ...answer, notes: told }
}

/** Keeps the alert of high risk before anybody reads the answer; of who is at high risk no longer, that he is not. */
async function tell(
  { desk, told, defect }: AssessPorts,
  { patientId, standing, low, high, assessedAt: foundAt }: Assessment,
  unit: string | null,
): Promise<void> {
  const owed = { patientId, unit, score: Math.round(low * 1e6) / 1e6, foundAt, run: '' }
  try {
    if (standing === 'high')
      await desk.alerts.keep({ run: '', part: null, alerts: [{ ...owed, kind: 'own' }] })
    else if (high <= HIGH_RISK && (await told.of([patientId])).size > 0)
      await desk.alerts.keep({ run: '', part: null, alerts: [{ ...owed, kind: 'over' }] })
  } catch (error) {
    // A disk that took no alert has not stopped it: the desk raises it all the same.
    if (!(error instanceof HubError)) defect(error)
  }
}
