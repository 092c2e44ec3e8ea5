import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { Assessment, AssessmentStanding, ResultRow } from '@shared/features/clinical-risk/model.ts'
import { assess } from './engine.ts'
import { riskFailure } from './errors.ts'
import { readRow, resultRow, standings } from './figures-row.ts'
import { readKept } from './kept-records.ts'
import { type Advice, ShownNotes } from './shown-notes.ts'
import { readMendedText } from './mended-text.ts'
import { openDuck } from './duck.ts'
import type { RowReading } from './part-input.ts'
import type { RunPorts } from './run-ports.ts'
import type { PartOutcome, RunPlan } from './run-plan.ts'

/** Rows of a run stay in memory for so long after they were last asked for. */
const KEPT_MS = 300_000

interface Shown {
  readonly mark: string
  readonly instance: DuckDBInstance
  readonly connection: DuckDBConnection
  /** False when rows of lower standing lie at the station that ran it. */
  readonly complete: boolean
  /** Texts of mended rows by number. */
  readonly mended: ReadonlyMap<number, string>
  /** What a model read in notes; null when none did. */
  readonly notes: ShownNotes | null
}

/** What results need of the station; `person` is who looks. */
export type ResultsPorts = Pick<RunPorts, 'files' | 'hub' | 'judge' | 'open'> & {
  readonly advice: Advice
  readonly person: () => string
}

/** The results of runs: sorted and searched in memory, from the sealed files of this station or from the hub. */
export class Results {
  readonly #ports: ResultsPorts
  #shown: Shown | null = null
  #opening: Promise<unknown> = Promise.resolve()
  #timer: NodeJS.Timeout | null = null

  constructor(ports: ResultsPorts) {
    this.#ports = ports
  }

  /** Highest possible score first. Throws `not-found` or `elsewhere`. */
  async page(
    id: string,
    standing: AssessmentStanding | null,
    search: string,
    offset: number,
    limit: number,
  ): Promise<{ rows: ResultRow[]; matching: number }> {
    const { connection, notes } = await this.#load(id, standing)
    const where = `($1 = -1 OR standing = $1) AND contains(lower(patient), lower($2))`
    const wanted = [standing === null ? -1 : standings.indexOf(standing), search.trim()]
    const rows = await connection.runAndReadAll(
      `SELECT line FROM shown WHERE ${where} ORDER BY high DESC, low DESC, patient LIMIT ${limit} OFFSET ${offset}`,
      wanted,
    )
    const count = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM shown WHERE ${where}`, wanted)
    const shown: ResultRow[] = []
    for (const [line] of rows.getRows())
      shown.push(
        notes === null ? resultRow(String(line)) : await notes.row(String(line), this.#ports.person()),
      )
    return {
      rows: shown,
      matching: Number(count.getRows()[0]?.[0] ?? 0),
    }
  }

  /** All rows of a standing, or of all. */
  async all(id: string, standing: AssessmentStanding | null): Promise<ResultRow[]> {
    const { rows } = await this.page(id, standing, '', 0, Number.MAX_SAFE_INTEGER)
    return rows
  }

  /** Whether a patient is in the results. */
  async has(id: string, patientId: string): Promise<boolean> {
    return (await this.#lineOf(id, patientId)) !== null
  }

  /** One patient of a run with everything that the score rests on. Throws `not-found` or `elsewhere`. */
  async read(plan: RunPlan, patientId: string): Promise<Assessment> {
    const line = await this.#lineOf(plan.id, patientId)
    if (line === null)
      throw riskFailure('clinical-risk.not-found', 'This patient is not in the results of this run.')
    const { record: number } = readRow(line)
    const mended = this.#shown?.mended.get(number)
    const reading =
      mended === undefined
        ? ((await this.#kept(plan, number)) ?? (await this.#fromSource(plan, number, patientId)))
        : readMendedText(plan, mended, plan.asOf)
    if (reading?.kind !== 'record' || reading.record.patientId !== patientId)
      throw riskFailure(
        'clinical-risk.elsewhere',
        'The record that this result was made from is no longer where it was. Assess the patient anew.',
      )
    const noted = (await this.#shown?.notes?.facts(number, patientId, this.#ports.person())) ?? null
    const answer = assess(reading.record, this.#ports.judge(), plan.asOf, noted?.facts ?? [])
    return noted === null ? answer : { ...answer, notes: noted.told }
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#shown?.connection.closeSync()
    this.#shown?.instance.closeSync()
    this.#shown = null
  }

  async #lineOf(id: string, patientId: string): Promise<string | null> {
    const { connection } = await this.#load(id, 'high')
    const found = await connection.runAndReadAll('SELECT line FROM shown WHERE patient = $1', [patientId])
    const line = found.getRows()[0]?.[0]
    return typeof line === 'string' ? line : null
  }

  /** What was kept beside the result, here or on the hub; null when nothing was. */
  async #kept(plan: RunPlan, number: number): Promise<RowReading | null> {
    const { files, hub } = this.#ports
    const part = plan.parts.findIndex(({ first, records }) => number >= first && number < first + records)
    const isHere = (await files.plan(plan.id)) !== null
    const outcomes = isHere
      ? [await files.part(plan.id, part)]
      : [await hub.part(plan.id, `m${number}`), await hub.part(plan.id, String(part))]
    const kept = outcomes.flatMap((outcome) => outcome?.records ?? []).find((each) => each.number === number)
    return kept === undefined ? null : readKept(kept, plan.asOf)
  }

  async #fromSource(plan: RunPlan, number: number, patientId: string): Promise<RowReading | null> {
    const part = plan.parts.find(({ first, records }) => number >= first && number < first + records)
    const source = part === undefined ? null : await this.#ports.open(plan)
    if (source === null || part === undefined)
      throw riskFailure(
        'clinical-risk.elsewhere',
        'The file of this run is not in the folder of this station, or it has changed, and of this patient no record was kept beside the result: records are kept for the most urgent of standing high and review. Look at the station that ran it, or assess the patient anew.',
      )
    try {
      return await source.record(part, number, patientId)
    } finally {
      await source.close()
    }
  }

  /** One after the other: two requests must not load the same rows twice. */
  async #load(id: string, standing: AssessmentStanding | null): Promise<Shown> {
    const mine = this.#opening.then(() => this.#loadNow(id))
    this.#opening = mine.catch(() => undefined)
    const shown = await mine
    if (!shown.complete && (standing === null || standing === 'lower'))
      throw riskFailure(
        'clinical-risk.elsewhere',
        'Patients of lower standing are listed only at the station that ran this. Choose high, review or possible.',
      )
    return shown
  }

  async #loadNow(id: string): Promise<Shown> {
    const { files, hub } = this.#ports
    const local = await files.plan(id)
    const plan = local ?? (hub.isLive() ? await hub.plan(id) : null)
    if (plan === null)
      throw riskFailure('clinical-risk.not-found', 'This run is neither here nor on the hub any more.')
    const here = [...(await files.summaries(id)).keys()]
    const shared = local === null ? [...(await hub.parts(id)).keys()] : []
    const mends = local === null ? new Map<number, PartOutcome>() : await files.mends(id)
    const read = local?.notes === undefined ? null : await files.notes(id)
    const mark = `${id} ${here.length} ${shared.length} ${[...mends.keys()].join(',')} ${read?.readings.length ?? ''}`
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.close(), KEPT_MS)
    this.#timer.unref()
    if (this.#shown?.mark === mark) return this.#shown
    this.#shown?.connection.closeSync()
    this.#shown?.instance.closeSync()
    this.#shown = null
    const { instance, connection } = await openDuck(null)
    await connection.run(
      'CREATE TABLE shown (line VARCHAR, patient VARCHAR, standing INTEGER, low INTEGER, high INTEGER)',
    )
    const put = async (rows: string): Promise<void> => {
      if (rows === '') return
      const statement = await connection.prepare(`
        INSERT INTO shown SELECT line, c[1], c[3]::INTEGER, c[4]::INTEGER, c[5]::INTEGER FROM (
          SELECT line, string_split(line, chr(31)) c FROM (SELECT unnest(string_split($1, chr(30))) line))
        WHERE line <> ''`)
      statement.bindVarchar(1, rows)
      await statement.run()
      statement.destroySync()
    }
    for (const part of here) await put((await files.part(id, part))?.rows ?? '')
    for (const field of shared) await put((await hub.part(id, field))?.rows ?? '')
    for (const { rows } of mends.values()) await put(rows)
    const mended = new Map(
      [...mends].flatMap(([number, { rejects }]) => {
        const [first] = rejects
        return first === undefined ? [] : [[number, first.text] as const]
      }),
    )
    const notes = read === null ? null : new ShownNotes(read, this.#ports.advice)
    for (const [patientId, row] of notes?.lifted() ?? []) {
      await connection.run('DELETE FROM shown WHERE patient = $1', [patientId])
      await put(`${row}\x1e`)
    }
    this.#shown = { mark, instance, connection, complete: local !== null, mended, notes }
    return this.#shown
  }
}
