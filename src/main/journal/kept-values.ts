import { z } from 'zod'
import type { Journal } from './journal.ts'

const Row = z.object({ value: z.string() }).optional()

/** Named JSON values in the journal: settings and the like. */
export class KeptValues {
  readonly #journal: Journal

  constructor(journal: Journal) {
    this.#journal = journal
  }

  /** The value under a name, or null when absent or not of this shape (an older version's). */
  read<T>(name: string, schema: z.ZodType<T>): T | null {
    const row = Row.parse(this.#journal.database.prepare('SELECT value FROM kept WHERE name = ?').get(name))
    if (!row) return null
    const parsed = schema.safeParse(JSON.parse(row.value))
    return parsed.success ? parsed.data : null
  }

  write(name: string, value: unknown): void {
    this.#journal.database
      .prepare(
        'INSERT INTO kept (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      )
      .run(name, JSON.stringify(value))
  }

  remove(name: string): void {
    this.#journal.database.prepare('DELETE FROM kept WHERE name = ?').run(name)
  }
}
