import { HubError } from '@main/hub/hub-error.ts'
import type { Reject, RunStatus } from '@shared/features/clinical-risk/model.ts'
import { riskFailure } from './errors.ts'
import { boundedRecords } from './kept-records.ts'
import { placeOfRow, withoutQuality } from './figures-row.ts'
import { readMendedText } from './mended-text.ts'
import { highRisk, mendedCells, workOnRows } from './part-work.ts'
import type { Results } from './results.ts'
import type { RunDesk } from './run-desk.ts'
import type { RunPorts } from './run-ports.ts'
import { sharedMend } from './shared-rows.ts'
import type { KeptReject, PartOutcome, PartSummary, RunPlan } from './run-plan.ts'

/** Rows that could not be read: listed, mended and replayed into their run, or discarded. */
export class Mending {
  readonly #ports: Pick<RunPorts, 'files' | 'hub' | 'judge' | 'worker'>
  readonly #desk: RunDesk
  readonly #results: Results

  constructor(ports: Pick<RunPorts, 'files' | 'hub' | 'judge' | 'worker'>, desk: RunDesk, results: Results) {
    this.#ports = ports
    this.#desk = desk
    this.#results = results
  }

  /** Rejects that nobody has mended or discarded, in the order of the file. Throws `not-found` or `elsewhere`. */
  async list(id: string, offset: number, limit: number): Promise<{ rejects: Reject[]; total: number }> {
    await this.#plan(id)
    const open = await this.#open(id)
    return { rejects: open.slice(offset, offset + limit), total: open.length }
  }

  /** Replays one row; a null text discards it. Throws `not-found` or `elsewhere`. */
  async mend(
    id: string,
    number: number,
    text: string | null,
  ): Promise<{ left: Reject | null; run: RunStatus }> {
    const plan = await this.#plan(id)
    const reject = (await this.#open(id)).find((each) => each.id === number)
    if (reject === undefined)
      throw riskFailure('clinical-risk.not-found', 'This row has been mended or discarded meanwhile.')
    const outcome = text === null ? this.#discarded(reject) : await this.#replayed(plan, reject, text)
    if ('left' in outcome) return { left: outcome.left, run: await this.#desk.status(id) }
    await this.#ports.files.putMend(id, number, outcome)
    const { hub } = this.#ports
    if (hub.isLive() && plan.format !== 'hub')
      await hub.putPart(id, `m${number}`, sharedMend(outcome)).catch((error: unknown) => {
        if (!(error instanceof HubError)) throw error
      })
    this.#desk.mended(id, `m${number}`, outcome.summary)
    return { left: null, run: await this.#desk.status(id) }
  }

  async #plan(id: string): Promise<RunPlan> {
    const plan = await this.#ports.files.plan(id)
    if (plan !== null) return plan
    await this.#desk.status(id)
    throw riskFailure('clinical-risk.elsewhere', 'Rejected rows are kept at the station that ran this.')
  }

  async #open(id: string): Promise<readonly KeptReject[]> {
    const { files } = this.#ports
    const done = await files.mends(id)
    const found: KeptReject[] = []
    for (const [part, { rejected }] of await files.summaries(id)) {
      if (rejected === 0) continue
      const outcome = await files.part(id, part)
      found.push(...(outcome?.rejects ?? []).filter((reject) => !done.has(reject.id)))
    }
    return found.sort((a, b) => a.id - b.id)
  }

  #discarded(reject: KeptReject): PartOutcome {
    return { summary: { ...this.#nothing(), discarded: reject.rows }, rows: '', rejects: [], records: [] }
  }

  async #replayed(plan: RunPlan, reject: KeptReject, text: string): Promise<PartOutcome | { left: Reject }> {
    const left = (reason: string): { left: Reject } => ({ left: { ...reject, text, reason } })
    const reading = readMendedText(plan, text, plan.asOf)
    if (reading.kind === 'rejected') return left(reading.reason)
    const kept: KeptReject = { ...reject, text }
    if (reading.kind === 'deceased')
      return {
        summary: { ...this.#nothing(), mended: reject.rows, deceased: reject.rows },
        rows: '',
        rejects: [kept],
        records: [],
      }
    if (await this.#results.has(plan.id, reading.record.patientId))
      return left('This patient is in the results already; give the row the right patient id, or discard it.')
    const row = { number: reject.id, line: reject.line, text: () => text, reading }
    const { rows, rejects, urgent } = await workOnRows([row], this.#ports.judge(), plan.columns)
    const [still] = rejects
    if (still !== undefined) return left(still.reason)
    const [line] = rows
    if (line === undefined)
      return {
        summary: { ...this.#nothing(), mended: 1, lowQuality: 1 },
        rows: '',
        rejects: [kept],
        records: [],
      }
    const cells = mendedCells(line)
    if (cells[0]?.[0] === 0) {
      const { patientId } = placeOfRow(line.slice(0, -1))
      const high = highRisk(patientId, line.slice(0, -1), reading.record.unit)
      // Before the row counts as mended: the death of the process in between loses nothing.
      await this.#desk.alerts.keep({
        run: plan.id,
        part: null,
        alerts: [{ ...high, kind: 'own', foundAt: plan.asOf, run: plan.id }],
      })
    }
    return {
      summary: { ...this.#nothing(), taken: 1, mended: 1, unrated: withoutQuality(line), cells },
      rows: line,
      rejects: [kept],
      records: boundedRecords(urgent),
    }
  }

  #nothing(): PartSummary {
    return {
      worker: this.#ports.worker,
      taken: 0,
      rejected: 0,
      lowQuality: 0,
      deceased: 0,
      mended: 0,
      discarded: 0,
      cells: [],
      unalerted: 0,
      toldBefore: 0,
      granted: {},
      unrated: 0,
      ms: 0,
    }
  }
}
