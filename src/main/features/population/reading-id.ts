import { createHash } from 'node:crypto'
import type { Reading } from './ports.ts'

/**
 * Eight hex digits made from the reading itself, for the suffix that the seed draws at random: a reading that is
 * written again after a time-out is the same member and adds nothing.
 */
export function readingId({ patientId, metric, value, at }: Omit<Reading, 'id'>): string {
  return createHash('sha256')
    .update(JSON.stringify([patientId, metric, value, at]))
    .digest('hex')
    .slice(0, 8)
}
