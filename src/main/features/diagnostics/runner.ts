import { setTimeout as pause } from 'node:timers/promises'
import { HubError } from '@main/hub/hub-error.ts'
import {
  type Diagnosis,
  type Ledger,
  type LocalOpinion,
  SpecialistId,
} from '@shared/features/diagnostics/model.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import { opine } from './engine-opinions.ts'
import { synthesise } from './engine-synthesis.ts'
import { gateRequest } from './gate-request.ts'
import { askModels, type ModelRound } from './model-round.ts'
import type { ApprovalGate, DiagnosticStore, Grip, OpinionModel, RunWrite, StoredRun } from './ports.ts'
import { similarCaseDigest } from './seed.ts'
import { opinionField } from './stored.ts'

/** How often a run looks whether it is still its own; also how soon a cancelled one stops. */
const RENEW_MS = 5_000
const RETRY_MS = 500
const RETRIES = 40

export interface RunnerPorts {
  readonly store: DiagnosticStore
  /** Null when this installation has no queue of approvals. */
  gate(): ApprovalGate | null
  /** Null when no model is set up: the local rules are complete without one. */
  model(): OpinionModel | null
  /** A defect, without patient data. */
  defect(error: unknown): void
}

/** The run has been cancelled, or another station has it. */
class GripLost extends Error {
  override readonly name = 'GripLost'
}

/** Works on runs that this station has taken. Every step is written under the grip before the next begins. */
export class DiagnosticRunner {
  readonly #ports: RunnerPorts
  readonly #working = new Map<string, { readonly stop: AbortController; done: Promise<void> }>()
  #stopped = false

  constructor(ports: RunnerPorts) {
    this.#ports = ports
  }

  isWorkingOn(sessionId: string): boolean {
    return this.#working.has(sessionId)
  }

  /** Begins to work; what is stored already is not done again. */
  take(grip: Grip): void {
    if (this.#stopped || this.#working.has(grip.sessionId)) return
    const stop = new AbortController()
    const entry = { stop, done: Promise.resolve() }
    this.#working.set(grip.sessionId, entry)
    entry.done = this.#work(grip, stop).finally(() => this.#working.delete(grip.sessionId))
  }

  /** Settles when nothing is worked on any more. */
  async idle(): Promise<void> {
    await Promise.all([...this.#working.values()].map(({ done }) => done))
  }

  /** Gives up what is under way; another station goes on with it. */
  async stop(): Promise<void> {
    this.#stopped = true
    const entries = [...this.#working.values()]
    for (const { stop } of entries) stop.abort()
    await Promise.all(entries.map(({ done }) => done))
  }

  async #work(first: Grip, stop: AbortController): Promise<void> {
    let grip = first
    const every = Math.min(RENEW_MS, this.#ports.store.leaseMs / 3)
    const renew = setInterval(() => void this.#renew(grip, stop), every)
    try {
      for (let tries = 0; tries < RETRIES && !stop.signal.aborted; tries += 1) {
        try {
          await this.#run(grip, stop.signal)
          return
        } catch (error) {
          if (error instanceof GripLost) return
          if (!isPassing(error)) {
            this.#ports.defect(error)
            return
          }
        }
        await pause(RETRY_MS)
        const again = await this.#again(grip)
        if (again === 'lost') return
        if (again !== null) grip = again
      }
    } finally {
      clearInterval(renew)
      if (this.#stopped) await this.#handOver(grip)
    }
  }

  /** A station that ends in order leaves its runs to the others at once; without a link they wait for the lease. */
  async #handOver(grip: Grip): Promise<void> {
    const { store } = this.#ports
    await store
      .release(grip)
      .then(() => store.watch(grip.sessionId, store.now()))
      .catch(() => undefined)
  }

  /** After a failed call: the grip as it is now, null while the hub is silent. */
  async #again(grip: Grip): Promise<Grip | 'lost' | null> {
    try {
      const begun = await this.#ports.store.begin(grip.sessionId, grip.token, null)
      return begun.kind === 'begun' ? begun.grip : 'lost'
    } catch {
      return null
    }
  }

  async #renew(grip: Grip, stop: AbortController): Promise<void> {
    try {
      if (!(await this.#ports.store.write(grip, { fields: {}, lines: [], final: null }))) stop.abort()
    } catch {
      // A silent hub is met by the next step of the work itself.
    }
  }

  async #run(grip: Grip, stop: AbortSignal): Promise<void> {
    const { store } = this.#ports
    const run = await store.read(grip.sessionId)
    if (run === null) throw new GripLost()
    const model = this.#ports.model()
    const digest = similarCaseDigest(
      run.findings,
      model === null ? null : `${model.name} ${model.promptVersion}`,
    )
    const known = run.diagnosis === null ? await this.#fromCache(grip, run, digest) : run.diagnosis
    const ledger = { ...run.ledger }
    const diagnosis = known ?? (await this.#diagnose(grip, run, model, digest, stop))
    if (stop.aborted) throw new GripLost()
    await this.#askGate(grip, run, diagnosis)
    const spent = known === null ? (await store.read(grip.sessionId))?.ledger : ledger
    const final: Ledger = { ...(spent ?? ledger), runMs: Math.max(0, store.now() - run.startedAt) }
    await store.spent(grip, run.startedAt, {
      calls: final.calls,
      moneyMicro: final.moneyMicro,
      modelMs: final.modelMs,
      runMs: final.runMs,
    })
    await this.#write(grip, {
      fields: { ledger: JSON.stringify(final) },
      lines: [
        { event: 'completed', specialist: null, confidence: diagnosis.differential[0]?.confidence ?? null },
      ],
      final: 'completed',
    })
    await store.watch(grip.sessionId, null)
  }

  async #fromCache(grip: Grip, run: StoredRun, digest: string): Promise<Diagnosis | null> {
    // A run that has opinions already is not turned into another one.
    if (run.local.length > 0) return null
    const found = await this.#ports.store.cached(digest)
    if (found === null) return null
    await this.#write(grip, {
      fields: { diagnosis: JSON.stringify(found), source: 'cache' },
      lines: [{ event: 'from_cache', specialist: null, confidence: null }],
      final: null,
    })
    return found
  }

  async #diagnose(
    grip: Grip,
    run: StoredRun,
    model: OpinionModel | null,
    digest: string,
    stop: AbortSignal,
  ): Promise<Diagnosis> {
    const local = await this.#localOpinions(grip, run)
    const round: ModelRound =
      model === null
        ? { opinions: [], complete: true }
        : await askModels({ model, run, stop, now: () => this.#ports.store.now() }, (what) =>
            this.#write(grip, what),
          )
    const diagnosis = synthesise(run.findings, local, round.opinions)
    await this.#write(grip, {
      fields: { diagnosis: JSON.stringify(diagnosis), source: 'rules' },
      lines: [
        { event: 'synthesised', specialist: null, confidence: diagnosis.differential[0]?.confidence ?? null },
      ],
      final: null,
    })
    // What a spent budget or a failed model left out must not be handed to the next patient as the whole.
    if (round.complete) await this.#ports.store.cache(digest, diagnosis)
    return diagnosis
  }

  async #localOpinions(grip: Grip, run: StoredRun): Promise<readonly LocalOpinion[]> {
    const have = new Set(run.local.map(({ specialist }) => specialist))
    const open = SpecialistId.options.filter((specialist) => !have.has(specialist))
    if (open.length === 0) return run.local
    await this.#write(grip, {
      fields: {},
      lines: open.map((specialist) => ({ event: 'specialist_started', specialist, confidence: null })),
      final: null,
    })
    const opinions = await Promise.all(
      open.map(async (specialist) => {
        const opinion = opine(specialist, run.findings)
        await this.#write(grip, {
          fields: { [opinionField('local', specialist)]: JSON.stringify(opinion) },
          lines: [{ event: 'specialist_complete', specialist, confidence: opinion.confidence }],
          final: null,
        })
        return opinion
      }),
    )
    return [...run.local, ...opinions]
  }

  async #askGate(grip: Grip, run: StoredRun, diagnosis: Diagnosis): Promise<void> {
    if (diagnosis.risk.level !== 'high' || run.approval !== null) return
    const gate = this.#ports.gate()
    if (gate === null) {
      await this.#write(grip, { fields: { approval: '' }, lines: [], final: null })
      return
    }
    const request = gateRequest(run, diagnosis, grip.fence)
    await gate.ask(request)
    await this.#write(grip, {
      fields: { approval: request.id },
      lines: [{ event: 'approval_asked', specialist: null, confidence: null }],
      final: null,
    })
  }

  async #write(grip: Grip, what: RunWrite): Promise<void> {
    if (!(await this.#ports.store.write(grip, what))) throw new GripLost()
  }
}

/** A failure that another try may not meet: the hub did not answer, here or to the queue of approvals. */
function isPassing(error: unknown): boolean {
  if (error instanceof HubError) return true
  return error instanceof RequestFailure && /\.(hub-unreachable|outcome-unknown)$/.test(error.code)
}
