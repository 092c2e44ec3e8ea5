import { z } from 'zod'
import { breath } from './breath.ts'
import { badFile } from './errors.ts'
import { bucketOf, readFrames, writeFrame, type FhirFrame } from './fhir-frames.ts'
import { type FhirMember, type FhirPiece, fhirPieces } from './fhir-pieces.ts'
import { fhirTypes } from './fhir-record.ts'
import { openTypes, type OpenType, unreadable } from './fhir-open.ts'
import { idOf } from './fhir-shapes.ts'
import { MOST_TEXT } from './part-input.ts'
import { SealedSpill } from './sealed-spill.ts'

/** Bytes of an export that make one bucket; of them the types that are read are a third, in exports of Synthea. */
const BUCKET_BYTES = 64_000_000
const MOST_BUCKETS = 2_048
/** Beyond it a bucket would not fit in memory. */
export const MOST_EXPORT = 2e12

/** An export, sorted into buckets by patient. */
export interface GatheredExport {
  readonly spill: SealedSpill
  /** Rows of each bucket: patients, and what cannot be read. */
  readonly rows: readonly number[]
  /** Lists that may miss entries of anybody, because a file was cut off. */
  readonly open: readonly OpenType[]
  readonly remarks: readonly string[]
}

/** How many buckets a source of so many bytes is sorted into; the same at every host. */
export function bucketsOf(bytes: number): number {
  return Math.min(MOST_BUCKETS, Math.max(1, Math.ceil(bytes / BUCKET_BYTES)))
}

const kept: ReadonlySet<string> = new Set(fhirTypes)
const Use = z.object({
  resourceType: z.enum(['MedicationRequest', 'MedicationStatement']),
  medicationReference: z.object({ reference: z.string() }),
})

/** The medication that a prescription refers to; null for any other resource, and when it stands in itself. */
export function medicationOf(resource: unknown): string | null {
  const use = Use.safeParse(resource)
  const reference = use.success ? use.data.medicationReference.reference : '#'
  return reference.startsWith('#') ? null : idOf(reference)
}

/**
 * Reads an export once and sorts what it says by patient; memory does not grow with it. Null when stopped.
 * @param folder where the sealed spill lies. Throws `clinical-risk.bad-file`.
 */
export async function gatherExport(
  members: readonly FhirMember[],
  buckets: number,
  folder: string,
  stopped: () => boolean,
): Promise<GatheredExport | null> {
  const spill = await SealedSpill.create(folder, 2 * buckets)
  const gathering = new Gathering(spill, buckets)
  try {
    for (const [member, { open, name }] of members.entries()) {
      const bytes = await open()
      try {
        for await (const batch of fhirPieces(bytes)) {
          if (stopped()) {
            await spill.close()
            return null
          }
          await breath()
          for (const piece of batch) await gathering.take(piece, member, members.length > 1 ? name : null)
        }
      } finally {
        await bytes.close()
      }
    }
    await gathering.join()
    return gathering.result()
  } catch (error) {
    await spill.close()
    throw error
  }
}

class Gathering {
  readonly #spill: SealedSpill
  readonly #buckets: number
  readonly #rows: number[]
  readonly #open = new Set<OpenType>()
  readonly #cutOff = new Set<string>()
  #strays = 0
  #faults = 0

  constructor(spill: SealedSpill, buckets: number) {
    this.#spill = spill
    this.#buckets = buckets
    this.#rows = Array.from({ length: buckets }, () => 0)
  }

  /** @param file its name, when there are several. */
  async take(piece: FhirPiece, member: number, file: string | null): Promise<void> {
    const { line, bytes } = piece
    switch (piece.kind) {
      case 'patient':
      case 'bundle':
        return this.#row({ kind: piece.kind, line, member, key: piece.patientId, bytes }, piece.patientId)
      case 'resource': {
        const id = medicationOf(piece.resource)
        if (id === null) return this.#resource(piece.patientId, line, member, bytes)
        const frame = { kind: 'use', line, member, key: `${piece.patientId}\n${id}`, bytes } as const
        return this.#spill.put(this.#buckets + bucketOf(id, this.#buckets), writeFrame(frame))
      }
      case 'medication': {
        const frame = { kind: 'medication', line, member, key: piece.id, bytes } as const
        return this.#spill.put(this.#buckets + bucketOf(piece.id, this.#buckets), writeFrame(frame))
      }
      case 'fault':
        return this.#fault(piece, member, file)
    }
  }

  /** Gives each patient the medications that his prescriptions refer to. */
  async join(): Promise<void> {
    for (let bucket = this.#buckets; bucket < 2 * this.#buckets; bucket += 1) {
      const medications = new Map<string, FhirFrame>()
      for await (const block of this.#spill.blocks(bucket))
        for (const frame of readFrames(block))
          if (frame.kind === 'medication')
            medications.set(frame.key, { ...frame, bytes: Buffer.from(frame.bytes) })
      for await (const block of this.#spill.blocks(bucket))
        for (const { kind, key, line, member, bytes } of readFrames(block)) {
          if (kind !== 'use') continue
          const [patientId = '', id = ''] = key.split('\n')
          await this.#resource(patientId, line, member, bytes)
          const medication = medications.get(id)
          if (medication !== undefined)
            await this.#resource(patientId, medication.line, medication.member, medication.bytes)
        }
      this.#spill.forget(bucket)
    }
  }

  result(): GatheredExport {
    if (this.#rows.every((rows) => rows === 0)) throw badFile('The file has no Patient.')
    const remarks = [...this.#cutOff].map(
      (sentence) =>
        `${sentence} Patients may lack entries that stood in what is missing; their scores are left open to the top. Fetch the file again.`,
    )
    if (this.#strays > 0)
      remarks.push(
        this.#strays === 1
          ? '1 row that cannot be read does not tell whose it is; what it says is missing from the results.'
          : `${this.#strays} rows that cannot be read do not tell whose they are; what they say is missing from the results.`,
      )
    return { spill: this.#spill, rows: this.#rows, open: [...this.#open].sort(), remarks }
  }

  async #fault(
    piece: Extract<FhirPiece, { kind: 'fault' }>,
    member: number,
    file: string | null,
  ): Promise<void> {
    const { line, reason, cutOff } = piece
    const { patientId, type } = piece.about
    const isList = openTypes.find(
      (each) => each === type || (type === 'MedicationStatement' && each === 'MedicationRequest'),
    )
    const mayMatter = type === null || type === 'Bundle' || kept.has(type)
    if (cutOff) {
      this.#cutOff.add(file === null ? 'The file was cut off.' : `${file} was cut off.`)
      // What stood behind it may be of any type, unless the file is named for the one that it holds.
      const isNamed = type !== null && file?.includes(type) === true
      for (const each of openTypes) if (!isNamed || each === isList) this.#open.add(each)
    } else if (mayMatter && patientId === null) this.#strays += 1
    // His list stays open: there is an entry, and nobody can read it.
    if (patientId !== null && isList !== undefined)
      await this.#resource(patientId, line, member, Buffer.from(unreadable(isList, patientId)))
    const where = file === null ? '' : `In ${file}: `
    // A bundle holds its patient: mended, it can be replayed by itself.
    const what = type === 'Bundle' ? '' : ' It belongs to no patient here: mend the file, and run it again.'
    const cut = piece.bytes.length > MOST_TEXT ? ' Only its beginning is kept here.' : ''
    const frame = {
      kind: 'fault',
      line,
      member,
      key: `${where}${reason}${what}${cut}`,
      bytes: piece.bytes.subarray(0, MOST_TEXT),
    } as const
    this.#faults += 1
    return this.#row(frame, `${member} ${this.#faults}`)
  }

  #row(frame: FhirFrame, key: string): Promise<void> {
    const bucket = bucketOf(key, this.#buckets)
    this.#rows[bucket] = (this.#rows[bucket] ?? 0) + 1
    return this.#spill.put(bucket, writeFrame(frame))
  }

  #resource(patientId: string, line: number, member: number, bytes: Buffer): Promise<void> {
    const frame = { kind: 'resource', line, member, key: patientId, bytes } as const
    return this.#spill.put(bucketOf(patientId, this.#buckets), writeFrame(frame))
  }
}
