import type { DuckDBConnection } from '@duckdb/node-api'
import { openDuck, quoted, rowsFrom } from './duck.ts'
import { badFile } from './errors.ts'
import { columnOf } from './record-read.ts'
import { PART_RECORDS, type PlanPart, type SourcePlan } from './run-plan.ts'
import { columnTrouble } from './table-columns.ts'

/** All rows of a file with their place in it. */
export function readRows(path: string): string {
  return `read_parquet(${quoted(path)}, file_row_number = true)`
}

/** Reads the outline of a Parquet file, and finds patients that occur twice. Throws `clinical-risk.bad-file`. */
export async function planParquet(path: string, digest: string, bytes: number): Promise<SourcePlan> {
  const { instance, connection } = await openDuck(path)
  try {
    const groups = await outline(connection, path)
    const described = await rowsFrom(connection, `DESCRIBE SELECT * FROM read_parquet(${quoted(path)})`)
    const columns = described.map(([name]) => String(name))
    const types = new Map(described.map(([name, type]) => [String(name), String(type)]))
    const trouble = columnTrouble(columns)
    const id = columns.find((name) => columnOf(name) === 'id')
    if (trouble !== null || id === undefined) throw badFile(trouble ?? 'The file names no patients.')
    const records = groups.reduce((total, { rows }) => total + rows, 0)
    const duplicates = await findDuplicates(connection, path, id, groups)
    const parts: PlanPart[] = []
    for (let first = 0; first < records; first += PART_RECORDS)
      parts.push({
        first,
        records: Math.min(PART_RECORDS, records - first),
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
    connection.closeSync()
    instance.closeSync()
  }
}

/** A row group: where its rows begin, and how many they are. */
export interface RowGroup {
  readonly first: number
  readonly rows: number
}

/** The row groups in their order. Throws `clinical-risk.bad-file`. */
export async function outline(connection: DuckDBConnection, path: string): Promise<readonly RowGroup[]> {
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
  groups: readonly RowGroup[],
): Promise<number[]> {
  const column = `"${id.replaceAll('"', '""')}"`
  const ids = (where: string): string =>
    `SELECT trim(${column}::VARCHAR) id, file_row_number n FROM ${readRows(path)} WHERE ${where}`
  const ask = async (where: string): Promise<number[]> => {
    // Hashes take less room than ids; places are listed only for those few ids that may occur twice.
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE twice AS
       SELECT hash(id) h FROM (${ids(where)}) WHERE id <> '' GROUP BY h HAVING count(*) > 1`,
    )
    const [[count] = []] = await rowsFrom(connection, 'SELECT count(*)::INTEGER FROM twice')
    if (count === 0) return []
    const rows = await rowsFrom(
      connection,
      `SELECT unnest(list_sort(list(n))[2:])::INTEGER FROM (${ids(where)}) WHERE hash(id) IN (SELECT h FROM twice) GROUP BY id HAVING count(*) > 1 ORDER BY 1`,
    )
    return rows.map(([n]) => Number(n))
  }
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

export function between(from: number, to: number): string {
  return `file_row_number BETWEEN ${from} AND ${to - 1}`
}
