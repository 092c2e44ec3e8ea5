import { mkdirSync } from 'node:fs'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { PriorAuthId, type PriorAuthRecord } from '@shared/features/prior-auth/model.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import { type ReadItem, readRequestBundle } from './fhir-read.ts'
import { writeResponseBundle } from './fhir-write.ts'
import type { PriorAuthService } from './service.ts'

const LOOK_MS = 2_000
const MOST_AT_ONCE = 100

export interface FolderPorts {
  /** Holds `in`, `work`, `wait`, `out` and `done`; they are made when missing. */
  readonly folder: string
  /** Null while the hub would take no request; files wait until then. */
  readonly service: () => PriorAuthService | null
  /** Puts on record that a request of this patient came by a file; when it rejects, it is not decided. */
  readonly record: (patientId: string, about: string) => Promise<void>
  readonly defect: (error: unknown) => void
}

const parts = ['in', 'work', 'wait', 'out', 'done'] as const
type Part = (typeof parts)[number]

/** What was last said of a request that is not decided yet. */
const Waiting = z.object({ id: PriorAuthId, said: z.string() })

/**
 * Da Vinci PAS by files, for a host without a window: each `in/{name}.json` is decided and answered by
 * `out/{name}.{item}.response.json`, or by `out/{name}.error.txt` with a sentence. The request then lies in `done`. A file
 * that was under way when the host ended is not decided again but reported, since it may have been decided. What people
 * have yet to decide is noted in `wait`, and its answer written anew when they have.
 */
export class FhirFolder {
  readonly #ports: FolderPorts
  #timer: NodeJS.Timeout | null = null
  #looking: Promise<void> | null = null

  constructor(ports: FolderPorts) {
    this.#ports = ports
    for (const part of parts) mkdirSync(join(ports.folder, part), { recursive: true, mode: 0o700 })
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
    await this.#answerAgain(service)
  }

  /** What people have decided or asked since the last answer. A hub that does not answer is asked at the next look. */
  async #answerAgain(service: PriorAuthService): Promise<void> {
    for (const name of await this.#files('wait')) {
      const note = readNote(await readFile(this.#at('wait', name), 'utf8'))
      try {
        const record = note === null ? null : await service.find(note.id)
        if (record === null) await this.#giveUp(name)
        else if (saidOf(record) !== note?.said) await this.#answer(name, record)
      } catch (error) {
        if (error instanceof RequestFailure) return
        throw error
      }
    }
  }

  async #giveUp(name: string): Promise<void> {
    const sentence = 'The hub does not know the request any more. Ask there, then send it again.'
    await this.#write('out', name.replace(/\.json$/, '.error.txt'), `${sentence}\n`)
    await rm(this.#at('wait', name))
  }

  /** @param name of the file and its item. */
  async #answer(name: string, record: PriorAuthRecord): Promise<void> {
    const note = { id: record.id, said: saidOf(record) } satisfies z.infer<typeof Waiting>
    // Noted before it is answered: after a crash in between it is answered twice, and never not at all.
    if (record.decidedAt === null) await this.#write('wait', name, JSON.stringify({ ...note, said: '' }))
    await this.#write(
      'out',
      name.replace(/\.json$/, '.response.json'),
      writeResponseBundle(record, Date.now()),
    )
    if (record.decidedAt === null) await this.#write('wait', name, JSON.stringify(note))
    else await rm(this.#at('wait', name), { force: true })
  }

  async #one(file: string, service: PriorAuthService): Promise<void> {
    const { record } = this.#ports
    try {
      const { items } = readRequestBundle(await readFile(this.#at('work', file), 'utf8'), service.book)
      for (const { sequence, request } of await checked(items, service)) {
        await record(request.patientId, `item ${sequence} of a request bundle`)
        const { id } = await service.decide(request)
        await this.#answer(file.replace(/\.json$/, `.${sequence}.json`), await service.read(id))
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
    await this.#write('out', file.replace(/\.json$/, '.error.txt'), `${sentence}\n`)
    await rename(this.#at('work', file), this.#at('done', file))
  }

  /** Whole or not at all: whoever reads the folder never meets half a file. */
  async #write(part: Part, name: string, text: string): Promise<void> {
    const half = this.#at(part, `.${name}.half`)
    await rm(half, { force: true })
    await writeFile(half, text, { mode: 0o600 })
    await rename(half, this.#at(part, name))
  }

  async #files(part: 'in' | 'work' | 'wait'): Promise<string[]> {
    const names = await readdir(join(this.#ports.folder, part))
    return names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort()
  }

  #at(part: Part, name: string): string {
    return join(this.#ports.folder, part, name)
  }
}

function readNote(text: string): z.infer<typeof Waiting> | null {
  try {
    return Waiting.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** What of a request its answer depends on. */
function saidOf({ status, reason }: PriorAuthRecord): string {
  return JSON.stringify([status, reason])
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
