import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { rowsFrom } from './duck.ts'
import { type CellUse, cellUses } from './plain-rows.ts'
import { PART_RECORDS } from './run-plan.ts'
import { between, outline, readRows, type RowGroup } from './source-parquet.ts'

const Bytes = z.object({ bytes: z.instanceof(Uint8Array) })

interface Column {
  readonly name: string
  readonly type: string
}

/** Rows that are read at a time: few, since DuckDB takes several times their memory, and whole parts. */
const BLOCK_RECORDS = 3 * PART_RECORDS
/** Blocks that are kept: the one that is worked on, that before it, and the next, which is read meanwhile. */
const MOST_BLOCKS = 3

/** Text of a block's rows by the part that they belong to; null when something of it cannot be read. */
type Block = ReadonlyMap<number, Uint8Array> | null

/** The rows of a Parquet file as text for the scorer (plain-rows.ts). */
export class ParquetText {
  readonly columns: readonly CellUse[]
  readonly #connection: DuckDBConnection
  readonly #file: string
  readonly #cells: string
  readonly #groups: readonly RowGroup[]
  readonly #records: number
  readonly #blocks = new Map<number, Promise<Block>>()

  private constructor(
    connection: DuckDBConnection,
    file: string,
    columns: readonly Column[],
    groups: readonly RowGroup[],
  ) {
    this.#connection = connection
    this.#file = file
    this.#groups = groups
    this.#records = groups.reduce((total, { rows }) => total + rows, 0)
    const uses = cellUses(columns.map(({ name }) => name))
    const used = columns.flatMap((column, at) => {
      const use = uses[at] ?? null
      return use === null ? [] : [{ use, cell: cellOf(column) }]
    })
    this.columns = ['record', ...used.map(({ use }) => use)]
    this.#cells = used.map(({ cell }) => `, chr(31), ${cell}`).join('')
  }

  static async open(
    connection: DuckDBConnection,
    file: string,
    columns: readonly Column[],
  ): Promise<ParquetText> {
    return new ParquetText(connection, file, columns, await outline(connection, file))
  }

  /** The rows of a part, which begins at `from` and ends before `to`, and the ranges that cannot be read. */
  async rows(
    from: number,
    to: number,
  ): Promise<{ text: Uint8Array; broken: readonly { readonly from: number; readonly to: number }[] }> {
    const block = await this.#block(Math.floor(from / BLOCK_RECORDS))
    if (block !== null) return { text: block.get(from / PART_RECORDS) ?? new Uint8Array(), broken: [] }
    const texts: Uint8Array[] = []
    const broken: { from: number; to: number }[] = []
    for (const { first, rows } of this.#groups) {
      const [start, end] = [Math.max(from, first), Math.min(to, first + rows)]
      if (start >= end) continue
      const text = await this.#load(start, end).catch(() => null)
      if (text === null) broken.push({ from: start, to: end })
      else texts.push(...text.values())
    }
    return { text: Buffer.concat(texts), broken }
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#blocks.values())
    this.#connection.closeSync()
  }

  #block(at: number): Promise<Block> {
    const block = this.#asked(at)
    if ((at + 1) * BLOCK_RECORDS < this.#records) void this.#asked(at + 1)
    return block
  }

  #asked(at: number): Promise<Block> {
    const known = this.#blocks.get(at)
    if (known !== undefined) return known
    const first = at * BLOCK_RECORDS
    const block = this.#load(first, Math.min(first + BLOCK_RECORDS, this.#records)).catch(() => null)
    this.#blocks.set(at, block)
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= MOST_BLOCKS) break
      this.#blocks.delete(oldest)
    }
    return block
  }

  /** The rows as text by their part; a row that holds a row's end itself has no cells, and is read by itself. */
  async #load(from: number, to: number): Promise<Map<number, Uint8Array>> {
    const rows = await rowsFrom(
      this.#connection,
      `SELECT (g // ${PART_RECORDS})::INTEGER part, encode(string_agg(if(contains(cells, chr(30)), g::VARCHAR, cells), chr(30)) || chr(30))
       FROM (SELECT g, concat(g${this.#cells}) cells FROM (
         SELECT * EXCLUDE (file_row_number), file_row_number g FROM ${readRows(this.#file)} WHERE ${between(from, to)}))
       GROUP BY part`,
    )
    return new Map(rows.map(([part, text]) => [Number(part), Bytes.parse(text).bytes]))
  }
}

/** A column as text, as a CSV file would have it; an empty list says "none", which is not "unknown". */
function cellOf({ name, type }: Column): string {
  const column = `"${name.replaceAll('"', '""')}"`
  if (type === 'VARCHAR[]')
    return `CASE WHEN len(${column}) = 0 THEN 'none' WHEN len(list_filter(${column}, lambda e: e IS NULL OR trim(e) = '' OR
      contains(e, ';') OR contains(e, '|') OR contains(e, chr(10)))) > 0 THEN '[' ELSE array_to_string(${column}, ';') END`
  if (/^(DOUBLE|FLOAT|REAL|DECIMAL)/.test(type))
    return `if(${column} = floor(${column}), coalesce(TRY_CAST(${column} AS BIGINT)::VARCHAR, '['), ${column}::VARCHAR)`
  return /^(VARCHAR|DATE|U?(TINY|SMALL|BIG)?INT(EGER)?)$/.test(type)
    ? `${column}::VARCHAR`
    : `if(${column} IS NULL, NULL, '[')`
}
