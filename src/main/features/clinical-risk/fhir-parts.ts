import { duplicateReason, textOf } from './csv-parts.ts'
import { Stopped } from './errors.ts'
import { readFrames, type FhirFrame } from './fhir-frames.ts'
import { type GatheredExport, medicationOf } from './fhir-gather.ts'
import { type OpenType, unreadable } from './fhir-open.ts'
import { bundleText, type FhirMember, type FhirPiece, fhirPieces, resourcesOf } from './fhir-pieces.ts'
import { readPatient } from './fhir-record.ts'
import { type OpenSource, type PartInput, rejectOf, type RowReading, type SingleRow } from './part-input.ts'
import { withNotes } from './row-reading.ts'
import type { KeptReject, PlanPart } from './run-plan.ts'
import type { SealedSpill } from './sealed-spill.ts'

/** More than this says of one patient is not held in memory. */
const MOST_PATIENT_BYTES = 64_000_000

/** One row of a bucket: a patient, or what cannot be read. */
type BucketRow = { readonly line: number | null } & (
  | { readonly kind: 'patient'; readonly id: string; readonly resources: Buffer[] }
  | { readonly kind: 'bundle'; readonly id: string; readonly bytes: Buffer }
  | { readonly kind: 'twice'; readonly bytes: Buffer }
  | { readonly kind: 'fault'; readonly reason: string; readonly bytes: Buffer }
)

interface Bucket {
  readonly rows: readonly BucketRow[]
  /** Resources of patients who are not in the export. */
  readonly orphans: number
}

/** An export of FHIR opened for work: a part is a bucket of patients, or a piece of one. */
export class FhirParts implements OpenSource {
  readonly #members: readonly FhirMember[]
  readonly #open: readonly OpenType[]
  readonly #asOf: number
  readonly #gather: () => Promise<GatheredExport | null>
  #gathered: Promise<GatheredExport | null> | null = null
  #last: { readonly number: number; readonly bucket: Promise<Bucket> } | null = null

  /** @param gather sorts the export by patient; asked once, and only when a part is worked on. */
  constructor(
    members: readonly FhirMember[],
    open: readonly OpenType[],
    asOf: number,
    gather: () => Promise<GatheredExport | null>,
  ) {
    this.#members = members
    this.#open = open
    this.#asOf = asOf
    this.#gather = gather
  }

  async part(part: PlanPart): Promise<PartInput> {
    const { rows, orphans } = await this.#bucket(part.bucket ?? 0)
    const single: SingleRow[] = []
    const rejects: KeptReject[] = []
    for (const [at, row] of rows.slice(part.from, part.to).entries()) {
      const number = part.first + at
      if (row.kind === 'twice')
        rejects.push(rejectOf(number, row.line, duplicateReason, row.bytes.toString('utf8'), []))
      else single.push(this.#single(row, number))
    }
    return { table: null, single, rejects, ...(part.from === 0 && orphans > 0 ? { orphans } : {}) }
  }

  /** Without the export being sorted: it is looked through for this patient. */
  async record(_: PlanPart, __: number, patientId: string): Promise<RowReading | null> {
    const found: Buffer[] = []
    const medications = new Set<string>()
    let isThere = false
    for await (const piece of this.#pieces()) {
      if (!('patientId' in piece) || piece.patientId !== patientId) continue
      // Of two Patients of one id the first counts.
      const isPatient = piece.kind !== 'resource'
      if (isPatient && isThere) continue
      isThere ||= isPatient
      if (piece.kind === 'bundle') return this.#reading(resourcesOf(parse(piece.bytes)), patientId)
      found.push(Buffer.from(piece.bytes))
      const medication = piece.kind === 'resource' ? medicationOf(piece.resource) : null
      if (medication !== null) medications.add(medication)
    }
    if (medications.size > 0)
      for await (const piece of this.#pieces())
        if (piece.kind === 'medication' && medications.has(piece.id)) found.push(Buffer.from(piece.bytes))
    return isThere ? this.#reading(found.map(parse), patientId) : null
  }

  async close(): Promise<void> {
    const gathered = await this.#gathered
    await gathered?.spill.close()
  }

  async *#pieces(): AsyncGenerator<FhirPiece> {
    for (const { open } of this.#members) {
      const bytes = await open()
      try {
        for await (const batch of fhirPieces(bytes)) yield* batch
      } finally {
        await bytes.close()
      }
    }
  }

  async #bucket(number: number): Promise<Bucket> {
    this.#gathered ??= this.#gather()
    const gathered = await this.#gathered
    if (gathered === null) throw new Stopped()
    // Pieces of one bucket follow each other.
    if (this.#last?.number !== number) this.#last = { number, bucket: loadBucket(gathered.spill, number) }
    return this.#last.bucket
  }

  #single(row: Exclude<BucketRow, { kind: 'twice' }>, number: number): SingleRow {
    const read = (): RowReading => {
      if (row.kind === 'fault') return { kind: 'rejected', reason: row.reason }
      const resources = row.kind === 'bundle' ? resourcesOf(parse(row.bytes)) : row.resources.map(parse)
      return this.#reading(resources, row.id)
    }
    return {
      number,
      line: row.line,
      text: () => (row.kind === 'patient' ? bundleText(row.resources.map(parse)) : textOf(row.bytes)),
      get reading() {
        return read()
      },
    }
  }

  #reading(resources: readonly unknown[], patientId: string): RowReading {
    const opened = this.#open.map((type): unknown => JSON.parse(unreadable(type, patientId)))
    return withNotes(readPatient([...resources, ...opened], this.#asOf))
  }
}

function parse(bytes: Buffer): unknown {
  return JSON.parse(bytes.toString('utf8'))
}

/** Groups what stands in a bucket by patient. */
async function loadBucket(spill: SealedSpill, number: number): Promise<Bucket> {
  const rows: BucketRow[] = []
  const loose = new Map<string, { resources: Buffer[]; bytes: number; row: number | null }>()
  const bundled = new Set<string>()
  for await (const block of spill.blocks(number))
    for (const frame of readFrames(block)) {
      const { kind, key } = frame
      const line = frame.line === 0 ? null : frame.line
      if (kind === 'fault') rows.push({ kind, line, reason: key, bytes: frame.bytes })
      else if (kind === 'bundle') {
        const isTwice = key !== '' && (bundled.has(key) || (loose.get(key)?.row ?? null) !== null)
        bundled.add(key)
        rows.push(
          isTwice
            ? { kind: 'twice', line, bytes: frame.bytes }
            : { kind: 'bundle', line, id: key, bytes: frame.bytes },
        )
      } else if (kind === 'patient' || kind === 'resource') takeLoose(rows, loose, bundled, frame)
    }
  let orphans = 0
  for (const [id, { resources, row, bytes }] of loose) {
    if (row === null) orphans += bundled.has(id) ? 0 : resources.length
    else if (bytes > MOST_PATIENT_BYTES)
      rows[row] = {
        kind: 'fault',
        line: rows[row]?.line ?? null,
        reason: 'The resources of this patient are more than 64 MB, which is the most that is read of one.',
        bytes: resources[0] ?? Buffer.alloc(0),
      }
  }
  return { rows, orphans }
}

function takeLoose(
  rows: BucketRow[],
  loose: Map<string, { resources: Buffer[]; bytes: number; row: number | null }>,
  bundled: ReadonlySet<string>,
  { kind, key, line, bytes }: FhirFrame,
): void {
  const group = loose.get(key) ?? { resources: [], bytes: 0, row: null }
  loose.set(key, group)
  const at = line === 0 ? null : line
  // A second Patient of the same id is a row of its own, and rejected as such.
  if (kind === 'patient' && (group.row !== null || bundled.has(key))) {
    rows.push({ kind: 'twice', line: at, bytes })
    return
  }
  group.bytes += bytes.length
  if (kind === 'patient') {
    group.row = rows.length
    group.resources.unshift(bytes)
    rows.push({ kind: 'patient', line: at, id: key, resources: group.resources })
  } else if (group.bytes <= MOST_PATIENT_BYTES) group.resources.push(bytes)
}
