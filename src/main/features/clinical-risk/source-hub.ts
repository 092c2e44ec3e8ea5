import { withHubNotes } from './hub-notes.ts'
import type { OpenSource, RowReading } from './part-input.ts'
import type { PatientSource } from './ports.ts'
import type { PlanPart, SourcePlan } from './run-plan.ts'

/** A run over the patients whom the hub knows now, in the order of their ids. */
export async function planHub(source: PatientSource, partRecords: number): Promise<SourcePlan> {
  const patients = [...(await source.ids())].sort()
  const parts: PlanPart[] = []
  for (let first = 0; first < patients.length; first += partRecords)
    parts.push({
      first,
      records: Math.min(partRecords, patients.length - first),
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

/** The patients of the hub, read one by one when their part is worked on. */
export class HubParts implements OpenSource {
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
    const [record, notes] = await Promise.all([this.#source.read(patientId), this.#source.notes(patientId)])
    return record === null
      ? { kind: 'rejected', reason: 'The hub knows nothing of this patient any more.' }
      : {
          kind: 'record',
          record: withHubNotes(record, notes),
          ...(notes.kind === 'notes' ? { notes: notes.text } : {}),
        }
  }
}
