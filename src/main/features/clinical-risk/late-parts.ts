import { HubError } from '@main/hub/hub-error.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import type { AlertDesk } from './alert-desk.ts'
import { KEPT_SECONDS } from './redis.ts'
import type { RunPorts } from './run-ports.ts'
import { sharedMend, sharedOutcome } from './shared-rows.ts'

interface LatePorts extends Pick<RunPorts, 'files' | 'hub' | 'defect'> {
  readonly alerts: Pick<AlertDesk, 'owes' | 'ready'>
}

/**
 * Hands in what runs of this station have done and the hub does not have, so that every station sees it: parts that were
 * done, and rows that were mended, without a link, and parts whose alerts were raised after the end of their run.
 */
export class LateParts {
  readonly #ports: LatePorts
  readonly #runs = new Set<string>()
  #working: Promise<void> = Promise.resolve()

  constructor(ports: LatePorts) {
    this.#ports = ports
  }

  /** The hub may lack something of this run. */
  add(run: string): void {
    this.#runs.add(run)
  }

  /** All runs that lie here may have ended without a link. */
  async addAll(): Promise<void> {
    for (const run of await this.#ports.files.ids()) this.#runs.add(run)
  }

  /** @param isActive whether a run is worked on: it hands in by itself. Never rejects. */
  handIn(isActive: (run: string) => boolean): Promise<void> {
    this.#working = this.#working.then(() => this.#handIn(isActive)).catch(this.#ports.defect)
    return this.#working
  }

  async #handIn(isActive: (run: string) => boolean): Promise<void> {
    for (const run of this.#runs) {
      if (!this.#ports.hub.isLive()) return
      if (isActive(run)) continue
      this.#runs.delete(run)
      try {
        await this.#handInRun(run)
      } catch (error) {
        // A hub that refuses would refuse again; what cannot be unsealed is said in the list of runs.
        if (error instanceof HubError && error.failure !== 'refused') this.#runs.add(run)
        else if (!(error instanceof HubError) && !(error instanceof RequestFailure)) throw error
        if (error instanceof HubError) return
      }
    }
  }

  async #handInRun(run: string): Promise<void> {
    const { files, hub, alerts } = this.#ports
    const [plan, course] = [await files.plan(run), await files.course(run)]
    if (plan === null || course === null || plan.format === 'hub' || plan.digest === '') return
    if (hub.now() - plan.asOf > KEPT_SECONDS * 1_000) return
    await alerts.ready()
    if ((await hub.plan(run)) === null) await hub.create(plan, course)
    const known = await hub.parts(run)
    for (const part of (await files.summaries(run)).keys()) {
      if (known.has(String(part)) || alerts.owes(run, part)) continue
      const outcome = await files.part(run, part)
      if (outcome !== null) await hub.putPart(run, String(part), sharedOutcome(outcome))
    }
    for (const [reject, mend] of await files.mends(run))
      if (!known.has(`m${reject}`)) await hub.putPart(run, `m${reject}`, sharedMend(mend))
    const hasEnded = course.state === 'done' || course.state === 'cancelled' || course.state === 'failed'
    if (!hasEnded || (await hub.course(run))?.state === course.state) return
    // It may have been resumed meanwhile.
    if ((await files.course(run))?.state === course.state) await hub.putCourse(run, course)
  }
}
