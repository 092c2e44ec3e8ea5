import { z } from 'zod'
import { HubError } from '@main/hub/hub-error.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import type { RedisClinicalRisk } from './redis.ts'
import { awaitsPatients } from './folder-exports.ts'
import { formatOfName, formatOfSource, type RiskFolder } from './risk-folder.ts'
import type { RunDesk } from './run-desk.ts'
import { SealBroken, type SealedFolder } from './sealed-file.ts'
import type { Sources } from './sources.ts'

const LOOK_MS = 2_000
const MOST_SEEN = 10_000
const SEEN = 'watched'
const Seen = z.object({ watched: z.boolean(), digests: z.array(z.string()) })

export interface WatchPorts {
  readonly folder: RiskFolder
  readonly sources: Sources
  readonly desk: RunDesk
  readonly hub: Pick<RedisClinicalRisk, 'claim' | 'take' | 'isLive'>
  readonly station: string
  /** Where it is kept what has been picked up. */
  readonly sealed: SealedFolder
  readonly defect: (error: unknown) => void
}

/**
 * Starts a run for every new file of the folder once it is complete: neither size nor time have changed between two looks.
 * One run for one content, whatever the file is called and however many stations watch. A file that cannot be read stands
 * among the runs as one that failed, once, with the reason.
 */
export class FolderWatch {
  readonly #ports: WatchPorts
  readonly #looked = new Map<string, string>()
  readonly #settled = new Set<string>()
  readonly #lookMs: number
  #kept: z.infer<typeof Seen> | null = null
  #timer: NodeJS.Timeout | null = null
  #looking: Promise<void> = Promise.resolve()

  /** @param lookMs time between two looks. */
  constructor(ports: WatchPorts, lookMs = LOOK_MS) {
    this.#ports = ports
    this.#lookMs = lookMs
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.look())
    }, this.#lookMs)
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    await this.#looking
  }

  async watched(): Promise<boolean> {
    return (await this.#read()).watched
  }

  async watch(watched: boolean): Promise<void> {
    this.#kept = { ...(await this.#read()), watched }
    await this.#ports.sealed.write(SEEN, JSON.stringify(this.#kept))
  }

  /** A run over this content was started by hand: it is not started again. */
  async taken(digest: string): Promise<void> {
    const kept = await this.#read()
    if (digest === '' || kept.digests.includes(digest)) return
    this.#kept = { ...kept, digests: [...kept.digests, digest].slice(-MOST_SEEN) }
    await this.#ports.sealed.write(SEEN, JSON.stringify(this.#kept))
  }

  /** One look at the folder. Never rejects. */
  async look(): Promise<void> {
    try {
      if (!(await this.watched())) return
      const sources = await this.#ports.folder.files()
      const names = sources.map(({ name }) => name)
      for (const source of sources) {
        const { name, bytes, modifiedAt, members } = source
        const mark = `${bytes} ${modifiedAt} ${members.length}`
        const before = this.#looked.get(name)
        this.#looked.set(name, mark)
        if (before !== mark || bytes === 0 || formatOfSource(source) === null) continue
        // Of a bulk export without its patients: they are still on their way.
        if (awaitsPatients(name, names)) continue
        if (this.#settled.has(`${name} ${mark}`)) continue
        if (await this.#take(name, mark)) this.#settled.add(`${name} ${mark}`)
      }
    } catch (error) {
      if (!(error instanceof HubError)) this.#ports.defect(error)
    }
  }

  /** True when there is nothing more to do about this file. */
  async #take(name: string, mark: string): Promise<boolean> {
    const { sources, desk, station } = this.#ports
    // Of a file whose content cannot be read, name, size and time stand for it.
    let digest = `${name} ${mark}`
    try {
      if ((await this.#read()).digests.includes(digest)) return true
      digest = await sources.digest(name)
      if ((await this.#read()).digests.includes(digest)) return true
      const claim = await this.#permitted((hub) => hub.claim(`file:${digest}`, station), 'mine')
      if (claim === 'claimed') return false
      if (claim === 'mine') await desk.begin(name, null)
      await this.taken(digest)
      if (claim === 'mine') await this.#permitted((hub) => hub.take(`file:${digest}`), undefined)
      return true
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error
      if (error.code === 'clinical-risk.already-running') return false
      if (error.code !== 'clinical-risk.bad-file') return true
      await desk.refused(name, formatOfName(name) ?? 'csv', error.message)
      await this.taken(digest)
      await this.#permitted((hub) => hub.take(`file:${digest}`), undefined)
      return true
    }
  }

  /** Without a hub, or with one that denies the mark, every station takes what it sees. */
  async #permitted<T>(ask: (hub: WatchPorts['hub']) => Promise<T>, without: T): Promise<T> {
    const { hub } = this.#ports
    if (!hub.isLive()) return without
    try {
      return await ask(hub)
    } catch (error) {
      if (error instanceof HubError && error.trouble === 'no-permission') return without
      throw error
    }
  }

  async #read(): Promise<z.infer<typeof Seen>> {
    if (this.#kept !== null) return this.#kept
    const text = await this.#ports.sealed.read(SEEN).catch((error: unknown) => {
      if (!(error instanceof SealBroken)) throw error
      // Watching is off until people switch it on: what has been picked up before is not known any more.
      this.#ports.defect(error)
      return null
    })
    this.#kept =
      text === null ? { watched: false, digests: [] } : Seen.parse(JSON.parse(text.toString('utf8')))
    return this.#kept
  }
}
