import type { BoardRow, CohortFilter } from '@shared/features/population/model.ts'
import { riskMetrics } from '@shared/features/population/model.ts'
import { onHub } from './errors.ts'
import type { BoardExport, Cohort } from './ports.ts'

/** Rows written before everybody else has a turn. */
const ROWS_AT_ONCE = 500

const columns = [
  'rank',
  'patient_id',
  'name',
  'age_years',
  'unit',
  'conditions',
  'score',
  'band',
  ...riskMetrics.flatMap((metric) => [metric, `${metric}_points`, `${metric}_at`]),
  'missing',
  'yesterday',
  'high_since',
  'foreign',
  'care_manager',
  'snoozed_until',
  'next_contact',
] as const

/**
 * Writes the matching part of the board as CSV (RFC 4180, UTF-8); times in ISO 8601, UTC. Empty cells are unknown:
 * somebody on the roster without any reading has no rank and no score, and stands after everybody who has.
 */
export class CsvBoardExport implements BoardExport {
  readonly #cohort: Cohort
  readonly #now: () => number

  /** @param now milliseconds since 1970 by the hub's clock. */
  constructor(cohort: Cohort, now: () => number) {
    this.#cohort = cohort
    this.#now = now
  }

  async csv(filter: CohortFilter, search: string): Promise<{ text: string; fileName: string; rows: number }> {
    await onHub(() => this.#cohort.ready())
    const chunks = [line(columns)]
    let rows = 0
    for (const row of this.#cohort.rows(filter, search)) {
      chunks.push(rowLine(row))
      rows += 1
      if (rows % ROWS_AT_ONCE === 0) await turn()
    }
    const stamp = new Date(this.#now()).toISOString().slice(0, 16).replace(':', '').replace('T', '-')
    return { text: chunks.join(''), fileName: `risk-board-${stamp}.csv`, rows }
  }
}

function rowLine(row: BoardRow): string {
  const metrics = riskMetrics.flatMap((metric) => {
    const found = row.contributions.find((contribution) => contribution.metric === metric)
    return found === undefined ? [null, null, null] : [found.value, rounded(found.points), time(found.at)]
  })
  return line([
    row.rank,
    row.patientId,
    row.name,
    row.ageYears,
    row.unit,
    row.conditions.join('; '),
    row.score === null ? null : rounded(row.score),
    row.band ?? 'no reading',
    ...metrics,
    row.missing.join('; '),
    row.yesterday === null ? null : rounded(row.yesterday),
    time(row.highSince),
    row.foreign ? 'yes' : 'no',
    row.care.manager,
    time(row.care.snoozedUntil),
    row.care.nextContact,
  ])
}

function line(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** A number is written as it is, so that a spreadsheet reckons with it. Text that it would take for a formula is text. */
export function csvCell(cell: string | number | null): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  // OWASP, "CSV injection"; some programs skip blanks before a sign, or read the full-width signs as these.
  const safe = /^[\s\0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Floating-point dust such as 22.999999999999996 is nobody's score. */
function rounded(value: number): number {
  return Number(value.toFixed(3))
}

function time(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
