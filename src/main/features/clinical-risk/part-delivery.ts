import { HubError } from '@main/hub/hub-error.ts'
import type { AlertDesk } from './alert-desk.ts'
import type { OwedAlert } from './owed-alert.ts'
import type { RunPorts } from './run-ports.ts'
import type { PartOutcome } from './run-plan.ts'

interface DeliveryPorts extends Pick<RunPorts, 'files' | 'hub'> {
  readonly alerts: Pick<AlertDesk, 'keep' | 'raise'>
}

/**
 * Makes a part count as done. It lies on the disk of the station that runs it only with its alerts beside it, and on the
 * hub only when the hub has its alerts: whoever is killed in between leaves a part that is worked on again and raises
 * the same alerts. Rejects with a HubError at a helper whose hub does not take them; the part is then another's.
 */
export async function deliverPart(
  { files, hub, alerts }: DeliveryPorts,
  owner: boolean,
  {
    run,
    part,
    owed,
    outcome,
  }: { run: string; part: number; owed: readonly OwedAlert[]; outcome: PartOutcome },
): Promise<void> {
  const batch = { run, part, alerts: owed }
  if (owner) {
    await alerts.keep(batch)
    await files.putPart(run, part, outcome)
  } else {
    await alerts.raise(batch)
    await hub.putPart(run, String(part), outcome)
  }
}

/** A hub that answers a helper and refuses will do so again: the run is left to others. */
export function isRefusal(error: unknown): boolean {
  return error instanceof HubError && error.failure === 'refused'
}
