import { mkdirSync } from 'node:fs'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import { type ReadItem, readRequestBundle } from './fhir-read.ts'
import { writeResponseBundle } from './fhir-write.ts'
import type { PriorAuthService } from './service.ts'

const LOOK_MS = 2_000
const MOST_AT_ONCE = 100

export interface FolderPorts {
  /** Holds `in`, `work`, `out` and `done`; they are made when missing. */
  readonly folder: string
  /** Null while the hub would take no request; files wait until then. */
  readonly service: () => PriorAuthService | null
  /** Puts on record that a request of this patient came by a file; when it rejects, it is not decided. */
  readonly record: (patientId: string, about: string) => Promise<void>
  readonly defect: (error: unknown) => void
}

/**
 * Da Vinci PAS by files, for a host without a window: each `in/{name}.json` is decided and answered by
 * `out/{name}.{item}.response.json`, or by `out/{name}.error.txt` with a sentence. The request then lies in `done`. A file
 * that was under way when the host ended is not decided again but reported, since it may have been decided.
 */
export class FhirFolder {
  readonly #ports: FolderPorts
  #timer: NodeJS.Timeout | null = null
  #looking: Promise<void> | null = null

  constructor(ports: FolderPorts) {
    this.#ports = ports
    for (const part of ['in', 'work', 'out', 'done'] as const)
      mkdirSync(join(ports.folder, part), { recursive: true, mode: 0o700 })
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_MS)
  }

  /** Resolves when the file under way has been answered. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.#looking
  }

  /** One look into the folder. Never rejects. */
  look(): Promise<void> {
    this.#looking ??= this.#all()
      .catch((error: unknown) => this.#ports.defect(error))
      .finally(() => (this.#looking = null))
    return this.#looking
  }

  async #all(): Promise<void> {
    const service = this.#ports.service()
    if (service === null) return
    for (const file of await this.#files('work'))
      await this.#refuse(
        file,
        'The host ended while it decided this file. Look in the list whether it was decided before you send it again.',
      )
    for (const file of (await this.#files('in')).slice(0, MOST_AT_ONCE)) {
      await rename(this.#at('in', file), this.#at('work', file))
      await this.#one(file, service)
    }
  }

  async #one(file: string, service: PriorAuthService): Promise<void> {
    const { record } = this.#ports
    try {
      const { items } = readRequestBundle(await readFile(this.#at('work', file), 'utf8'), service.book)
      for (const { sequence, request } of await checked(items, service)) {
        await record(request.patientId, `item ${sequence} of a request bundle`)
        const { id } = await service.decide(request)
        const text = writeResponseBundle(await service.read(id), Date.now())
        await this.#write(file.replace(/\.json$/, `.${sequence}.response.json`), text)
      }
      await rename(this.#at('work', file), this.#at('done', file))
    } catch (error) {
      if (!(error instanceof RequestFailure)) this.#ports.defect(error)
      await this.#refuse(
        file,
        error instanceof RequestFailure
          ? error.message
          : 'Something failed inside the host. The request may or may not have been decided; look in the list.',
      )
    }
  }

  async #refuse(file: string, sentence: string): Promise<void> {
    await this.#write(file.replace(/\.json$/, '.error.txt'), `${sentence}\n`)
    await rename(this.#at('work', file), this.#at('done', file))
  }

  /** Whole or not at all: whoever reads the folder never meets half a file. */
  async #write(name: string, text: string): Promise<void> {
    const half = this.#at('out', `.${name}.half`)
    await rm(half, { force: true })
    await writeFile(half, text, { mode: 0o600 })
    await rename(half, this.#at('out', name))
  }

  async #files(part: 'in' | 'work'): Promise<string[]> {
    const names = await readdir(join(this.#ports.folder, part))
    return names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort()
  }

  #at(part: 'in' | 'work' | 'out' | 'done', name: string): string {
    return join(this.#ports.folder, part, name)
  }
}

/** All items before the first is decided: what is refused is refused whole. */
async function checked(
  items: readonly ReadItem[],
  service: PriorAuthService,
): Promise<readonly Pick<ReadItem, 'sequence' | 'request'>[]> {
  const requests = []
  for (const { sequence, request, appeal } of items) {
    service.refuseFaults(request)
    requests.push({ sequence, request: await service.withAppeal(request, appeal) })
  }
  return requests
}
