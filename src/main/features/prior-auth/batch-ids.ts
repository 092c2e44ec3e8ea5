import { createHash } from 'node:crypto'

/**
 * The id of a batch's row: the same after a crash, so that no row is decided twice. 8 hex digits collide among 10 000
 * rows about once in a hundred batches: `attempt` then gives another.
 */
export function rowId(batch: string, row: number, attempt: number): string {
  const digest = createHash('sha256').update(`${batch}:${row}:${attempt}`).digest('hex')
  return `auth_approval:${digest.slice(0, 8)}`
}
