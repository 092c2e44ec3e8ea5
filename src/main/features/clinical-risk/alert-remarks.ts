import type { RunStatus } from '@shared/features/clinical-risk/model.ts'
import type { AlertDesk } from './alert-desk.ts'
import type { OwedName } from './owed-files.ts'
import { grouped } from './run-plan.ts'

/** Says which alerts of a run the hub does not have: those that wait for it, and those that cannot be raised any more. */
export function withAlerts(status: RunStatus, alerts: Pick<AlertDesk, 'waiting' | 'lost'>): RunStatus {
  const waiting = alerts.waiting(status.id)
  const lost = alerts.lost(status.id)
  if (waiting === 0 && lost.length === 0) return status
  return {
    ...status,
    remarks: [
      ...status.remarks,
      ...(waiting === 0
        ? []
        : [
            `${grouped(waiting)} alerts of this run wait for the hub. They are kept on this station, also when it is switched off, and raised when the link is back.`,
          ]),
      ...(lost.length === 0 ? [] : [lostRemark(lost)]),
    ],
  }
}

/** That alerts cannot be raised, and what to do. */
export function lostRemark(batches: readonly OwedName[]): string {
  const known = batches.every(({ alerts }) => alerts !== null)
  const count = batches.reduce((total, { alerts }) => total + (alerts ?? 0), 0)
  return `${known ? grouped(count) : 'Some'} alerts that waited for the hub cannot be unsealed and are not raised: their file was damaged, or the key of this station is another one. Nobody may have been told of these patients. Look through the list High risk, or start the run anew: it alerts to everybody of whom nobody has been told.`
}
