import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { badFile } from './errors.ts'
import { columnOf, readRow } from './record-read.ts'
import { openDuck, quoted, rowsFrom } from './part-engine.ts'
import { type OpenSource, type PartInput, rejectOf, type RowReading, type SingleRow } from './part-input.ts'
import { duplicateReason } from './csv-parts.ts'
import { furtherFields, plainFields, plainRows, readPlain, unplain } from './plain-sql.ts'
import { withNotes } from './row-reading.ts'
import { type KeptReject, type PlanPart, type SourcePlan } from './run-plan.ts'

const brokenReason = (from: number, to: number): string =>
  `Rows ${from + 1} to ${to} lie in a part of the file that is broken (a damaged row group of Parquet) and cannot be read.`

function read(path: string): string {
  return `read_parquet(${quoted(path)}, file_row_number = true)`
}

/** Reads the outline of a Parquet file, and finds patients that occur twice. Throws `clinical-risk.bad-file`. */
export async function planParquet(
  path: string,
  digest: string,
  bytes: number,
  partRecords: number,
): Promise<SourcePlan> {
  const { instance, connection } = await openDuck(path)
  try {
    const groups = await outline(connection, path)
    const described = await rowsFrom(connection, `DESCRIBE SELECT * FROM read_parquet(${quoted(path)})`)
    const columns = described.map(([name]) => String(name))
    const types = new Map(described.map(([name, type]) => [String(name), String(type)]))
    const id = columns.find((name) => columnOf(name) === 'id')
    if (id === undefined)
      throw badFile('The file has no column patient_id, so no row can be given to a patient.')
    const records = groups.reduce((total, { rows }) => total + rows, 0)
    const duplicates = await findDuplicates(connection, path, id, groups)
    const parts: PlanPart[] = []
    for (let first = 0; first < records; first += partRecords)
      parts.push({
        first,
        records: Math.min(partRecords, records - first),
        from: 0,
        to: 0,
        line: first + 1,
      })
    return {
      format: 'parquet',
      digest,
      bytes,
      columns: columns.map((name) => `${name}\t${types.get(name) ?? ''}`),
      delimiter: 0,
      parts,
      records,
      duplicates,
      remarks: [],
    }
  } finally {
    end(instance, connection)
  }
}

interface Group {
  readonly first: number
  readonly rows: number
}

async function outline(connection: DuckDBConnection, path: string): Promise<readonly Group[]> {
  try {
    const found = await rowsFrom(
      connection,
      `SELECT DISTINCT row_group_id::INTEGER, row_group_num_rows::INTEGER FROM parquet_metadata(${quoted(path)}) ORDER BY 1`,
    )
    let first = 0
    return found.map(([, rows]) => {
      const group = { first, rows: Number(rows) }
      first += group.rows
      return group
    })
  } catch {
    throw badFile('This is no Parquet file, or its end (where its outline stands) is missing or broken.')
  }
}

/** All but the first row of every patient that occurs more than once, as far as the ids can be read. */
async function findDuplicates(
  connection: DuckDBConnection,
  path: string,
  id: string,
  groups: readonly Group[],
): Promise<number[]> {
  const column = `"${id.replaceAll('"', '""')}"`
  const twice = (where: string): string => `
    SELECT unnest(list_sort(list(n))[2:])::INTEGER FROM (
      SELECT trim(${column}::VARCHAR) id, file_row_number n FROM ${read(path)} WHERE ${where})
    WHERE id IS NOT NULL AND id <> '' GROUP BY id HAVING count(*) > 1 ORDER BY 1`
  const ask = async (where: string): Promise<number[]> =>
    (await rowsFrom(connection, twice(where))).map(([n]) => Number(n))
  try {
    return await ask('true')
  } catch {
    const sound: string[] = []
    for (const { first, rows } of groups) {
      const where = between(first, first + rows)
      if (
        await ask(where).then(
          () => true,
          () => false,
        )
      )
        sound.push(where)
    }
    return sound.length === 0 ? [] : ask(sound.join(' OR '))
  }
}

function between(from: number, to: number): string {
  return `file_row_number BETWEEN ${from} AND ${to - 1}`
}

function end(instance: DuckDBInstance, connection: DuckDBConnection): void {
  connection.closeSync()
  instance.closeSync()
}

/** A Parquet file opened for work: each part reads its own rows, and with them only their row groups. */
export class ParquetParts implements OpenSource {
  readonly file: string
  readonly #asOf: number
  readonly #columns: readonly { readonly name: string; readonly type: string }[]
  readonly #duplicates: ReadonlySet<number>
  readonly #ended: () => Promise<void>

  constructor(path: string, plan: SourcePlan, asOf: number, ended: () => Promise<void>) {
    this.file = path
    this.#asOf = asOf
    this.#ended = ended
    this.#duplicates = new Set(plan.duplicates)
    this.#columns = plan.columns.map((column) => {
      const [name = '', type = ''] = column.split('\t')
      return { name, type }
    })
  }

  part(part: PlanPart): Promise<PartInput> {
    const rejects: KeptReject[] = []
    const twice: number[] = []
    for (let number = part.first; number < part.first + part.records; number += 1)
      if (this.#duplicates.has(number)) twice.push(number)
    return Promise.resolve({
      table: {
        stage: async (connection) => {
          rejects.push(...(await this.#stage(connection, part)))
          for (const [number, text] of await this.#texts(connection, twice))
            rejects.push(rejectOf(number, number + 1, duplicateReason, text, this.#names))
          if (twice.length > 0) await connection.run(`DELETE FROM z WHERE g IN (${twice.join(',')})`)
          await connection.run(readPlain(this.#cells, this.#asOf))
          await connection.run(plainRows)
        },
        recordOf: 'g',
        rest: async (connection) => {
          const rows = await rowsFrom(connection, unplain)
          const numbers = rows.map(([g]) => Number(g))
          const texts = await this.#texts(connection, numbers)
          return [...texts].map(([number, text]): SingleRow => {
            const reading = withNotes(readRow(JSON.parse(text), this.#asOf))
            return { number, line: number + 1, text: () => text, reading }
          })
        },
      },
      single: [],
      rejects,
    })
  }

  async record(_: PlanPart, number: number): Promise<RowReading | null> {
    const { instance, connection } = await openDuck(this.file)
    try {
      await connection.run(this.#load(between(number, number + 1)))
      const text = (await this.#texts(connection, [number])).get(number)
      return text === undefined ? null : withNotes(readRow(JSON.parse(text), this.#asOf))
    } finally {
      end(instance, connection)
    }
  }

  close(): Promise<void> {
    return this.#ended()
  }

  get #names(): string[] {
    return this.#columns.map(({ name }) => name)
  }

  #load(where: string): string {
    return `CREATE OR REPLACE TEMP TABLE z AS
      SELECT * EXCLUDE (file_row_number), file_row_number::INTEGER g FROM ${read(this.file)} WHERE ${where}`
  }

  /** Loads the part's rows into `z`; rows of broken row groups become one reject for each. */
  async #stage(connection: DuckDBConnection, part: PlanPart): Promise<readonly KeptReject[]> {
    const [from, to] = [part.first, part.first + part.records]
    try {
      await connection.run(this.#load(between(from, to)))
      return []
    } catch {
      return this.#stageSound(connection, from, to)
    }
  }

  async #stageSound(connection: DuckDBConnection, from: number, to: number): Promise<readonly KeptReject[]> {
    const broken: KeptReject[] = []
    let table = ''
    for (const { first, rows } of await outline(connection, this.file)) {
      const [low, high] = [Math.max(from, first), Math.min(to, first + rows)]
      if (low >= high) continue
      const load = this.#load(between(low, high))
      try {
        await connection.run(table === '' ? load : load.replace('TABLE z', 'TABLE z2'))
        if (table !== '') await connection.run('INSERT INTO z SELECT * FROM z2')
        table = 'z'
      } catch {
        const reject = rejectOf(low, low + 1, brokenReason(low, high), '', [])
        broken.push({ ...reject, rows: high - low })
      }
    }
    if (table === '')
      await connection.run(
        `CREATE OR REPLACE TEMP TABLE z AS SELECT * EXCLUDE (file_row_number), file_row_number::INTEGER g
         FROM ${read(this.file)} LIMIT 0`,
      )
    return broken
  }

  /** Rows as JSON, by their number. */
  async #texts(connection: DuckDBConnection, numbers: readonly number[]): Promise<Map<number, string>> {
    if (numbers.length === 0) return new Map()
    const rows = await rowsFrom(
      connection,
      `SELECT g, to_json(z)::VARCHAR FROM z WHERE g IN (${numbers.join(',')}) ORDER BY g`,
    )
    return new Map(rows.map(([g, text]) => [Number(g), withoutPlace(String(text))]))
  }

  /** Columns as text, as a CSV file would have them; an empty list says "none", which is not "unknown". */
  get #cells(): string {
    const cell = (field: string): string => {
      const column = this.#columns.find(({ name }) => columnOf(name) === field)
      if (column === undefined) return 'NULL::VARCHAR'
      const name = `"${column.name.replaceAll('"', '""')}"`
      if (column.type === 'VARCHAR[]')
        return `CASE WHEN len(${name}) = 0 THEN 'none' WHEN len(list_filter(${name}, lambda e: e IS NULL OR trim(e) = '' OR
          contains(e, ';') OR contains(e, '|') OR contains(e, chr(10)))) > 0 THEN '[' ELSE array_to_string(${name}, ';') END`
      if (/^(DOUBLE|FLOAT|REAL|DECIMAL)/.test(column.type))
        return `if(${name} = floor(${name}), ${name}::BIGINT::VARCHAR, ${name}::VARCHAR)`
      return /^(VARCHAR|DATE|U?(TINY|SMALL|BIG)?INT(EGER)?)$/.test(column.type)
        ? `${name}::VARCHAR`
        : `if(${name} IS NULL, NULL, '[')`
    }
    const cells = plainFields.map((field) => `${cell(field)} c_${field}`)
    const other = furtherFields.map((field) => `coalesce(${cell(field)}, '') <> ''`).join(' OR ')
    return `SELECT g, ${cells.join(', ')}, ${other} other FROM z`
  }
}

/** `g` is the place of the row, none of its columns. */
function withoutPlace(text: string): string {
  return text.replace(/,"g":\d+\}$/, '}')
}
