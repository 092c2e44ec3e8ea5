import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { duplicateReason } from './csv-parts.ts'
import { openDuck, rowsFrom } from './duck.ts'
import { type OpenSource, type PartInput, rejectOf, type RowReading, type SingleRow } from './part-input.ts'
import { ParquetText } from './parquet-text.ts'
import { readRow } from './record-read.ts'
import { withNotes } from './row-reading.ts'
import { findCells } from './plain-rows.ts'
import { PART_RECORDS, type PlanPart, type SourcePlan } from './run-plan.ts'
import { between, readRows } from './source-parquet.ts'

const brokenReason = (from: number, to: number): string =>
  `Rows ${from + 1} to ${to} lie in a part of the file that is broken (a damaged row group of Parquet) and cannot be read.`

/** A Parquet file opened for work: whole row groups are read at a time, and handed out in parts. */
export class ParquetParts implements OpenSource {
  readonly #file: string
  readonly #asOf: number
  readonly #names: readonly string[]
  readonly #duplicates: ReadonlySet<number>
  readonly #ended: () => Promise<void>
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection
  readonly #text: ParquetText
  /** Memory of parts that have been worked on, for those to come. */
  readonly #rooms: Int32Array<ArrayBuffer>[] = []

  private constructor(
    file: string,
    plan: SourcePlan,
    asOf: number,
    ended: () => Promise<void>,
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    text: ParquetText,
  ) {
    this.#file = file
    this.#asOf = asOf
    this.#ended = ended
    this.#names = plan.columns.map((column) => column.split('\t')[0] ?? '')
    this.#duplicates = new Set(plan.duplicates)
    this.#instance = instance
    this.#connection = connection
    this.#text = text
  }

  /** @param ended called when it is closed. */
  static async open(
    file: string,
    plan: SourcePlan,
    asOf: number,
    ended: () => Promise<void>,
  ): Promise<ParquetParts> {
    // One thread: rows come in their order, and the other cores score them meanwhile.
    const { instance, connection } = await openDuck(file, 1)
    try {
      const columns = plan.columns.map((column) => {
        const [name = '', type = ''] = column.split('\t')
        return { name, type }
      })
      const text = await ParquetText.open(await instance.connect(), file, columns)
      return new ParquetParts(file, plan, asOf, ended, instance, connection, text)
    } catch (error) {
      connection.closeSync()
      instance.closeSync()
      await ended()
      throw error
    }
  }

  async part(part: PlanPart): Promise<PartInput> {
    const { text, broken } = await this.#text.rows(part.first, part.first + part.records)
    const rejects = broken.map(({ from, to }) => ({
      ...rejectOf(from, from + 1, brokenReason(from, to), '', []),
      rows: to - from,
    }))
    const twice: number[] = []
    for (let number = part.first; number < part.first + part.records; number += 1)
      if (this.#duplicates.has(number)) twice.push(number)
    for (const [number, row] of await this.#texts(twice))
      rejects.push(rejectOf(number, number + 1, duplicateReason, row, this.#names))
    const cells = this.#rooms.pop() ?? new Int32Array(PART_RECORDS * (this.#text.columns.length + 1))
    return {
      table: {
        text,
        rows: findCells(text, this.#text.columns.length, cells),
        cells,
        columns: this.#text.columns,
        recordOf: (row) => part.first + row,
        without: this.#duplicates,
        rest: async (rows) => {
          const texts = await this.#texts(rows.map(({ record }) => record))
          return [...texts].map(([number, row]): SingleRow => {
            const read = (): RowReading => this.#read(row)
            return {
              number,
              line: number + 1,
              text: () => row,
              get reading() {
                return read()
              },
            }
          })
        },
        release: () => void this.#rooms.push(cells),
      },
      single: [],
      rejects,
    }
  }

  async record(_: PlanPart, number: number): Promise<RowReading | null> {
    const row = (await this.#texts([number])).get(number)
    return row === undefined ? null : this.#read(row)
  }

  async close(): Promise<void> {
    await this.#text.close()
    this.#connection.closeSync()
    this.#instance.closeSync()
    await this.#ended()
  }

  #read(row: string): RowReading {
    return withNotes(readRow(JSON.parse(row), this.#asOf))
  }

  /** Rows as JSON, by their number. */
  async #texts(numbers: readonly number[]): Promise<Map<number, string>> {
    const [first] = numbers
    const last = numbers.at(-1)
    if (first === undefined || last === undefined) return new Map()
    const rows = await rowsFrom(
      this.#connection,
      `SELECT g, to_json(z)::VARCHAR FROM (
        SELECT * EXCLUDE (file_row_number), file_row_number::INTEGER g FROM ${readRows(this.#file)}
        WHERE ${between(first, last + 1)} AND file_row_number IN (${numbers.join(',')})) z ORDER BY g`,
    )
    return new Map(rows.map(([g, row]) => [Number(g), withoutPlace(String(row))]))
  }
}

/** `g` is the place of the row, none of its columns. */
function withoutPlace(text: string): string {
  return text.replace(/,"g":\d+\}$/, '}')
}
