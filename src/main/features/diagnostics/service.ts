import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { HubError } from '@main/hub/hub-error.ts'
import type { Actor } from '@shared/clinical/person.ts'
import type { Run, RunPlace } from '@shared/features/diagnostics/contract.ts'
import type { Findings } from '@shared/features/diagnostics/findings.ts'
import {
  defaultBudget,
  type Feedback,
  type ProgressLine,
  type RunBudget,
  type RunRow,
} from '@shared/features/diagnostics/model.ts'
import { newLedger } from './engine-ledger.ts'
import { diagnosticFailure, NOT_FOUND, onHub } from './errors.ts'
import type { DiagnosticStore } from './ports.ts'
import { DiagnosticRunner, type RunnerPorts } from './runner.ts'
import { newSessionId, patientOf, WINDOW } from './seed.ts'
import { approvalOf, rowOf, runOf } from './view.ts'

const LOOK_MS = 5_000
const LOOK_AT_ONCE = 20
/** A run that was begun so often, or so long ago, does not come to an end by being begun again. */
const MOST_ATTEMPTS = 4
const MOST_AGE_MS = 3_600_000
/** Events of one run within this time become one. */
const TOGETHER_MS = 30

export interface DiagnosticPorts extends RunnerPorts {
  readonly window: {
    push(change: { revision: number; run: RunRow; progress: ProgressLine[] }): void
    reset(revision: number): void
  }
  /** Who acts at this station. */
  person(): Actor
}

/** Diagnostic runs of one hub: starts them, takes over those that nobody works on, tells the window. */
export class DiagnosticService {
  readonly #ports: DiagnosticPorts
  readonly #store: DiagnosticStore
  readonly runner: DiagnosticRunner
  readonly #lookMs: number
  /** Runs of which the window is being told; `again` when they have moved on since. */
  readonly #news = new Map<string, { again: boolean }>()
  #timer: NodeJS.Timeout | null = null
  #looking: Promise<void> | null = null
  #revision = 0

  constructor(ports: DiagnosticPorts, lookMs = LOOK_MS) {
    this.#ports = ports
    this.#store = ports.store
    this.#lookMs = lookMs
    this.runner = new DiagnosticRunner(ports)
  }

  /** A new link: the window starts anew, and runs that were left alone are looked for. */
  attach(): void {
    this.#revision += 1
    this.#ports.window.reset(this.#revision)
    this.#timer ??= setInterval(() => void this.look(), this.#lookMs)
    void this.look()
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    this.#news.clear()
    await this.runner.stop()
  }

  /** The seed's order: lock, window of the rate, then the work, which goes on after the answer. */
  async start(patientId: string, findings: Findings, budget: RunBudget | null): Promise<RunRow> {
    if (isEmpty(findings))
      throw diagnosticFailure(
        'diagnostics.nothing-known',
        'Nothing is known about this patient yet, so there is nothing to weigh. Enter at least one finding.',
      )
    const startedBy = this.#ports.person()
    const sessionId = newSessionId(patientId)
    return onHub(async () => {
      // Noted first: a crash right after the lock must leave somebody who looks.
      await this.#store.watch(sessionId, this.#store.now() + this.#store.leaseMs)
      const ledger = newLedger(budget ?? defaultBudget)
      const begun = await this.#store.begin(sessionId, randomUUID(), { startedBy, findings, ledger })
      if (begun.kind !== 'begun') {
        await this.#store.watch(sessionId, null)
        const freeInMs = begun.kind === 'busy' ? begun.freeInMs : 0
        throw diagnosticFailure(
          'diagnostics.already-running',
          'A diagnostic run for this patient is under way, here or in another program. Wait for it; nothing was started.',
          { freeInMs },
        )
      }
      const { allowed, resetMs } = await this.#store.limit(sessionId)
      if (!allowed) {
        await this.#store.end(sessionId, 'discarded', null)
        await this.#store.watch(sessionId, null)
        throw diagnosticFailure(
          'diagnostics.rate-limited',
          `All stations together have started ${WINDOW.most} runs within a minute. Nothing was started; try again in ${Math.ceil(resetMs / 1_000)} seconds.`,
          { retryAfterMs: resetMs },
        )
      }
      const run = await this.#store.read(sessionId)
      this.runner.take(begun.grip)
      if (run === null) throw NOT_FOUND
      return rowOf(run)
    })
  }

  /** Ends a run wherever it is worked on: its holder is shut out at once. */
  async cancel(sessionId: string, patientId: string): Promise<RunRow> {
    const by = this.#ports.person()
    return onHub(async () => {
      await this.#row(sessionId, patientId)
      const ended = await this.#store.end(sessionId, 'cancelled', by)
      if (ended === 'missing') throw NOT_FOUND
      if (ended !== 'done')
        throw diagnosticFailure(
          'diagnostics.already-ended',
          'This run has already come to an end. Nothing was changed.',
        )
      await this.#store.watch(sessionId, null)
      return this.#row(sessionId, patientId)
    })
  }

  /** Null when the hub knows no such run of this patient. Rejects with a HubError. */
  async read(sessionId: string, patientId: string): Promise<Run | null> {
    if (patientOf(sessionId) !== patientId) return null
    const run = await this.#store.read(sessionId)
    if (run === null) return null
    const progress = await this.#store.progress(sessionId)
    return runOf(run, progress, await approvalOf(run, this.#ports.gate()))
  }

  /** Newest first. Rejects with a HubError. */
  async list(
    patientId: string | null,
    limit: number,
    after: RunPlace | null = null,
  ): Promise<{ runs: RunRow[]; older: RunPlace | null }> {
    const places = await this.#store.placesOf(patientId, limit, after)
    const runs = await Promise.all(places.map(({ sessionId }) => this.#store.read(sessionId)))
    return {
      runs: runs.flatMap((run) => (run === null ? [] : [rowOf(run)])),
      older: places.length < limit ? null : (places.at(-1) ?? null),
    }
  }

  async feedback(
    sessionId: string,
    patientId: string,
    said: Pick<Feedback, 'verdict' | 'useful' | 'finally'>,
  ): Promise<RunRow> {
    const by = this.#ports.person()
    return onHub(async () => {
      const { confidence, startedAt } = await this.#row(sessionId, patientId)
      const { verdict, useful } = said
      const status = await this.#store.feedback(
        sessionId,
        { ...said, by, at: this.#store.now() },
        {
          confidence: confidence ?? 0,
          verdict,
          useful,
          month: new Date(startedAt).toISOString().slice(0, 7),
        },
      )
      if (status === '') throw NOT_FOUND
      if (status !== null)
        throw diagnosticFailure(
          'diagnostics.already-ended',
          'Only a completed run can be judged. Nothing was changed.',
        )
      return this.#row(sessionId, patientId)
    })
  }

  /** The hub says that a run has moved on: the window is told at once, and what follows closely together. */
  woken(sessionId: string): void {
    const telling = this.#news.get(sessionId)
    if (telling === undefined) void this.#tellOn(sessionId)
    else telling.again = true
  }

  /** Takes over what nobody works on. Never rejects: what fails is looked at again. */
  look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => (this.#looking = null))
    return this.#looking
  }

  async #lookOnce(): Promise<void> {
    try {
      for (const sessionId of await this.#store.toLookAt(LOOK_AT_ONCE)) await this.#lookAt(sessionId)
    } catch (error) {
      if (!(error instanceof HubError)) this.#ports.defect(error)
    }
  }

  async #lookAt(sessionId: string): Promise<void> {
    if (this.runner.isWorkingOn(sessionId)) {
      await this.#store.watch(sessionId, this.#store.now() + this.#store.leaseMs)
      return
    }
    const run = await this.#store.read(sessionId)
    if (run === null || run.status !== 'running') {
      await this.#store.watch(sessionId, null)
      return
    }
    if (run.attempts >= MOST_ATTEMPTS || this.#store.now() - run.startedAt > MOST_AGE_MS) {
      if ((await this.#store.end(sessionId, 'abandoned', null)) !== 'alive')
        await this.#store.watch(sessionId, null)
      else await this.#store.watch(sessionId, this.#store.now() + this.#lookMs)
      return
    }
    const begun = await this.#store.begin(sessionId, randomUUID(), null)
    if (begun.kind === 'begun') {
      // It may have died between the lock and the window of the rate: a run counts once, whenever that is.
      await this.#store.limit(sessionId)
      await this.#store.watch(sessionId, this.#store.now() + this.#store.leaseMs)
      this.runner.take(begun.grip)
    } else if (begun.kind === 'busy') await this.#store.watch(sessionId, this.#store.now() + begun.freeInMs)
    else await this.#store.watch(sessionId, null)
  }

  async #tellOn(sessionId: string): Promise<void> {
    const telling = { again: true }
    this.#news.set(sessionId, telling)
    while (telling.again && this.#news.get(sessionId) === telling) {
      telling.again = false
      await this.#tell(sessionId)
      await pause(TOGETHER_MS)
    }
    if (this.#news.get(sessionId) === telling) this.#news.delete(sessionId)
  }

  async #tell(sessionId: string): Promise<void> {
    try {
      const run = await this.#store.read(sessionId)
      if (run === null) return
      const progress = await this.#store.progress(sessionId)
      this.#revision += 1
      this.#ports.window.push({ revision: this.#revision, run: rowOf(run), progress: [...progress] })
    } catch (error) {
      // The window takes everything anew when the link is back.
      if (!(error instanceof HubError)) this.#ports.defect(error)
    }
  }

  async #row(sessionId: string, patientId: string): Promise<RunRow> {
    const run = patientOf(sessionId) === patientId ? await this.#store.read(sessionId) : null
    if (run === null) throw NOT_FOUND
    return rowOf(run)
  }
}

function isEmpty({ symptoms, history, vitals, labs, studies, judgements }: Findings): boolean {
  return [symptoms, history, vitals, labs, studies, judgements].every(
    (part) => Object.values(part).filter((value) => value !== null && value !== undefined).length === 0,
  )
}
