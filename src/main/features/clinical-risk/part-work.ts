import { readRecord } from './engine-count.ts'
import { LEAST_QUALITY } from './engine-tables.ts'
import { binOf, withoutQuality, writeRow } from './figures-row.ts'
import { type OpenSource, rejectOf, type SingleRow } from './part-input.ts'
import { boundedRecords, keptRows, type UrgentRecord } from './kept-records.ts'
import { breath, LONGEST_MS } from './breath.ts'
import type { HighRisk } from './owed-alert.ts'
import type { PlainAnswers } from './plain-answers.ts'
import { PlainScorer } from './plain-scorer.ts'
import type { MedicationJudge } from './ports.ts'
import type { KeptReject, PartOutcome, PlanPart, RunPlan } from './run-plan.ts'

export interface WorkedPart {
  readonly outcome: PartOutcome
  readonly high: readonly HighRisk[]
}

/**
 * Works on one part: plain rows are scored by bytes, the others by the engine one by one. Every row of the part is in the
 * outcome: taken, rejected with its text, or left out for its quality. The same part gives the same outcome wherever
 * and however often it is worked on.
 */
export async function workOnPart(
  plan: RunPlan,
  part: PlanPart,
  source: OpenSource,
  answers: PlainAnswers,
  judge: MedicationJudge,
  worker: string,
): Promise<WorkedPart> {
  const started = performance.now()
  const input = await source.part(part)
  const { table } = input
  const plain = table === null ? null : await new PlainScorer(table, answers).score()
  const rest = table === null || plain === null ? [] : await table.rest(plain.rest)
  const single = await workOnRows([...input.single, ...rest], judge, plan.columns)
  const urgent = table === null || plain === null ? [] : keptRows(table, plain.urgent)
  // All that is read from the rows has been read.
  table?.release()
  const rows = `${plain?.rows ?? ''}${single.rows.join('')}`
  const cells = countCells(plain?.cells ?? [], single.rows)
  const taken = cells.reduce((total, [, , , patients]) => total + patients, 0)
  const rejects = [...input.rejects, ...single.rejects].sort((a, b) => a.id - b.id)
  const rejected = rejects.reduce((total, reject) => total + reject.rows, 0)
  const high = [
    ...(plain?.high ?? []),
    ...single.rows.flatMap((kept) => {
      const row = kept.slice(0, -1)
      const [patientId = '', , standing] = row.split('\x1f', 3)
      return standing === '0' ? [{ patientId, row, unit: single.units.get(patientId) ?? null }] : []
    }),
  ]
  return {
    outcome: {
      summary: {
        worker,
        taken,
        rejected,
        lowQuality: part.records - taken - rejected - single.deceased,
        deceased: single.deceased,
        mended: 0,
        discarded: 0,
        cells,
        unalerted: 0,
        toldBefore: 0,
        granted: {},
        unrated: withoutQuality(rows),
        ...(input.orphans === undefined ? {} : { orphans: input.orphans }),
        ms: Math.round(performance.now() - started),
      },
      rows,
      rejects,
      records: boundedRecords([...urgent, ...single.urgent]),
    },
    high: high.map(({ patientId, row, unit }) => highRisk(patientId, row, unit)),
  }
}

/** What an alert about a kept row needs. */
export function highRisk(patientId: string, row: string, unit: string | null): HighRisk {
  const [, , , score = '0'] = row.split('\x1f', 4)
  return { patientId, unit, score: Number(score) / 1e6 }
}

interface WorkedRows {
  readonly rows: readonly string[]
  readonly rejects: readonly KeptReject[]
  readonly units: ReadonlyMap<string, string | null>
  readonly deceased: number
  /** Those of standing high and review. */
  readonly urgent: readonly UrgentRecord[]
}

/** Scores rows by the engine, one by one; the station breathes in between. */
export async function workOnRows(
  singles: readonly SingleRow[],
  judge: MedicationJudge,
  columns: readonly string[],
): Promise<WorkedRows> {
  const rows: string[] = []
  const rejects: KeptReject[] = []
  const units = new Map<string, string | null>()
  const urgent: UrgentRecord[] = []
  let deceased = 0
  let since = performance.now()
  for (const { number, line, text, reading } of singles) {
    if (performance.now() - since > LONGEST_MS) {
      await breath()
      since = performance.now()
    }
    if (reading.kind === 'rejected') {
      rejects.push(rejectOf(number, line, reading.reason, text(), columns))
      continue
    }
    if (reading.kind === 'deceased') {
      deceased += 1
      continue
    }
    const { record } = reading
    if (record.quality !== null && record.quality <= LEAST_QUALITY) continue
    const { figures } = readRecord(record, judge)
    if (CONTROL.test(figures.patientId)) {
      const reason = 'The patient id holds control characters.'
      rejects.push(rejectOf(number, line, reason, text(), columns))
      continue
    }
    const row = writeRow({ record: number, figures })
    rows.push(row)
    const standing = Number(row.split('\x1f', 3)[2])
    if (standing < 2) urgent.push({ standing, kept: { number, record } })
    units.set(record.patientId, record.unit)
  }
  return { rows, rejects, units, deceased, urgent }
}

// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u001f]/

type Cells = PartOutcome['summary']['cells']

function countCells(
  counted: readonly (readonly [number, number, number, number])[],
  rows: readonly string[],
): Cells {
  const cells = new Map<string, [number, number, number, number]>()
  const add = (standing: number, low: number, high: number, patients: number): void => {
    const key = `${standing},${low},${high}`
    const cell = cells.get(key)
    if (cell === undefined) cells.set(key, [standing, low, high, patients])
    else cell[3] += patients
  }
  for (const [standing, low, high, patients] of counted) add(standing, low, high, patients)
  for (const row of rows) {
    const [, , standing, low, high] = row.split('\x1f', 5)
    add(Number(standing), binOf(Number(low)), binOf(Number(high)), 1)
  }
  return [...cells.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
}

/** Counts of one mended row. */
export function mendedCells(row: string): Cells {
  return countCells([], [row])
}
