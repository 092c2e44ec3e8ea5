import { HubError } from '@main/hub/hub-error.ts'
import type { ForeignRuns } from '@shared/features/diagnostics/contract.ts'
import { DiagnosticSessionId, type ForeignRun } from '@shared/features/diagnostics/model.ts'
import type { DiagnosticStore } from './ports.ts'
import { patientOf, readProgressMessage } from './seed.ts'

/** Locks are looked at this often while a foreign run is under way. */
const LOOK_MS = 2_000
/** Messages within this time become one change of the window. */
const TOGETHER_MS = 30
const MOST_RUNS = 50
const MOST_LANES = 40
/** Sessions of our own that are remembered, so that the hub is asked once per run and not per message. */
const MOST_KNOWN = 2_000
/** A run that has ended is shown for so long; one of which nothing is heard any more, too. */
const KEPT_MS = 900_000

type Store = Pick<DiagnosticStore, 'isOurs' | 'lockOf' | 'now'>

interface Followed {
  run: ForeignRun
  /** Under which the lock was held when it was first heard of; null when nobody held it. */
  readonly token: string | null
}

export interface ForeignRunPorts {
  readonly store: Store
  push(runs: ForeignRuns): void
  /** A defect, without patient data. */
  defect(error: unknown): void
}

/**
 * Runs that programs of others make: what they publish on the seed's channel, and whether they still hold the patient's
 * lock. Nothing of it is kept on the hub; it is what this station has heard.
 */
export class ForeignRunWatch {
  readonly #ports: ForeignRunPorts
  readonly #lookMs: number
  readonly #runs = new Map<string, Followed>()
  readonly #ours = new Set<string>()
  /** One message after the other for each session, so that none overtakes the question whose it is. */
  readonly #queues = new Map<string, Promise<void>>()
  #revision = 0
  #timer: NodeJS.Timeout | null = null
  #telling: NodeJS.Timeout | null = null

  constructor(ports: ForeignRunPorts, lookMs = LOOK_MS) {
    this.#ports = ports
    this.#lookMs = lookMs
  }

  attach(): void {
    this.#timer ??= setInterval(() => void this.look(), this.#lookMs)
    this.#tell()
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    if (this.#telling) clearTimeout(this.#telling)
    this.#timer = null
    this.#telling = null
  }

  snapshot(): ForeignRuns {
    const runs = [...this.#runs.values()].map(({ run }) => run).toSorted((a, b) => b.lastAt - a.lastAt)
    return { revision: this.#revision, runs }
  }

  /** A message of the seed's progress channel, of whichever run. Never rejects. */
  heard(sessionId: string, payload: string): Promise<void> {
    if (this.#ours.has(sessionId) || !DiagnosticSessionId.safeParse(sessionId).success)
      return Promise.resolve()
    const message = readProgressMessage(payload)
    if (message === null) return Promise.resolve()
    const after = (this.#queues.get(sessionId) ?? Promise.resolve()).then(async () => {
      const followed = this.#runs.get(sessionId) ?? (await this.#begin(sessionId))
      if (followed === null) return
      const lanes = withLane(followed.run.lanes, message)
      followed.run = { ...followed.run, lanes, lastAt: this.#ports.store.now() }
      this.#tell()
    })
    const settled = after
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        if (this.#queues.get(sessionId) === settled) this.#queues.delete(sessionId)
      })
    this.#queues.set(sessionId, settled)
    return settled
  }

  /** Looks whether the runs still hold their locks. Never rejects. */
  async look(): Promise<void> {
    const now = this.#ports.store.now()
    try {
      for (const [sessionId, followed] of this.#runs) {
        const { run, token } = followed
        if (run.lastAt < now - KEPT_MS && (run.state === 'ended' || token === null)) {
          this.#runs.delete(sessionId)
          this.#tell()
          continue
        }
        if (run.state === 'ended') continue
        const held = await this.#ports.store.lockOf(run.patientId)
        if (held !== null && held === token) continue
        followed.run = { ...followed.run, state: 'ended', lastAt: now }
        this.#tell()
      }
    } catch (error) {
      this.#failed(error)
    }
  }

  async #begin(sessionId: string): Promise<Followed | null> {
    const { store } = this.#ports
    if (await store.isOurs(sessionId)) {
      this.#ours.add(sessionId)
      const [oldest] = this.#ours
      if (this.#ours.size > MOST_KNOWN && oldest !== undefined) this.#ours.delete(oldest)
      return null
    }
    const patientId = patientOf(sessionId)
    const token = await store.lockOf(patientId)
    const now = store.now()
    const followed: Followed = {
      token,
      run: { sessionId, patientId, heardAt: now, lastAt: now, state: 'running', lanes: [] },
    }
    this.#runs.set(sessionId, followed)
    const quietest = [...this.#runs].toSorted(([, a], [, b]) => a.run.lastAt - b.run.lastAt)[0]
    if (this.#runs.size > MOST_RUNS && quietest !== undefined) this.#runs.delete(quietest[0])
    return followed
  }

  #failed(error: unknown): void {
    // Without a link nothing is heard either; the next message or look asks again.
    if (!(error instanceof HubError)) this.#ports.defect(error)
  }

  #tell(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = null
      this.#revision += 1
      this.#ports.push(this.snapshot())
    }, TOGETHER_MS)
  }
}

function withLane(
  lanes: ForeignRun['lanes'],
  { specialist, done, confidence }: NonNullable<ReturnType<typeof readProgressMessage>>,
): ForeignRun['lanes'] {
  const known = lanes.some((lane) => lane.specialist === specialist)
  // What is done does not go back to work by a message that came late or twice.
  if (known)
    return lanes.map((lane) =>
      lane.specialist === specialist && done ? { specialist, done, confidence } : lane,
    )
  return lanes.length >= MOST_LANES ? lanes : [...lanes, { specialist, done, confidence }]
}
