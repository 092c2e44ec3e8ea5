import { HubError } from '@main/hub/hub-error.ts'
import type { RunPorts } from './run-ports.ts'
import { sharedOutcome } from './shared-rows.ts'

/**
 * Hands in a part whose alerts were raised only after its run had ended here, so that every station sees it. Without a
 * link it stays at this station.
 */
export async function handInLate(
  { files, hub }: Pick<RunPorts, 'files' | 'hub'>,
  run: string,
  part: number,
): Promise<void> {
  const plan = await files.plan(run)
  if (plan === null || plan.format === 'hub' || !hub.isLive()) return
  const outcome = await files.part(run, part)
  try {
    if (outcome === null || (await hub.plan(run)) === null) return
    await hub.putPart(run, String(part), sharedOutcome(outcome))
  } catch (error) {
    if (!(error instanceof HubError)) throw error
  }
}
