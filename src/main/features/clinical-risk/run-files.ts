import { type PartOutcome, PartSummary, readOutcome, RunCourse, RunPlan, writeOutcome } from './run-plan.ts'
import { RunNotes } from './run-notes.ts'
import { riskFailure } from './errors.ts'
import { SealBroken, type SealedFolder } from './sealed-file.ts'

const PART_DIGITS = 6

/**
 * Runs as this station keeps them: plans, courses, parts and mended rows, each in a sealed file of its own. Whatever
 * reads rejects with `clinical-risk.elsewhere` when it cannot be unsealed.
 */
export class RunFiles {
  readonly #sealed: SealedFolder

  constructor(sealed: SealedFolder) {
    this.#sealed = sealed
  }

  async putPlan(plan: RunPlan): Promise<void> {
    await this.#sealed.write(nameOf(plan.id, 'plan'), JSON.stringify(plan))
  }

  async plan(id: string): Promise<RunPlan | null> {
    const text = await this.#read(nameOf(id, 'plan'))
    return text === null ? null : RunPlan.parse(JSON.parse(text.toString('utf8')))
  }

  /** When its plan was written, also when it cannot be unsealed. */
  plannedAt(id: string): Promise<number> {
    return this.#sealed.writtenAt(nameOf(id, 'plan'))
  }

  async putCourse(id: string, course: RunCourse): Promise<void> {
    await this.#sealed.write(nameOf(id, 'course'), JSON.stringify(course))
  }

  async course(id: string): Promise<RunCourse | null> {
    const text = await this.#read(nameOf(id, 'course'))
    return text === null ? null : RunCourse.parse(JSON.parse(text.toString('utf8')))
  }

  /** Ids of the runs whose plan lies here. */
  async ids(): Promise<string[]> {
    const names = await this.#sealed.names('run-')
    return names.flatMap((name) => {
      const [, digits] = /^run-([0-9a-f]{12})\.plan$/.exec(name) ?? []
      return digits === undefined ? [] : [`risk:${digits}`]
    })
  }

  async putPart(id: string, part: number, outcome: PartOutcome): Promise<void> {
    await this.#sealed.write(partName(id, part), writeOutcome(outcome))
    await this.#sealed.write(sumName(id, part), JSON.stringify(outcome.summary))
  }

  /** Counts of the parts that lie here, by their number. */
  async summaries(id: string): Promise<ReadonlyMap<number, PartSummary>> {
    const start = nameOf(id, 'sum-')
    const found = new Map<number, PartSummary>()
    for (const name of await this.#sealed.names(start)) {
      const text = await this.#read(name)
      const part = Number(name.slice(start.length))
      if (text !== null && this.hasPart(id, part))
        found.set(part, PartSummary.parse(JSON.parse(text.toString('utf8'))))
    }
    return found
  }

  async part(id: string, part: number): Promise<PartOutcome | null> {
    const text = await this.#read(partName(id, part))
    return text === null ? null : readOutcome(text.toString('utf8'))
  }

  hasPart(id: string, part: number): boolean {
    return this.#sealed.has(partName(id, part))
  }

  /** @param reject number of the row that was mended or discarded. */
  async putMend(id: string, reject: number, mend: PartOutcome): Promise<void> {
    await this.#sealed.write(nameOf(id, `mend-${reject}`), writeOutcome(mend))
  }

  /** Mended and discarded rows by their number. */
  async mends(id: string): Promise<ReadonlyMap<number, PartOutcome>> {
    const start = nameOf(id, 'mend-')
    const found = new Map<number, PartOutcome>()
    for (const name of await this.#sealed.names(start)) {
      const text = await this.#read(name)
      if (text !== null) found.set(Number(name.slice(start.length)), readOutcome(text.toString('utf8')))
    }
    return found
  }

  /** What a model read in the notes of a run; null when none did. */
  async notes(id: string): Promise<RunNotes | null> {
    const text = await this.#read(nameOf(id, 'notes'))
    return text === null ? null : RunNotes.parse(JSON.parse(text.toString('utf8')))
  }

  async putNotes(id: string, notes: RunNotes): Promise<void> {
    await this.#sealed.write(nameOf(id, 'notes'), JSON.stringify(notes))
  }

  async #read(name: string): Promise<Buffer | null> {
    try {
      return await this.#sealed.read(name)
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error
      throw riskFailure(
        'clinical-risk.elsewhere',
        'What this station has kept of this run cannot be unsealed: a file of it was damaged, or the key of the station is another one. Its files stay where they are. Start a run over the source anew: it alerts to everybody at high risk of whom nobody has been told.',
      )
    }
  }

  /** Removes everything of a run. */
  async remove(id: string): Promise<void> {
    for (const name of await this.#sealed.names(nameOf(id, ''))) await this.#sealed.remove(name)
  }
}

function nameOf(id: string, what: string): string {
  return `run-${id.slice('risk:'.length)}.${what}`
}

function sumName(id: string, part: number): string {
  return nameOf(id, `sum-${String(part).padStart(PART_DIGITS, '0')}`)
}

function partName(id: string, part: number): string {
  return nameOf(id, `part-${String(part).padStart(PART_DIGITS, '0')}`)
}
