import { Queue, Worker } from 'bullmq'
import { z } from 'zod'
import type { HubAddress } from './address.ts'
import { createJobClient, type HubClient } from './client.ts'
import { type HubError, toHubError } from './hub-error.ts'

/** A job whose worker has not been heard of for so long is given to another. */
const LOCK_MS = 10_000
/** A job may lose its worker this often; a part that kills whoever works on it must have an end. */
const MOST_STALLED = 5
const ATTEMPTS = 3
const AGAIN_MS = 1_000

const PartJob = z.object({ part: z.number().int().min(0) })

/** What the queue of one piece of work needs. */
export interface JobQueuePorts {
  readonly address: HubAddress
  readonly clientName: string
  /** Before every key of the queue; holds a hash tag, so that the queue's scripts stay in one Cluster slot. */
  readonly prefix: string
  /** Milliseconds after which the job of a worker that is not heard of is given to another. */
  readonly lockMs?: number
  /** What the queue or its connections complain of; they go on by themselves. */
  failed(error: unknown): void
}

/**
 * The numbered parts of one piece of work on the hub (BullMQ): each is given to one worker at a time, repeated when it
 * fails, and given to another when its worker is gone. A part may therefore be worked on twice; doing so must not matter.
 */
export class JobQueue {
  readonly #name: string
  readonly #ports: JobQueuePorts
  readonly #clients: HubClient[] = []
  readonly #queue: Queue
  #worker: Worker | null = null
  #closed = false
  #refused: HubError | null = null

  /** @param name letters and digits. */
  constructor(name: string, ports: JobQueuePorts) {
    this.#name = name
    this.#ports = ports
    this.#queue = new Queue(name, {
      connection: this.#client(),
      prefix: ports.prefix,
      skipVersionCheck: true,
    })
    this.#queue.on('error', (error) => this.#complain(error))
  }

  /** What the hub denies to the queue: no part will ever be taken here. Null while it denies nothing. */
  get refused(): HubError | null {
    return this.#refused
  }

  /** Puts parts into the queue; one that already waits or is worked on is left as it is. Rejects with a HubError. */
  async add(parts: readonly number[]): Promise<void> {
    const added = this.#queue.addBulk(
      parts.map((part) => ({
        name: 'part',
        data: { part },
        opts: {
          jobId: `part-${part}`,
          attempts: ATTEMPTS,
          backoff: { type: 'fixed', delay: AGAIN_MS },
          removeOnComplete: true,
          removeOnFail: true,
        },
      })),
    )
    await added.catch((error: unknown) => Promise.reject(toHubError(error)))
  }

  /** Begins to take parts. A handler that rejects gives the part back. */
  work(concurrency: number, handle: (part: number) => Promise<void>): void {
    const lockMs = this.#ports.lockMs ?? LOCK_MS
    this.#worker = new Worker(
      this.#name,
      async ({ data }) => {
        await handle(PartJob.parse(data).part)
      },
      {
        connection: this.#client(),
        prefix: this.#ports.prefix,
        skipVersionCheck: true,
        concurrency,
        lockDuration: lockMs,
        stalledInterval: lockMs / 2,
        maxStalledCount: MOST_STALLED,
      },
    )
    this.#worker.on('error', (error) => this.#complain(error))
    this.#worker.on('failed', (_, error) => this.#complain(error))
  }

  /** Takes no more parts; resolves when those under way are done or given back. Never rejects. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await Promise.allSettled([this.#worker?.close(), this.#queue.close()])
    for (const client of this.#clients.splice(0)) client.disconnect()
  }

  /** Leaves at once, also without a link; parts under way are given to others. */
  abandon(): void {
    if (this.#closed) return
    this.#closed = true
    for (const client of this.#clients.splice(0)) client.disconnect()
    void Promise.allSettled([this.#worker?.close(true), this.#queue.close()])
  }

  /** Removes everything of this queue. Rejects while the hub does not answer. */
  async remove(): Promise<void> {
    await this.#queue.obliterate({ force: true })
  }

  #client(): HubClient {
    const client = createJobClient(this.#ports.address, this.#ports.clientName)
    client.on('error', (error: unknown) => this.#complain(error))
    this.#clients.push(client)
    return client
  }

  #complain(error: unknown): void {
    if (this.#closed) return
    const refusal = toHubError(error)
    if (refusal.trouble === 'no-permission') this.#refused = refusal
    this.#ports.failed(error)
  }
}
