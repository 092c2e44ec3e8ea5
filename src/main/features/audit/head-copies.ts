import { existsSync } from 'node:fs'
import { appendFile, mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChainHead } from '@shared/features/audit/model.ts'
import { headLine, readHead } from './heads.ts'
import type { HeadCopies } from './ports.ts'

/** Copies of other stations' heads in a folder: one file per station, one head per line, only ever appended to. */
export class CopyFolder implements HeadCopies {
  readonly #folder: string
  readonly #newest = new Map<string, ChainHead | null>()

  constructor(folder: string) {
    this.#folder = folder
  }

  async newest(station: string): Promise<ChainHead | null> {
    const known = this.#newest.get(station)
    if (known !== undefined) return known
    const path = this.#path(station)
    const lines = existsSync(path) ? (await readFile(path, 'utf8')).trim().split('\n') : []
    const heads = lines.map((line) => readHead(line)).filter((head) => head !== null)
    const newest = heads.at(-1) ?? null
    this.#newest.set(station, newest)
    return newest
  }

  async add(head: ChainHead): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await appendFile(this.#path(head.station), `${headLine(head)}\n`, { mode: 0o600 })
    this.#newest.set(head.station, head)
  }

  async stations(): Promise<readonly string[]> {
    if (!existsSync(this.#folder)) return []
    return (await readdir(this.#folder)).flatMap((name) => /^(.+)\.heads$/.exec(name)?.[1] ?? [])
  }

  #path(station: string): string {
    return join(this.#folder, `${station}.heads`)
  }
}
