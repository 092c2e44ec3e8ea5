import { z } from 'zod'
import { cutLines, cutList, findList, MOST_PIECE, type Piece } from './json-cutter.ts'
import { badFile } from './errors.ts'
import { fhirTypes } from './fhir-record.ts'
import { idOf, subjectOf } from './fhir-shapes.ts'
import { isNothing, textStart, valueOf } from './source-json.ts'
import type { SourceBytes } from './source-bytes.ts'

/** One file of an export. */
export interface FhirMember {
  readonly name: string
  readonly open: () => Promise<SourceBytes>
}

/** One thing that stands in a file of an export, with its bytes as the source has them. */
export type FhirPiece = { readonly line: number; readonly bytes: Buffer } & (
  | { readonly kind: 'patient' | 'resource'; readonly patientId: string; readonly resource: unknown }
  | { readonly kind: 'medication'; readonly id: string }
  /** The resources of one patient who has a bundle of his own. */
  | { readonly kind: 'bundle'; readonly patientId: string }
  | {
      readonly kind: 'fault'
      readonly reason: string
      /** As far as its text tells: whom it is about, and what it is. */
      readonly about: { readonly patientId: string | null; readonly type: string | null }
      /** The file ends in the middle of it. */
      readonly cutOff: boolean
    }
)

const Resource = z.object({ resourceType: z.string(), id: z.string().optional() })
const Bundle = z.object({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.object({ resource: z.unknown().optional() })).optional(),
})
const Entry = z.object({ fullUrl: z.string().optional(), resource: z.unknown().optional() })
const kept: ReadonlySet<string> = new Set(fhirTypes)
const LONGEST_ID = 128
const LINES_TRIED = 5
const notJson = 'The file is not JSON: a bracket, comma or quotation mark is missing or too many.'

/**
 * Everything of one file that says something of a patient, in batches: of resources one a line, of bundles one a line, or
 * of one bundle. A bundle of up to 64 MB is read whole; of a larger one the entries are read one by one, as if they stood
 * one a line. Memory holds one of them. Throws `clinical-risk.bad-file`.
 */
export async function* fhirPieces(bytes: SourceBytes): AsyncGenerator<readonly FhirPiece[]> {
  if (bytes.size === 0) return
  const start = await textStart(bytes)
  if (await isLines(bytes, start)) {
    for await (const batch of cutLines(bytes, start)) yield batch.flatMap((piece) => linePieces(piece))
    return
  }
  if (bytes.size <= MOST_PIECE) {
    const whole = await bytes.read(start, bytes.size)
    const read = valueOf({ line: null, from: start, to: bytes.size, bytes: whole, state: 'whole' })
    if (read.kind === 'fault') throw badFile(notJson)
    yield valuePieces(0, whole, read.value)
    return
  }
  const list = await findList(bytes)
  if (list === null) throw badFile(notJson)
  for await (const batch of cutList(bytes, list)) yield batch.flatMap((piece) => entryPieces(piece))
}

/** One of the first lines is an object by itself: a document has none such, unless it is one line. */
async function isLines(bytes: SourceBytes, start: number): Promise<boolean> {
  let tried = 0
  for await (const batch of cutLines(bytes, start))
    for (const piece of batch) {
      const read = valueOf(piece)
      if (read.kind === 'value') return Resource.safeParse(read.value).success
      tried += 1
      if (tried >= LINES_TRIED || piece.state !== 'whole') return false
    }
  return false
}

function linePieces(piece: Piece): readonly FhirPiece[] {
  const read = valueOf(piece)
  const line = piece.line ?? 0
  if (read.kind === 'value') return valuePieces(line, piece.bytes, read.value)
  return [faultPiece(line, piece.bytes, read.reason, piece.state === 'open')]
}

function entryPieces(piece: Piece): readonly FhirPiece[] {
  // What stands behind the bundle, or a list without its end: something may be missing, of whomever.
  if (isNothing(piece)) {
    const reason =
      piece.state === 'rest'
        ? 'Behind the end of the bundle the file goes on; that was not read.'
        : 'The file ends before its bundle does: it was cut off.'
    return [faultPiece(0, piece.bytes, reason, true)]
  }
  const read = valueOf(piece)
  if (read.kind === 'fault') return [faultPiece(0, piece.bytes, read.reason, piece.state !== 'whole')]
  const entry = Entry.safeParse(read.value)
  if (!entry.success || entry.data.resource === undefined)
    return [faultPiece(0, piece.bytes, 'The entry of the bundle holds no resource.', false)]
  const { fullUrl, resource } = entry.data
  const url = fullUrl === undefined ? null : idOf(fullUrl)
  return loosePieces(0, Buffer.from(JSON.stringify(resource)), resource, url)
}

function valuePieces(line: number, bytes: Buffer, value: unknown): readonly FhirPiece[] {
  return Bundle.safeParse(value).success
    ? bundlePieces(line, bytes, resourcesOf(value))
    : loosePieces(line, bytes, value, null)
}

function loosePieces(line: number, bytes: Buffer, value: unknown, url: string | null): readonly FhirPiece[] {
  const parsed = Resource.safeParse(value)
  if (!parsed.success) return [faultPiece(line, bytes, 'The row is no FHIR resource.', false)]
  const { resourceType, id } = parsed.data
  if (!kept.has(resourceType)) return []
  if (resourceType === 'Medication') {
    const name = id ?? url
    return name === null ? [] : [{ kind: 'medication', id: name, line, bytes }]
  }
  const isPatient = resourceType === 'Patient'
  const patientId = isPatient ? (id ?? url) : subjectOf(value)
  if (patientId === null || patientId === '' || patientId.length > LONGEST_ID)
    return [faultPiece(line, bytes, 'The resource names no patient.', false)]
  return [{ kind: isPatient ? 'patient' : 'resource', patientId, resource: value, line, bytes }]
}

/** The patients of a bundle, each with the resources that name him and the medications of all. */
function bundlePieces(line: number, bytes: Buffer, resources: readonly unknown[]): readonly FhirPiece[] {
  const typed = resources.map((resource) => ({
    resource,
    type: Resource.safeParse(resource).data?.resourceType ?? '',
    subject: subjectOf(resource),
  }))
  const patients = typed.filter(({ type }) => type === 'Patient')
  // Bundles of hospitals and practitioners, as Synthea writes them beside the patients, say nothing of anybody.
  if (patients.length === 0)
    return typed.some(({ type }) => kept.has(type))
      ? [faultPiece(line, bytes, 'The bundle has no Patient.', false)]
      : []
  const [only] = patients
  if (only !== undefined && patients.length === 1)
    return [{ kind: 'bundle', patientId: idOfPatient(only.resource) ?? '', line, bytes }]
  const shared = typed.filter(({ type }) => type === 'Medication')
  return patients.map((patient) => {
    const patientId = idOfPatient(patient.resource)
    const own = typed.filter(({ subject }) => patientId !== null && subject === patientId)
    const all = [patient, ...own, ...shared].map(({ resource }) => resource)
    return { kind: 'bundle', patientId: patientId ?? '', line, bytes: Buffer.from(bundleText(all)) }
  })
}

/** The resources of a bundle. */
export function resourcesOf(bundle: unknown): readonly unknown[] {
  return (Bundle.safeParse(bundle).data?.entry ?? []).flatMap(({ resource }) =>
    resource === undefined ? [] : [resource],
  )
}

function idOfPatient(resource: unknown): string | null {
  const id = Resource.safeParse(resource).data?.id
  return id === undefined || id.length > LONGEST_ID ? null : id
}

/** A bundle as text, so that it can be mended. */
export function bundleText(resources: readonly unknown[]): string {
  return JSON.stringify({
    resourceType: 'Bundle',
    type: 'collection',
    entry: resources.map((resource) => ({ resource })),
  })
}

const TYPE = /"resourceType"\s*:\s*"([A-Za-z]{3,40})"/
const SUBJECT =
  /"(?:subject|patient)"\s*:\s*\{[^{}]{0,500}?"reference"\s*:\s*"(?:[^"]{0,200}\/)?(?:urn:uuid:)?([A-Za-z0-9.-]{1,128})"/
/** In it the type and the patient of a broken resource are looked for. */
const LOOKED_AT = 100_000

function faultPiece(line: number, bytes: Buffer, reason: string, cutOff: boolean): FhirPiece {
  const text = bytes.toString('latin1', 0, LOOKED_AT)
  const about = { patientId: SUBJECT.exec(text)?.[1] ?? null, type: TYPE.exec(text)?.[1] ?? null }
  return { kind: 'fault', reason, about, cutOff, line, bytes }
}
