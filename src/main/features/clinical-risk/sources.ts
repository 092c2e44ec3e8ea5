import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CsvParts } from './csv-parts.ts'
import { badFile, riskFailure } from './errors.ts'
import type { OpenSource, RowReading } from './part-input.ts'
import type { PatientSource } from './ports.ts'
import { formatOfName, type OpenedFile, readable, type RiskFolder } from './risk-folder.ts'
import { PART_RECORDS, type PlanPart, type RunPlan, type SourceFormat, type SourcePlan } from './run-plan.ts'
import { SealBroken } from './sealed-file.ts'
import { planCsv, readCsvHead } from './source-csv.ts'
import { HeldParts, holdRows, planHeld } from './source-records.ts'
import { ParquetParts } from './parquet-parts.ts'
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

  /**
   * @param mark short name of this station, so that it removes only what is its own.
   * @param partRecords records of one part; those of Parquet files are cut by a fixed number.
   */
  constructor(folder: RiskFolder, patients: PatientSource, mark: string, partRecords = PART_RECORDS) {
    this.#folder = folder
    this.#patients = patients
    this.#mark = mark
    this.#partRecords = partRecords
  }

  /** The format of a file by name and content. Throws `clinical-risk.not-found` or `bad-file`. */
  async format(name: string): Promise<SourceFormat> {
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

  /** SHA-256 of a file's content. */
  async digest(name: string): Promise<string> {
    const opened = await this.#opened(name)
    try {
      return await this.#folder.digest(name, opened)
    } finally {
      await opened.bytes.close()
    }
  }

  /** Reads a source once and divides it into parts; null when stopped. Throws `clinical-risk.bad-file`. */
  async plan(source: string, format: SourceFormat, stopped: () => boolean): Promise<SourcePlan | null> {
    if (format === 'hub') return this.#planHub()
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
      if (format !== 'parquet')
        return planHeld(await holdRows(bytes, format), format, digest, bytes.size, this.#partRecords)
      return await this.#withPath(opened, (place) => planParquet(place, digest, bytes.size))
    } finally {
      await bytes.close()
    }
  }

  /** Opens what a plan was made from; null when it is not here, or is not the same any more. */
  async open(plan: RunPlan): Promise<OpenSource | null> {
    if (plan.format === 'hub') return new HubParts(plan.patients ?? [], this.#patients)
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
    const rows = await holdRows(bytes, plan.format)
    await bytes.close()
    return new HeldParts(rows, plan, plan.asOf)
  }

  async #opened(name: string): Promise<OpenedFile> {
    const opened = await this.#folder.open(name).catch((error: unknown) => {
      if (!(error instanceof SealBroken)) throw error
      throw badFile('The file was added at another station and is sealed for it, or it was damaged.')
    })
    if (opened === null)
      throw riskFailure(
        'clinical-risk.not-found',
        'This file is no longer in the folder. Look at the list again.',
      )
    return opened
  }

  async #planHub(): Promise<SourcePlan> {
    const patients = [...(await this.#patients.ids())].sort()
    const parts: PlanPart[] = []
    for (let first = 0; first < patients.length; first += this.#partRecords)
      parts.push({
        first,
        records: Math.min(this.#partRecords, patients.length - first),
        from: 0,
        to: 0,
        line: first + 1,
      })
    return {
      format: 'hub',
      digest: '',
      bytes: 0,
      columns: [],
      delimiter: 0,
      parts,
      records: patients.length,
      duplicates: [],
      remarks: [],
      patients,
    }
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

/** The patients of the hub, read one by one when their part is worked on. */
class HubParts implements OpenSource {
  readonly #patients: readonly string[]
  readonly #source: PatientSource

  constructor(patients: readonly string[], source: PatientSource) {
    this.#patients = patients
    this.#source = source
  }

  async part(part: PlanPart): Promise<Awaited<ReturnType<OpenSource['part']>>> {
    const single = []
    for (let number = part.first; number < part.first + part.records; number += 1) {
      const patientId = this.#patients[number] ?? ''
      const reading = await this.#read(patientId)
      single.push({ number, line: null, text: () => patientId, reading })
    }
    return { table: null, single, rejects: [] }
  }

  record(_: PlanPart, number: number): Promise<RowReading | null> {
    const patientId = this.#patients[number]
    return patientId === undefined ? Promise.resolve(null) : this.#read(patientId)
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  async #read(patientId: string): Promise<RowReading> {
    const record = await this.#source.read(patientId)
    return record === null
      ? { kind: 'rejected', reason: 'The hub knows nothing of this patient any more.' }
      : { kind: 'record', record }
  }
}
