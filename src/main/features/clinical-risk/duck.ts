import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { cpus } from 'node:os'

/** Beyond this DuckDB refuses a statement instead of growing; nothing is written to disk in its place. */
const MEMORY_LIMIT = '448MB'
const MOST_THREADS = 4
/** Memory that DuckDB no longer needs is given back to the machine when there is more of it. */
const KEPT_FREE = '32MB'

/** DuckDB that reads at most one file and writes none. @param threads with one, rows come in the order of the file. */
export async function openDuck(
  file: string | null,
  threads = Math.max(1, Math.min(MOST_THREADS, cpus().length)),
): Promise<{ instance: DuckDBInstance; connection: DuckDBConnection }> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: MEMORY_LIMIT,
    threads: String(threads),
    temp_directory: '',
    allocator_flush_threshold: KEPT_FREE,
    allocator_bulk_deallocation_flush_threshold: KEPT_FREE,
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
