import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { cpus } from 'node:os'
import { answerTables, AnswerTables } from './part-tables.ts'
import {
  counts,
  dropFaults,
  entries,
  figures,
  highest,
  newAgainst,
  newAllergies,
  newDrugs,
  newHistory,
  newPairs,
  readAgainst,
  readAllergies,
  readDrugs,
  readHistory,
  readPairs,
  riskTable,
  rowsText,
} from './part-sql.ts'
import type { MedicationJudge } from './ports.ts'

/** Beyond this DuckDB refuses a statement instead of growing; nothing is written to disk in its place. */
const MEMORY_LIMIT = '448MB'
const MOST_THREADS = 4

/** A patient at high risk: where the row stands in the part, and what an alert needs. Score in millionths. */
export interface HighPatient {
  readonly at: number
  readonly patientId: string
  readonly unit: string | null
  readonly low: number
}

export interface SqlOutcome {
  /** Kept rows (figures-row.ts). */
  readonly rows: string
  readonly cells: readonly (readonly [standing: number, low: number, high: number, patients: number])[]
  readonly high: readonly HighPatient[]
}

/** DuckDB in memory with the answers of the judge as tables: scores the plain rows of parts. */
export class PartEngine {
  readonly #instance: DuckDBInstance
  readonly #tables: AnswerTables
  readonly #idle: DuckDBConnection[] = []

  private constructor(instance: DuckDBInstance, tables: AnswerTables) {
    this.#instance = instance
    this.#tables = tables
  }

  /** @param file the one file that its statements may read; null for none. */
  static async open(judge: MedicationJudge, file: string | null = null): Promise<PartEngine> {
    const { instance, connection } = await openDuck(file)
    await connection.run(answerTables)
    await connection.run(riskTable)
    return new PartEngine(instance, new AnswerTables(connection, judge))
  }

  /** Does something on a connection that nobody else uses meanwhile. */
  async use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = this.#idle.pop() ?? (await this.#instance.connect())
    try {
      return await work(connection)
    } finally {
      this.#idle.push(connection)
    }
  }

  /**
   * Scores the table `r` of this connection (part-sql.ts says what it holds). A row that SQL cannot read after all is
   * marked as not plain in `t` and left out.
   * @param recordOf SQL that makes the number of the record from `g`.
   */
  async assess(connection: DuckDBConnection, recordOf: string): Promise<SqlOutcome> {
    const tables = this.#tables
    await answered(connection, readHistory, newHistory, (raws) => tables.conditions(raws.map(String)))
    await answered(connection, readDrugs, newDrugs, (raws) => tables.drugs(raws.map(String)))
    await answered(connection, readAllergies, newAllergies, (raws) => tables.allergies(raws.map(String)))
    if (tables.hasFaults) await connection.run(dropFaults)
    await connection.run(entries)
    await answered(connection, readPairs, newPairs, (keys) => tables.pairs(keys.map(Number)))
    await answered(connection, readAgainst, newAgainst, (keys) => tables.against(keys.map(Number)))
    await connection.run(figures)
    const [[rows] = []] = await rowsFrom(connection, rowsText(recordOf))
    const cells = await rowsFrom(connection, counts)
    const high = await rowsFrom(connection, highest)
    return {
      rows: typeof rows === 'string' ? rows : '',
      cells: cells.map(([standing, low, top, patients]) => [
        Number(standing),
        Number(low),
        Number(top),
        Number(patients),
      ]),
      high: high.map(([at, patientId, unit, low]) => ({
        at: Number(at),
        patientId: String(patientId),
        unit: typeof unit === 'string' ? unit : null,
        low: Number(low),
      })),
    }
  }

  close(): void {
    for (const connection of this.#idle.splice(0)) connection.closeSync()
    this.#instance.closeSync()
  }
}

/** DuckDB that reads at most one file and writes none. */
export async function openDuck(
  file: string | null,
): Promise<{ instance: DuckDBInstance; connection: DuckDBConnection }> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const threads = Math.max(1, Math.min(MOST_THREADS, cpus().length))
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: MEMORY_LIMIT,
    threads: String(threads),
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  if (file !== null) await connection.run(`SET allowed_paths = [${quoted(file)}]`)
  await connection.run('SET enable_external_access = false')
  await connection.run('SET lock_configuration = true')
  return { instance, connection }
}

/** A text as SQL writes it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

export async function rowsFrom(connection: DuckDBConnection, sql: string): Promise<readonly unknown[][]> {
  return (await connection.runAndReadAll(sql)).getRows()
}

/** Reads with the answers that there are; when some are missing they are asked for, and it is read again. */
async function answered(
  connection: DuckDBConnection,
  read: string,
  missing: string,
  ask: (keys: readonly unknown[]) => Promise<void>,
): Promise<void> {
  await connection.run(read)
  const keys = await rowsFrom(connection, missing)
  if (keys.length === 0) return
  await ask(keys.map(([key]) => key))
  await connection.run(read)
}
