import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import { hubScript } from '@main/hub/hub-script.ts'
import { BatchProgress } from './batch-progress.ts'
import type { BatchStore } from './ports.ts'
import putBatchSource from './put-batch.lua?raw'

const putScript = hubScript(putBatchSource)
/** A batch, with the file it was read from, is kept for a week. */
const KEPT_SECONDS = 604_800
const Text = z.string().nullable()

/** Batches on the hub: any station can carry on what another began. */
export class RedisBatches implements BatchStore {
  readonly #hub: Hub

  constructor(hub: Hub) {
    this.#hub = hub
  }

  async create(progress: BatchProgress, source: string): Promise<void> {
    const { keys } = this.#hub
    await this.#hub.run('SETEX', keys.priorAuthBatch(progress.id, 'source'), KEPT_SECONDS, source)
    await this.put(progress)
    await this.#hub.run('ZADD', keys.priorAuth('batches'), Math.round(this.#hub.now()), progress.id)
  }

  async read(id: string): Promise<BatchProgress | null> {
    const text = Text.parse(await this.#hub.run('GET', this.#hub.keys.priorAuthBatch(id, 'progress')))
    if (text === null) return null
    try {
      return BatchProgress.safeParse(JSON.parse(text.slice(text.indexOf('|') + 1))).data ?? null
    } catch {
      return null
    }
  }

  async source(id: string): Promise<string | null> {
    return Text.parse(await this.#hub.run('GET', this.#hub.keys.priorAuthBatch(id, 'source')))
  }

  async put(progress: BatchProgress): Promise<boolean> {
    const key = this.#hub.keys.priorAuthBatch(progress.id, 'progress')
    const written = await this.#hub.script(
      putScript,
      [key],
      [progress.rev - 1, progress.rev, JSON.stringify(progress), KEPT_SECONDS],
    )
    return written === 1
  }

  async ids(limit: number): Promise<readonly string[]> {
    const reply = await this.#hub.run('ZREVRANGE', this.#hub.keys.priorAuth('batches'), 0, limit - 1)
    return z.array(z.string()).parse(reply)
  }
}
