import type { Assessment, HistoryEntry, ResultRow } from '@shared/features/clinical-risk/model.ts'
import { ONLY_MODEL } from './engine.ts'
import { placeOfRow, resultRow } from './figures-row.ts'
import { aboutOf, refusedRemarks } from './notes-words.ts'
import type { NoteReading, RunNotes } from './run-notes.ts'

/** As an entry of what is missing, of patients whose notes a model was to read and did not. */
const UNREAD = 'what a model would read in the notes'

/** Puts on record what of a model a person is about to be shown. False when that failed: then it is not shown. */
export type Advice = (patientId: string, about: readonly string[]) => Promise<boolean>

/** What a model read in the notes of one run, as people are shown it: on record first, and apart from the rules. */
export class ShownNotes {
  readonly model: string
  readonly #readings: ReadonlyMap<number, NoteReading>
  readonly #over: ReadonlySet<number>
  readonly #pending: ReadonlySet<number>
  readonly #advice: Advice
  /** Who was put on record by whom; lists are asked for again and again. */
  readonly #recorded = new Set<string>()

  constructor({ model, readings, over, pending }: RunNotes, advice: Advice) {
    this.model = model
    this.#readings = new Map(readings.map((reading) => [reading.number, reading]))
    this.#over = new Set(over)
    this.#pending = new Set(pending)
    this.#advice = advice
  }

  /** Rows that take the place of those by rules, by patient. */
  lifted(): ReadonlyMap<string, string> {
    const rows = [...this.#readings.values()].flatMap(({ lifted }) => (lifted === null ? [] : [lifted.row]))
    return new Map(rows.map((row) => [placeOfRow(row).patientId, row]))
  }

  /** One row of the list. @param person who looks. */
  async row(line: string, person: string): Promise<ResultRow> {
    const row = resultRow(line)
    const { record } = placeOfRow(line)
    const reading = this.#readings.get(record)
    if (reading === undefined) return this.#over.has(record) || this.#pending.has(record) ? unread(row) : row
    if (reading.notRead !== null) return unread(row)
    if (reading.lifted === null) return row
    const rules = resultRow(reading.lifted.rules)
    return (await this.#isRecorded(row.patientId, reading, person))
      ? { ...row, missing: [...rules.missing, ONLY_MODEL] }
      : unread(rules)
  }

  /** Facts to assess one patient with, and what is told of them; null when his notes did not matter or there are none. */
  async facts(
    number: number,
    patientId: string,
    person: string,
  ): Promise<{ facts: readonly HistoryEntry[]; told: NonNullable<Assessment['notes']> } | null> {
    const reading = this.#readings.get(number)
    const rules = (sentence: string) => ({
      facts: [],
      told: { model: null, remarks: [`${sentence} The notes were read by rules only.`] },
    })
    if (reading === undefined) {
      if (this.#pending.has(number)) return rules('The model has not been asked yet.')
      return this.#over.has(number)
        ? rules('The model was not asked: the budget of the run was too small.')
        : null
    }
    if (reading.notRead !== null) return rules(reading.notRead)
    const { facts, refused } = reading
    if (facts.length > 0 && !(await this.#isRecorded(patientId, reading, person)))
      return rules('What the model read in the notes could not be put on record and is not used.')
    return { facts, told: { model: this.model, remarks: refusedRemarks(refused) } }
  }

  async #isRecorded(patientId: string, { facts, number }: NoteReading, person: string): Promise<boolean> {
    const mark = `${person} ${number}`
    if (this.#recorded.has(mark)) return true
    const about = facts.map((fact) => aboutOf(fact, this.model))
    if (!(await this.#advice(patientId, about))) return false
    this.#recorded.add(mark)
    return true
  }
}

function unread(row: ResultRow): ResultRow {
  return { ...row, missing: [...row.missing, UNREAD] }
}
