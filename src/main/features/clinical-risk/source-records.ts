import { isUtf8 } from 'node:buffer'
import { z } from 'zod'
import { badFile } from './errors.ts'
import { fhirTypes, readPatient } from './fhir-record.ts'
import { idOf, subjectOf } from './fhir-shapes.ts'
import { readRow } from './record-read.ts'
import { duplicateReason, textOf } from './csv-parts.ts'
import { type OpenSource, type PartInput, rejectOf, type RowReading, type SingleRow } from './part-input.ts'
import { breath } from './breath.ts'
import { withNotes } from './row-reading.ts'
import type { PlanPart, SourceFormat, SourcePlan } from './run-plan.ts'
import type { SourceBytes } from './source-bytes.ts'

/** JSON in all its forms is held in memory while it is worked on. */
export const MOST_JSON = 256_000_000
const AT_ONCE = 500

/** One patient of a source that is held in memory. */
export interface HeldRow {
  readonly line: number | null
  /** Null when it cannot be told. */
  readonly id: string | null
  readonly text: () => string
  readonly read: (asOf: number) => RowReading
}

export interface HeldRows {
  readonly rows: readonly HeldRow[]
  readonly remarks: readonly string[]
}

const Resource = z.looseObject({ resourceType: z.string(), id: z.string().optional() })
const Bundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.looseObject({ resource: z.unknown().optional() })).optional(),
})
const kept: ReadonlySet<string> = new Set(fhirTypes)

/**
 * Reads a whole source of JSON into rows: a list of rows, one object a line, or FHIR R4 (bundles, or resources one a
 * line). Throws `clinical-risk.bad-file` when it is none of them.
 */
export async function holdRows(bytes: SourceBytes, format: SourceFormat): Promise<HeldRows> {
  if (bytes.size > MOST_JSON)
    throw badFile(
      `The file is larger than ${MOST_JSON / 1e6} MB, which is the most that is read of this format. Divide it, or use CSV or Parquet.`,
    )
  const content = await bytes.read(0, bytes.size)
  const lines = format === 'ndjson' || (format === 'fhir' && documentIn(content) === undefined)
  if (!lines && !isUtf8(content)) throw badFile('The file is not UTF-8 text.')
  const values = lines ? await readLines(content) : [whole(content)]
  if (format === 'fhir') return groupPatients(values)
  return { rows: lines ? values.map(plainRow) : listRows(values[0]?.value), remarks: [] }
}

interface Line {
  readonly line: number | null
  readonly text: () => string
  /** Undefined when it is no JSON. */
  readonly value: unknown
  readonly fault: string | null
}

/** Undefined when it is not one JSON document. */
function documentIn(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8'))
  } catch {
    return undefined
  }
}

function whole(content: Buffer): Line {
  const value = documentIn(content)
  if (value === undefined)
    throw badFile('The file is not JSON: a bracket, comma or quotation mark is missing or too many.')
  return { line: null, text: () => '', value, fault: null }
}

async function readLines(content: Buffer): Promise<readonly Line[]> {
  const lines: Line[] = []
  let number = 0
  for (let at = 0; at < content.length;) {
    const end = content.indexOf(0x0a, at)
    const bytes = content.subarray(at, end === -1 ? content.length : end)
    number += 1
    at = end === -1 ? content.length : end + 1
    if (bytes.length === 0 || /^\s*$/.test(textOf(bytes.subarray(0, 100)))) continue
    lines.push(readLine(bytes, number))
    if (number % AT_ONCE === 0) await breath()
  }
  if (lines.length === 0) throw badFile('The file is empty.')
  return lines
}

function readLine(bytes: Buffer, line: number): Line {
  const text = (): string => textOf(bytes)
  if (!isUtf8(bytes))
    return {
      line,
      text,
      value: undefined,
      fault: 'The row is not UTF-8 text. It is shown as if it were Latin-1.',
    }
  try {
    return { line, text, value: JSON.parse(bytes.toString('utf8')), fault: null }
  } catch {
    return { line, text, value: undefined, fault: 'The row is not JSON.' }
  }
}

function plainRow({ line, text, value, fault }: Line): HeldRow {
  if (fault !== null) return faulty(line, text, fault)
  const reading = readRow(value, Date.now())
  const id = reading.kind === 'read' ? reading.record.patientId : null
  return { line, id, text, read: (asOf) => withNotes(readRow(value, asOf)) }
}

function faulty(line: number | null, text: () => string, reason: string): HeldRow {
  return { line, id: null, text, read: () => ({ kind: 'rejected', reason }) }
}

const List = z.union([z.array(z.unknown()), z.looseObject({ patients: z.array(z.unknown()) })])

function listRows(value: unknown): readonly HeldRow[] {
  const list = List.safeParse(value)
  if (!list.success)
    throw badFile('The JSON is neither a list of patients, nor an object with "patients", nor a FHIR bundle.')
  const items = Array.isArray(list.data) ? list.data : list.data.patients
  return items.map((item) =>
    plainRow({ line: null, text: () => JSON.stringify(item), value: item, fault: null }),
  )
}

/** Each patient with the resources that name him, from bundles and from resources one a line. */
function groupPatients(lines: readonly Line[]): HeldRows {
  const rows: HeldRow[] = []
  const loose = new Map<string, { line: number | null; resources: unknown[]; isPatient: boolean }>()
  const shared: unknown[] = []
  for (const { line, text, value, fault } of lines) {
    if (fault !== null) {
      rows.push(faulty(line, text, fault))
      continue
    }
    const bundle = Bundle.safeParse(value)
    if (bundle.success) {
      const resources = (bundle.data.entry ?? []).flatMap(({ resource }) =>
        resource === undefined ? [] : [resource],
      )
      rows.push(...bundleRows(line, resources))
      continue
    }
    const resource = Resource.safeParse(value)
    if (!resource.success) rows.push(faulty(line, text, 'The row is no FHIR resource.'))
    else if (!kept.has(resource.data.resourceType)) continue
    else if (resource.data.resourceType === 'Medication') shared.push(value)
    else {
      const isPatient = resource.data.resourceType === 'Patient'
      const id = isPatient ? (resource.data.id ?? null) : subjectOf(value)
      if (id === null) {
        rows.push(faulty(line, text, 'The resource names no patient.'))
        continue
      }
      const group = loose.get(id) ?? { line, resources: [], isPatient: false }
      // A second Patient of the same id is a row of its own, found as a duplicate.
      if (isPatient && group.isPatient) rows.push(patientRow(line, id, [value]))
      else {
        group.resources.push(value)
        if (isPatient) Object.assign(group, { line, isPatient: true })
        loose.set(id, group)
      }
    }
  }
  let orphans = 0
  for (const [id, { line, resources, isPatient }] of loose) {
    if (isPatient) rows.push(patientRow(line, id, [...resources, ...shared]))
    else orphans += resources.length
  }
  if (rows.length === 0) throw badFile('The file has no Patient.')
  const remarks =
    orphans === 0 ? [] : [`${orphans} resources name patients who are not in the file and were left out.`]
  return { rows, remarks }
}

function bundleRows(line: number | null, resources: readonly unknown[]): readonly HeldRow[] {
  const typeOf = (resource: unknown): string => Resource.safeParse(resource).data?.resourceType ?? ''
  const patients = resources.filter((resource) => typeOf(resource) === 'Patient')
  if (patients.length === 0)
    return [faulty(line, () => JSON.stringify(bundleOf(resources)), 'The bundle has no Patient.')]
  if (patients.length === 1) return [patientRow(line, idOfResource(patients[0]), resources)]
  const shared = resources.filter((resource) => typeOf(resource) === 'Medication')
  return patients.map((patient) => {
    const id = idOfResource(patient)
    const own = resources.filter((resource) => id !== null && subjectOf(resource) === id)
    return patientRow(line, id, [patient, ...own, ...shared])
  })
}

function idOfResource(resource: unknown): string | null {
  const id = Resource.safeParse(resource).data?.id
  return id === undefined ? null : idOf(id)
}

function patientRow(line: number | null, id: string | null, resources: readonly unknown[]): HeldRow {
  return {
    line,
    id,
    text: () => JSON.stringify(bundleOf(resources)),
    read: (asOf) => withNotes(readPatient(resources, asOf)),
  }
}

function bundleOf(resources: readonly unknown[]): object {
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) }
}

/** The plan of rows that are held in memory. */
export function planHeld(
  { rows, remarks }: HeldRows,
  format: SourceFormat,
  digest: string,
  bytes: number,
  partRecords: number,
): SourcePlan {
  const seen = new Set<string>()
  const duplicates: number[] = []
  for (const [number, { id }] of rows.entries()) {
    if (id === null) continue
    if (seen.has(id)) duplicates.push(number)
    seen.add(id)
  }
  const parts: PlanPart[] = []
  for (let first = 0; first < rows.length; first += partRecords)
    parts.push({
      first,
      records: Math.min(partRecords, rows.length - first),
      from: 0,
      to: 0,
      line: first + 1,
    })
  return {
    format,
    digest,
    bytes,
    columns: [],
    delimiter: 0,
    parts,
    records: rows.length,
    duplicates,
    remarks: [...remarks],
  }
}

/** Rows held in memory, opened for work. */
export class HeldParts implements OpenSource {
  readonly #rows: readonly HeldRow[]
  readonly #asOf: number
  readonly #duplicates: ReadonlySet<number>

  constructor({ rows }: HeldRows, plan: SourcePlan, asOf: number) {
    this.#rows = rows
    this.#asOf = asOf
    this.#duplicates = new Set(plan.duplicates)
  }

  part(part: PlanPart): Promise<PartInput> {
    const rows = this.#rows
      .slice(part.first, part.first + part.records)
      .map((row, at) => ({ row, number: part.first + at }))
    const twice = rows.filter(({ number }) => this.#duplicates.has(number))
    const asOf = this.#asOf
    return Promise.resolve({
      table: null,
      single: rows
        .filter(({ number }) => !this.#duplicates.has(number))
        .map(({ row, number }): SingleRow => {
          const { line, text } = row
          return {
            number,
            line,
            text,
            get reading() {
              return row.read(asOf)
            },
          }
        }),
      rejects: twice.map(({ row, number }) => rejectOf(number, row.line, duplicateReason, row.text(), [])),
    })
  }

  record(_: PlanPart, number: number): Promise<RowReading | null> {
    return Promise.resolve(this.#rows[number]?.read(this.#asOf) ?? null)
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}
