import { isUtf8 } from 'node:buffer'
import type { DuckDBConnection } from '@duckdb/node-api'
import { type Cut, cutCsv } from './csv-cutter.ts'
import { rowsFrom } from './part-engine.ts'
import { type OpenSource, type PartInput, rejectOf, type RowReading, type SingleRow } from './part-input.ts'
import { columnOf, readRow } from './record-read.ts'
import { furtherFields, plainFields, plainRows, readPlain, unplain } from './plain-sql.ts'
import { withNotes } from './row-reading.ts'
import type { KeptReject, PlanPart, SourcePlan } from './run-plan.ts'
import { cellsOf } from './source-csv.ts'
import type { SourceBytes } from './source-bytes.ts'

export const duplicateReason = 'This patient occurs before in the file; the first row was taken.'

/** A CSV file opened for work: each part is one range of bytes, so that no host reads more than it works on. */
export class CsvParts implements OpenSource {
  readonly file = null
  readonly #bytes: SourceBytes
  readonly #plan: SourcePlan
  readonly #asOf: number
  readonly #duplicates: ReadonlySet<number>

  /** @param asOf milliseconds since 1970 that ages are of. */
  constructor(bytes: SourceBytes, plan: SourcePlan, asOf: number) {
    this.#bytes = bytes
    this.#plan = plan
    this.#asOf = asOf
    this.#duplicates = new Set(plan.duplicates)
  }

  async part(part: PlanPart): Promise<PartInput> {
    const bytes = await this.#bytes.read(part.from, part.to)
    const cut = cutCsv(bytes, this.#plan.delimiter, this.#plan.columns.length, true)
    const bad = cut.bad.map(({ index, line, reason, from, to }) =>
      rejectOf(
        part.first + index,
        part.line + line,
        reason,
        textOf(bytes.subarray(from, to)),
        this.#plan.columns,
      ),
    )
    const twice: number[] = []
    const again: KeptReject[] = []
    if (this.#duplicates.size > 0)
      for (let row = 0; row < cut.good; row += 1) {
        const number = part.first + (cut.index[row] ?? 0)
        if (!this.#duplicates.has(number)) continue
        twice.push(row)
        const line = part.line + (cut.line[row] ?? 0)
        again.push(
          rejectOf(number, line, duplicateReason, this.#sourceText(bytes, cut, row), this.#plan.columns),
        )
      }
    return {
      table: {
        stage: (connection) => this.#stage(connection, cut, twice),
        // Bad rows shift the numbers; without any the row's place says it.
        recordOf:
          cut.bad.length === 0
            ? `${part.first} + g`
            : `${part.first} + [${cut.index.subarray(0, cut.good).join(',')}][g + 1]`,
        rest: async (connection) => {
          const rows = await rowsFrom(connection, unplain)
          return rows.map(([g]): SingleRow => {
            const row = Number(g)
            return {
              number: part.first + (cut.index[row] ?? 0),
              line: part.line + (cut.line[row] ?? 0),
              text: () => this.#sourceText(bytes, cut, row),
              reading: this.#read(cellsOf(cut, row)),
            }
          })
        },
      },
      single: [],
      rejects: [...bad, ...again],
    }
  }

  async record(part: PlanPart, number: number): Promise<RowReading | null> {
    const bytes = await this.#bytes.read(part.from, part.to)
    const cut = cutCsv(bytes, this.#plan.delimiter, this.#plan.columns.length, true)
    const row = cut.index.subarray(0, cut.good).indexOf(number - part.first)
    return row === -1 ? null : this.#read(cellsOf(cut, row))
  }

  close(): Promise<void> {
    return this.#bytes.close()
  }

  async #stage(connection: DuckDBConnection, cut: Cut, twice: readonly number[]): Promise<void> {
    const fields = this.#plan.columns.map(columnOf)
    const cell = (field: (typeof fields)[number]): string => {
      const at = fields.indexOf(field)
      return at === -1 ? 'NULL' : `c[${at + 1}]`
    }
    const further = furtherFields.filter((field) => fields.includes(field))
    const other = further.map((field) => `${cell(field)} <> ''`).join(' OR ')
    const cells = plainFields.map((field) => `${cell(field)}::VARCHAR c_${field}`).join(', ')
    const without = twice.length === 0 ? '' : ` AND NOT list_contains([${twice.join(',')}], g)`
    const statement = await connection.prepare(
      readPlain(
        `SELECT g::INTEGER g, ${cells}, ${other === '' ? 'false' : other} other FROM
        (SELECT generate_subscripts(l, 1) - 1 g, string_split(unnest(l), chr(31)) c FROM
          (SELECT string_split($1, chr(30)) l))
        WHERE g < ${cut.good}${without}`,
        this.#asOf,
      ),
    )
    statement.bindVarchar(1, cut.text.toString('utf8'))
    await statement.run()
    statement.destroySync()
    await connection.run(plainRows)
  }

  #read(cells: readonly string[]): RowReading {
    const row = Object.fromEntries(this.#plan.columns.map((name, at) => [name, cells[at] ?? '']))
    return withNotes(readRow(row, this.#asOf))
  }

  #sourceText(bytes: Buffer, cut: Cut, row: number): string {
    const rest = bytes.subarray(cut.from[row] ?? 0)
    return textOf(rest.subarray(0, cutCsv(rest, this.#plan.delimiter, null, true, 1).used))
  }
}

/** Bytes as text without the line end; what is not UTF-8 as Latin-1, so that nothing of it is lost. */
export function textOf(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1').replace(/\r?\n$/, '')
}
