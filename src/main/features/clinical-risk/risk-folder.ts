import { mkdirSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SourceFile } from '@shared/features/clinical-risk/model.ts'
import { badFile } from './errors.ts'
import { exportOf } from './folder-exports.ts'
import { SealedFolder } from './sealed-file.ts'
import { digestOf, fileBytes, heldBytes, type SourceBytes } from './source-bytes.ts'
import type { SourceFormat } from './run-plan.ts'

/** After the name of a file that was added through the window: it is kept sealed until it is read. */
const SEALED = '.sealed'

/** A source: a file, the files of one bulk export, or a folder of bundles. */
export interface FolderFile {
  readonly name: string
  /** Its files; itself when it is one. */
  readonly members: readonly string[]
  /** Of all its files, as the next one. */
  readonly bytes: number
  readonly modifiedAt: number
}

/** An opened file. `path` is null for what was unsealed into memory. */
export interface OpenedFile {
  readonly bytes: SourceBytes
  readonly path: string | null
}

/** Of a folder that is a source; more patients come as a bulk export. */
export const MOST_MEMBERS = 5_000

type Looked = Pick<FolderFile, 'bytes' | 'modifiedAt'>

function sourceOf(
  name: string,
  members: readonly string[],
  looked: (member: string) => Looked | undefined,
): FolderFile {
  const all = members.flatMap((member) => looked(member) ?? [])
  return {
    name,
    members,
    bytes: all.reduce((total, { bytes }) => total + bytes, 0),
    modifiedAt: Math.max(...all.map(({ modifiedAt }) => modifiedAt)),
  }
}

function isPassing(name: string): boolean {
  return name.startsWith('.') || name.endsWith('.new')
}

function plainName(name: string): string {
  return name.endsWith(SEALED) ? name.slice(0, -SEALED.length) : name
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

/** The format that the names of a source promise. */
export function formatOfSource({ name, members }: FolderFile): Exclude<SourceFormat, 'hub'> | null {
  return members.length === 1 && members[0] === name ? formatOfName(name) : 'fhir'
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

  /** The sources, newest first. */
  async files(): Promise<FolderFile[]> {
    const found = new Map<string, Looked>()
    const sources: FolderFile[] = []
    for (const entry of await readdir(this.folder, { withFileTypes: true })) {
      if (isPassing(entry.name)) continue
      if (entry.isDirectory()) sources.push(...(await this.#bundles(entry.name)))
      if (!entry.isFile()) continue
      const looked = await this.#look(entry.name)
      if (looked !== null) found.set(plainName(entry.name), looked)
    }
    const names = [...found.keys()]
    for (const name of names) {
      const members = exportOf(name, names) ?? [name]
      if (members[0] === name) sources.push(sourceOf(name, members, (member) => found.get(member)))
    }
    return sources.sort((a, b) => b.modifiedAt - a.modifiedAt || a.name.localeCompare(b.name))
  }

  /** The files of a source, each to be opened by its name; null when there is no such source. */
  async members(name: string): Promise<readonly string[] | null> {
    const state = await stat(join(this.folder, name)).catch(() => null)
    if (state?.isDirectory() === true) return (await this.#bundles(name))[0]?.members ?? null
    const found = (await readdir(this.folder)).filter((each) => !isPassing(each))
    const names = [...new Set(found.map(plainName))]
    return exportOf(name, names) ?? (names.includes(name) ? [name] : null)
  }

  /** A folder in the folder: the JSON in it, as Synthea writes a file for each patient. */
  async #bundles(name: string): Promise<FolderFile[]> {
    const found = new Map<string, Looked>()
    for (const entry of await readdir(join(this.folder, name))) {
      const path = `${name}/${entry}`
      const format = formatOfName(entry)
      if (isPassing(entry) || format === null || format === 'csv' || format === 'parquet') continue
      if (found.size === MOST_MEMBERS) break
      const looked = await this.#look(path)
      if (looked !== null) found.set(path, looked)
    }
    return found.size === 0 ? [] : [sourceOf(name, [...found.keys()].sort(), (member) => found.get(member))]
  }

  async #look(name: string): Promise<Looked | null> {
    const state = await stat(join(this.folder, name)).catch(() => null)
    return state === null ? null : { bytes: state.size, modifiedAt: Math.round(state.mtimeMs) }
  }

  async add(name: string, content: Buffer): Promise<SourceFile> {
    const format = formatOfName(name)
    if (format === null) throw badFile(readable)
    await this.#sealed.write(`${name}${SEALED}`, content)
    return { name, files: 1, bytes: content.length, format, modifiedAt: Date.now(), lastRun: null }
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
