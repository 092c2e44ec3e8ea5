import { mkdirSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SourceFile } from '@shared/features/clinical-risk/model.ts'
import { badFile } from './errors.ts'
import { SealedFolder } from './sealed-file.ts'
import { digestOf, fileBytes, heldBytes, type SourceBytes } from './source-bytes.ts'
import type { SourceFormat } from './run-plan.ts'

/** After the name of a file that was added through the window: it is kept sealed until it is read. */
const SEALED = '.sealed'

export interface FolderFile {
  readonly name: string
  readonly sealed: boolean
  readonly bytes: number
  readonly modifiedAt: number
}

/** An opened file. `path` is null for what was unsealed into memory. */
export interface OpenedFile {
  readonly bytes: SourceBytes
  readonly path: string | null
}

const formats: readonly (readonly [RegExp, Exclude<SourceFormat, 'hub'>])[] = [
  [/\.(csv|tsv|txt)$/i, 'csv'],
  [/\.parquet$/i, 'parquet'],
  [/\.fhir\.(json|ndjson)$/i, 'fhir'],
  [/\.(ndjson|jsonl)$/i, 'ndjson'],
  [/\.json$/i, 'json'],
]

/** The format that a name promises; a look into the file may find FHIR in a JSON file. Null: none that is read. */
export function formatOfName(name: string): Exclude<SourceFormat, 'hub'> | null {
  return formats.find(([pattern]) => pattern.test(name))?.[1] ?? null
}

/** The folder that sources lie in: files of others as they are, files that were added through the window sealed. */
export class RiskFolder {
  readonly folder: string
  readonly #sealed: SealedFolder
  readonly #digests = new Map<string, string>()

  constructor(folder: string, keyHex: string) {
    this.folder = folder
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#sealed = new SealedFolder(folder, keyHex)
  }

  async files(): Promise<FolderFile[]> {
    const found: FolderFile[] = []
    for (const entry of await readdir(this.folder, { withFileTypes: true })) {
      if (!entry.isFile() || entry.name.startsWith('.') || entry.name.endsWith('.new')) continue
      const state = await stat(join(this.folder, entry.name)).catch(() => null)
      if (state === null) continue
      const sealed = entry.name.endsWith(SEALED)
      const name = sealed ? entry.name.slice(0, -SEALED.length) : entry.name
      found.push({ name, sealed, bytes: state.size, modifiedAt: Math.round(state.mtimeMs) })
    }
    return found.sort((a, b) => b.modifiedAt - a.modifiedAt || a.name.localeCompare(b.name))
  }

  async add(name: string, content: Buffer): Promise<SourceFile> {
    const format = formatOfName(name)
    if (format === null) throw badFile(readable)
    await this.#sealed.write(`${name}${SEALED}`, content)
    return { name, bytes: content.length, format, modifiedAt: Date.now(), lastRun: null }
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.folder, `${name}${SEALED}`), { force: true })
  }

  /** Null when there is no such file. Throws SealBroken for one that another station has sealed. */
  async open(name: string): Promise<OpenedFile | null> {
    const content = await this.#sealed.read(`${name}${SEALED}`)
    if (content !== null) return { bytes: heldBytes(content), path: null }
    const path = join(this.folder, name)
    const state = await stat(path).catch(() => null)
    return state?.isFile() === true ? { bytes: await fileBytes(path), path } : null
  }

  /** SHA-256 of an opened file; a file that has not changed is not read again. */
  async digest(name: string, { bytes, path }: OpenedFile): Promise<string> {
    if (path === null) return digestOf(bytes)
    const { size, mtimeMs } = await stat(path)
    const mark = `${name}\n${size}\n${mtimeMs}`
    const known = this.#digests.get(mark)
    if (known !== undefined) return known
    const digest = await digestOf(bytes)
    this.#digests.set(mark, digest)
    return digest
  }

  /** What is known already: the reading that made a plan has taken the digest. */
  async knowDigest(name: string, path: string, digest: string): Promise<void> {
    const { size, mtimeMs } = await stat(path)
    this.#digests.set(`${name}\n${size}\n${mtimeMs}`, digest)
  }
}

export const readable =
  'Only CSV (.csv, .tsv, .txt), Parquet (.parquet), JSON (.json), NDJSON (.ndjson, .jsonl) and FHIR bundles are read.'
