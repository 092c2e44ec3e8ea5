import { badFile } from './errors.ts'
import { bucketsOf, gatherExport, type GatheredExport, MOST_EXPORT } from './fhir-gather.ts'
import { FhirParts } from './fhir-parts.ts'
import type { FhirMember } from './fhir-pieces.ts'
import type { PlanPart, RunPlan, SourcePlan } from './run-plan.ts'

/** An export as it lies in the folder now: one file, or several that belong together. */
export interface FhirFiles {
  readonly members: readonly FhirMember[]
  readonly digest: string
  /** Of all files. */
  readonly bytes: number
}

/** Exports of FHIR: sorted by patient into a sealed spill, which the run that was planned by it then works on. */
export class FhirExports {
  readonly #folder: string
  readonly #partRecords: number
  /** Sorted for a plan, and not yet asked for by its run. */
  readonly #ready = new Map<string, GatheredExport>()

  /** @param folder where spills lie while they are needed. */
  constructor(folder: string, partRecords: number) {
    this.#folder = folder
    this.#partRecords = partRecords
  }

  /** Null when stopped. Throws `clinical-risk.bad-file`. */
  async plan({ members, digest, bytes }: FhirFiles, stopped: () => boolean): Promise<SourcePlan | null> {
    if (bytes > MOST_EXPORT)
      throw badFile(
        'The export is larger than 2 TB, which is the most that can be sorted by patient here. Export fewer patients at a time.',
      )
    const gathered = await gatherExport(members, bucketsOf(bytes), this.#folder, stopped)
    if (gathered === null) return null
    await this.#keep(digest, gathered)
    const parts: PlanPart[] = []
    let first = 0
    for (const [bucket, rows] of gathered.rows.entries())
      for (let from = 0; from < rows; from += this.#partRecords) {
        const to = Math.min(rows, from + this.#partRecords)
        parts.push({ first, records: to - from, from, to, bucket, line: 0 })
        first += to - from
      }
    return {
      format: 'fhir',
      digest,
      bytes,
      columns: [],
      delimiter: 0,
      parts,
      records: first,
      duplicates: [],
      open: [...gathered.open],
      remarks: [...gathered.remarks],
    }
  }

  open({ members, bytes }: FhirFiles, plan: RunPlan, stopped: () => boolean): FhirParts {
    return new FhirParts(members, plan.open ?? [], plan.asOf, () => {
      const ready = this.#ready.get(plan.digest)
      this.#ready.delete(plan.digest)
      return ready === undefined
        ? gatherExport(members, bucketsOf(bytes), this.#folder, stopped)
        : Promise.resolve(ready)
    })
  }

  /** Removes what no run has asked for. */
  async close(): Promise<void> {
    for (const { spill } of this.#ready.values()) await spill.close()
    this.#ready.clear()
  }

  async #keep(digest: string, gathered: GatheredExport): Promise<void> {
    // Two plans of the same content: the first has not begun yet, and sorts it again.
    await this.#ready.get(digest)?.spill.close()
    this.#ready.set(digest, gathered)
  }
}
