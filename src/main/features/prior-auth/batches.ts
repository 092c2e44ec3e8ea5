import { randomBytes } from 'node:crypto'
import type { BatchStatus } from '@shared/features/prior-auth/answers.ts'
import { type ChunkPorts, decideChunk } from './batch-chunk.ts'
import type { BatchProgress } from './batch-progress.ts'
import { type BatchFile, readBatchFile } from './batch-rows.ts'
import { batchStatus } from './batch-summary.ts'
import { isRefusal, onHub, priorAuthFailure } from './errors.ts'
import type { BatchStore } from './ports.ts'

/** Rows decided between two looks at the clock, the window and the hub. */
const ROWS_AT_ONCE = 250
/** A station that has not gone on for so long is taken to be gone. */
const LEASE_MS = 15_000
const MOST_FAILURES = 200
const LOOK_MS = 20_000
const NEWEST = 20

const BUSY = priorAuthFailure(
  'prior-auth.batch-running',
  'This station is deciding another batch. Wait for it, or cancel it.',
)

export interface BatchPorts extends ChunkPorts {
  readonly batches: BatchStore
  readonly station: string
  readonly publish: (status: BatchStatus) => void
  readonly defect: (error: unknown) => void
}

/** Files of requests, decided row by row. What one station began any other can carry on; no row is decided twice. */
export class PriorAuthBatches {
  readonly #ports: BatchPorts
  readonly #running = new Map<string, Promise<void>>()
  #timer: NodeJS.Timeout | null = null
  #stopped = false

  constructor(ports: BatchPorts) {
    this.#ports = ports
  }

  /** Begins to look for batches that a crash has left. */
  start(): void {
    this.#timer = setInterval(() => void this.adopt(), LOOK_MS)
  }

  /** Ends after the rows under way; the batch can be resumed. */
  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer) clearInterval(this.#timer)
    await Promise.all(this.#running.values())
  }

  /** Begins a batch and answers at once. Throws `prior-auth.bad-csv`, or `prior-auth.batch-running`. */
  async begin(name: string, text: string, askedBy: string | null = null): Promise<BatchStatus> {
    if (this.#running.size > 0) throw BUSY
    const file = await readBatchFile(text, this.#ports.book)
    const progress: BatchProgress = {
      id: randomBytes(8).toString('hex'),
      rev: 1,
      name,
      askedBy,
      state: 'running',
      rows: file.rows.length,
      next: 0,
      automatic: 0,
      pending: 0,
      failed: 0,
      failures: [],
      workedMs: 0,
      owner: this.#ports.station,
      leaseUntil: this.#lease(),
    }
    await onHub(() => this.#ports.batches.create(progress, text))
    this.#run(progress, file)
    return this.#status(progress)
  }

  /** One batch, or with null the newest; null when there is none. */
  async status(id: string | null): Promise<BatchStatus | null> {
    const { batches } = this.#ports
    return onHub(async () => {
      const [newest] = id === null ? await batches.ids(1) : [id]
      const progress = newest === undefined ? null : await batches.read(newest)
      return progress === null ? null : this.#status(progress)
    })
  }

  /** Stops a batch wherever it runs; what was decided stays decided. */
  async cancel(id: string): Promise<BatchStatus> {
    return onHub(async () => {
      for (;;) {
        const progress = await this.#found(id)
        if (progress.state !== 'running') return this.#status(progress)
        const cancelled: BatchProgress = { ...progress, rev: progress.rev + 1, state: 'cancelled' }
        if (await this.#ports.batches.put(cancelled)) {
          this.#ports.publish(this.#status(cancelled))
          return this.#status(cancelled)
        }
      }
    })
  }

  /** Goes on with a batch that was cancelled, or whose station is gone. One that runs or is done is only reported. */
  async resume(id: string): Promise<BatchStatus> {
    // The rows under way when it was cancelled come to their end first.
    await this.#running.get(id)
    if (this.#running.size > 0 && !this.#running.has(id)) throw BUSY
    return onHub(async () => {
      const progress = await this.#found(id)
      return this.#status(await this.#takeOver(progress, progress.state === 'cancelled'))
    })
  }

  /** Takes over batches that nobody carries on any more. Never rejects. */
  async adopt(): Promise<void> {
    try {
      for (const id of await this.#ports.batches.ids(NEWEST)) {
        const progress = await this.#ports.batches.read(id)
        if (progress !== null && this.#status(progress).state === 'interrupted')
          await this.#takeOver(progress)
      }
    } catch (error) {
      if (!isRefusal(error)) this.#ports.defect(error)
    }
  }

  /** Resolves when nothing runs at this station any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#running.values())
  }

  /** @param anyway also when it was not left by its station. */
  async #takeOver(progress: BatchProgress, anyway = false): Promise<BatchProgress> {
    if (this.#stopped || this.#running.has(progress.id)) return progress
    if (!anyway && this.#status(progress).state !== 'interrupted') return progress
    const source = await this.#ports.batches.source(progress.id)
    if (source === null)
      throw priorAuthFailure(
        'prior-auth.not-found',
        'The file of this batch is no longer on the hub. Begin it anew.',
      )
    const mine: BatchProgress = {
      ...progress,
      rev: progress.rev + 1,
      state: 'running',
      owner: this.#ports.station,
      leaseUntil: this.#lease(),
    }
    if (!(await this.#ports.batches.put(mine))) return this.#found(progress.id)
    this.#run(mine, await readBatchFile(source, this.#ports.book))
    return mine
  }

  async #found(id: string): Promise<BatchProgress> {
    const progress = await this.#ports.batches.read(id)
    if (progress === null)
      throw priorAuthFailure(
        'prior-auth.not-found',
        'This batch is not on the hub; batches are kept for a week.',
      )
    return progress
  }

  #run(progress: BatchProgress, file: BatchFile): void {
    const run = this.#decideAll(progress, file)
      .catch((error: unknown) => {
        // The batch is left as it stands and taken up again once its lease has ended.
        if (!isRefusal(error)) this.#ports.defect(error)
      })
      .finally(() => this.#running.delete(progress.id))
    this.#running.set(progress.id, run)
  }

  async #decideAll(begun: BatchProgress, file: BatchFile): Promise<void> {
    let progress = begun
    while (!this.#stopped && progress.state === 'running') {
      const from = progress.next
      const to = Math.min(from + ROWS_AT_ONCE, progress.rows)
      const started = performance.now()
      const done = await decideChunk(progress, file, from, to, this.#ports)
      const next: BatchProgress = {
        ...progress,
        rev: progress.rev + 1,
        next: to,
        state: to === progress.rows ? 'done' : 'running',
        automatic: progress.automatic + done.automatic,
        pending: progress.pending + done.pending,
        failed: progress.failed + done.failures.length,
        failures: [...progress.failures, ...done.failures].slice(0, MOST_FAILURES),
        workedMs: progress.workedMs + performance.now() - started,
        leaseUntil: this.#lease(),
      }
      // Cancelled, or carried on by another station: what this one has just decided is counted there by its ids.
      if (!(await this.#ports.batches.put(next))) return
      progress = next
      this.#ports.publish(this.#status(progress))
    }
  }

  #lease(): number {
    return this.#ports.store.now() + LEASE_MS
  }

  #status(progress: BatchProgress): BatchStatus {
    return batchStatus(progress, this.#ports.store.now())
  }
}
