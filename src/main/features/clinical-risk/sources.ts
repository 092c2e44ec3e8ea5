import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import { CsvParts } from './csv-parts.ts'
import { badFile, riskFailure } from './errors.ts'
import type { OpenSource } from './part-input.ts'
import type { PatientSource } from './ports.ts'
import { formatOfName, MOST_MEMBERS, type OpenedFile, readable, type RiskFolder } from './risk-folder.ts'
import { PART_RECORDS, type RunPlan, type SourceFormat, type SourcePlan } from './run-plan.ts'
import { SealBroken } from './sealed-file.ts'
import { planCsv, readCsvHead } from './source-csv.ts'
import { JsonParts, planJson } from './source-json.ts'
import { FhirExports, type FhirFiles } from './fhir-source.ts'
import { ParquetParts } from './parquet-parts.ts'
import { HubParts, planHub } from './source-hub.ts'
import { planParquet } from './source-parquet.ts'
import type { SourceBytes } from './source-bytes.ts'

const HEAD_BYTES = 4_096
/** DuckDB reads Parquet from a file only: an unsealed one lies here while it is worked on, in memory where there is such a place. */
const OPENED = 'wardlight-unsealed-'

function unsealedPlace(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
}

/** Removes what a crash has left unsealed. */
export async function removeUnsealed(mark: string): Promise<void> {
  for (const name of await readdir(unsealedPlace()).catch(() => []))
    if (name.startsWith(`${OPENED}${mark}-`))
      await rm(join(unsealedPlace(), name), { recursive: true, force: true }).catch(() => undefined)
}

/** Reads and opens what runs are made from: files of the folder, and the patients of the hub. */
export class Sources {
  readonly #folder: RiskFolder
  readonly #patients: PatientSource
  readonly #mark: string
  readonly #partRecords: number
  readonly #exports: FhirExports

  /**
   * @param mark short name of this station, so that it removes only what is its own.
   * @param spills where exports are sorted, sealed.
   * @param partRecords records of one part; those of Parquet files are cut by a fixed number.
   */
  constructor(
    folder: RiskFolder,
    patients: PatientSource,
    mark: string,
    spills: string,
    partRecords = PART_RECORDS,
  ) {
    this.#folder = folder
    this.#patients = patients
    this.#mark = mark
    this.#partRecords = partRecords
    this.#exports = new FhirExports(spills, partRecords)
  }

  /** The format of a file by name and content. Throws `clinical-risk.not-found` or `bad-file`. */
  async format(name: string): Promise<SourceFormat> {
    const [first = name, ...others] = await this.#members(name)
    if (others.length > 0 || first !== name) return 'fhir'
    const opened = await this.#opened(name)
    try {
      const format = await formatOf(name, opened.bytes)
      // What is wrong with the first line is said before a run begins.
      if (format === 'csv') await readCsvHead(opened.bytes)
      return format
    } finally {
      await opened.bytes.close()
    }
  }

  /** SHA-256 of a source's content. */
  async digest(name: string): Promise<string> {
    const names = await this.#members(name)
    if (names.length > 1 || names[0] !== name) return (await this.#export(name)).digest
    const opened = await this.#opened(name)
    try {
      return await this.#folder.digest(name, opened)
    } finally {
      await opened.bytes.close()
    }
  }

  /** Reads a source once and divides it into parts; null when stopped. Throws `clinical-risk.bad-file`. */
  async plan(source: string, format: SourceFormat, stopped: () => boolean): Promise<SourcePlan | null> {
    if (format === 'hub') return planHub(this.#patients, this.#partRecords)
    if (format === 'fhir') return this.#exports.plan(await this.#export(source), stopped)
    const opened = await this.#opened(source)
    const { bytes, path } = opened
    try {
      if (format === 'csv') {
        const plan = await planCsv(bytes, this.#partRecords, stopped)
        if (plan !== null && path !== null) await this.#folder.knowDigest(source, path, plan.digest)
        return plan
      }
      const digest = await this.#folder.digest(source, opened)
      if (stopped()) return null
      if (format !== 'parquet') return await planJson(bytes, format, digest, this.#partRecords, stopped)
      return await this.#withPath(opened, (place) => planParquet(place, digest, bytes.size))
    } finally {
      await bytes.close()
    }
  }

  /**
   * Opens what a plan was made from; null when it is not here, or is not the same any more.
   * @param stopped true ends what takes long. Throws `clinical-risk.elsewhere` for a plan of an older version.
   */
  async open(plan: RunPlan, stopped: () => boolean = () => false): Promise<OpenSource | null> {
    if (plan.format === 'hub') return new HubParts(plan.patients ?? [], this.#patients)
    if (isOfOldReader(plan))
      throw riskFailure(
        'clinical-risk.elsewhere',
        'This run was begun by an older version of this program, which divided such files in another way. What it has assessed is kept; start a run over the file anew.',
      )
    if (plan.format === 'fhir') {
      const found = await this.#export(plan.source).catch((error: unknown) => {
        if (error instanceof RequestFailure) return null
        throw error
      })
      return found === null || found.bytes !== plan.bytes || found.digest !== plan.digest
        ? null
        : this.#exports.open(found, plan, stopped)
    }
    const opened = await this.#folder.open(plan.source).catch((error: unknown) => {
      if (error instanceof SealBroken) return null
      throw error
    })
    if (opened === null) return null
    const { bytes, path } = opened
    if (bytes.size !== plan.bytes || (await this.#folder.digest(plan.source, opened)) !== plan.digest) {
      await bytes.close()
      return null
    }
    if (plan.format === 'csv') return new CsvParts(bytes, plan, plan.asOf)
    if (plan.format === 'parquet') {
      if (path !== null) {
        await bytes.close()
        return ParquetParts.open(path, plan, plan.asOf, () => Promise.resolve())
      }
      const place = await this.#unseal(bytes)
      return ParquetParts.open(place.path, plan, plan.asOf, () => place.remove())
    }
    return JsonParts.open(bytes, plan, plan.asOf)
  }

  /** Removes what was sorted for runs that have not begun. */
  close(): Promise<void> {
    return this.#exports.close()
  }

  /** The files of an export with what they come to together. Throws `not-found` or `bad-file`. */
  async #export(source: string): Promise<FhirFiles> {
    const names = await this.#members(source)
    const hash = createHash('sha256')
    let bytes = 0
    let digest = ''
    for (const name of names) {
      const opened = await this.#opened(name)
      bytes += opened.bytes.size
      try {
        digest = await this.#folder.digest(name, opened)
      } finally {
        await opened.bytes.close()
      }
      hash.update(`${name} ${digest}\n`)
    }
    const open = async (name: string): Promise<SourceBytes> => (await this.#opened(name)).bytes
    return {
      members: names.map((name) => ({ name, open: () => open(name) })),
      digest: names.length === 1 ? digest : hash.digest('hex'),
      bytes,
    }
  }

  async #members(source: string): Promise<readonly string[]> {
    const names = await this.#folder.members(source)
    if (names === null) throw gone()
    if (names.length >= MOST_MEMBERS)
      throw badFile(
        `The folder holds ${MOST_MEMBERS} files or more. Export so many patients as FHIR bulk data: one NDJSON file for each type of resource.`,
      )
    return names
  }

  async #opened(name: string): Promise<OpenedFile> {
    const opened = await this.#folder.open(name).catch((error: unknown) => {
      if (!(error instanceof SealBroken)) throw error
      throw badFile('The file was added at another station and is sealed for it, or it was damaged.')
    })
    if (opened === null) throw gone()
    return opened
  }

  async #withPath<T>({ bytes, path }: OpenedFile, use: (path: string) => Promise<T>): Promise<T> {
    if (path !== null) return use(path)
    const place = await this.#unseal(bytes)
    try {
      return await use(place.path)
    } finally {
      await place.remove()
    }
  }

  async #unseal(bytes: SourceBytes): Promise<{ path: string; remove: () => Promise<void> }> {
    const folder = await mkdtemp(join(unsealedPlace(), `${OPENED}${this.#mark}-`))
    const path = join(folder, `${randomBytes(6).toString('hex')}.parquet`)
    await writeFile(path, await bytes.read(0, bytes.size), { mode: 0o600 })
    return { path, remove: () => rm(folder, { recursive: true, force: true }) }
  }
}

function gone(): RequestFailure {
  return riskFailure(
    'clinical-risk.not-found',
    'This file is no longer in the folder. Look at the list again.',
  )
}

/** Whether a plan counts rows of files as they were once held in memory as a whole. */
function isOfOldReader({ format, parts }: RunPlan): boolean {
  const [first] = parts
  if (first === undefined || first.records === 0) return false
  if (format === 'fhir') return first.bucket === undefined
  return (format === 'json' || format === 'ndjson') && first.to === 0
}

async function formatOf(name: string, bytes: SourceBytes): Promise<SourceFormat> {
  const format = formatOfName(name)
  const head = await bytes.read(0, HEAD_BYTES)
  if (head.length === 0) throw badFile('The file is empty.')
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') return 'parquet'
  if (format === null) throw badFile(readable)
  if (format === 'parquet') throw badFile('The file is named .parquet and is no Parquet file.')
  const isJson = format === 'json' || format === 'ndjson'
  return isJson && head.toString('latin1').includes('"resourceType"') ? 'fhir' : format
}
