import { priorAuthStrings as s } from './strings-queue.ts'
import type { QueueRow, Share } from '@shared/features/prior-auth/answers.ts'
import { formatCountdown } from '@renderer/ui/time-format.ts'
import { formatMillis } from '@renderer/ui/value-format.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

export type Standing = QueueRow['standing']

/** A span for people: `38 s`, `14 min`, `6.5 h`, `3.2 d`; below a second in milliseconds. */
export function spanWords(ms: number): string {
  if (ms < 1) return s.instant
  if (ms < 1_000) return formatMillis(ms)
  if (ms < 60_000) return `${Math.round(ms / 1_000)} s`
  if (ms < HOUR) return `${Math.round(ms / 60_000)} min`
  return ms < 2 * DAY ? `${(ms / HOUR).toFixed(1)} h` : `${(ms / DAY).toFixed(1)} d`
}

/** Time left to the deadline: `6 d 04 h`, `14 h 05`, `12:30`; how long it has passed; closed rows have none. */
export function clockWords(row: Pick<QueueRow, 'deadlineAt' | 'standing'>, now: number): string {
  if (row.standing === 'closed') return s.closed
  const left = row.deadlineAt - now
  if (left <= 0) return s.over(spanWords(Math.max(1_000, -left)))
  if (left < 2 * DAY) return formatCountdown(row.deadlineAt, now) ?? '0:01'
  return `${Math.floor(left / DAY)} d ${String(Math.floor((left % DAY) / HOUR)).padStart(2, '0')} h`
}

/** How it stands now: the list is as old as its last change, the clock is not. */
export function standingNow(
  row: Pick<QueueRow, 'deadlineAt' | 'standing' | 'nextEscalationAt'>,
  now: number,
): Standing {
  if (row.standing === 'closed') return 'closed'
  if (now >= row.deadlineAt) return 'overdue'
  const warned = row.nextEscalationAt !== null && now >= row.nextEscalationAt
  return warned ? 'escalated' : row.standing
}

export interface QueueFilter {
  readonly text: string
  /** Only those near or past their deadline. */
  readonly late: boolean
}

/** Rows of which every typed word is in the procedure, patient, payer, plan or id; the order is kept. */
export function filterRows(rows: readonly QueueRow[], filter: QueueFilter, now: number): readonly QueueRow[] {
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return rows.filter((row) => {
    const standing = standingNow(row, now)
    if (filter.late && standing !== 'escalated' && standing !== 'overdue') return false
    const text = [row.procedure, row.procedureName, row.patientId, row.payer, row.plan, row.id]
      .join(' ')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** `80.0 % (8 of 10)`; a share of nothing is not nothing, so it has no percentage. */
export function shareWords({ count, of }: Share): string {
  return of === 0 ? s.noneCounted : s.share(((count / of) * 100).toFixed(1), count, of)
}
