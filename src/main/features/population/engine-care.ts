import type { CareRecord, OutreachNote } from '@shared/features/population/model.ts'

/** Notes that one record keeps; older ones are only counted. */
export const MOST_NOTES = 200

/** The record of a patient for whom nothing was ever agreed on. */
export function untouched(patientId: string): CareRecord {
  return {
    patientId,
    rev: 0,
    manager: null,
    assignedAt: null,
    snooze: null,
    nextContact: null,
    outreach: [],
    olderNotes: 0,
  }
}

/**
 * The record in a care manager's hands, or in nobody's. The same record when it is in these hands already, so that
 * nothing is written then.
 * @param at when it was handed over, in milliseconds since 1970 by the hub's clock.
 */
export function assigned(record: CareRecord, manager: string | null, at: number): CareRecord {
  if (record.manager === manager) return record
  return { ...record, rev: record.rev + 1, manager, assignedAt: manager === null ? null : at }
}

/** The record kept from the list for a time, or woken by null. The same record when a sleepless one is woken. */
export function snoozed(record: CareRecord, snooze: CareRecord['snooze']): CareRecord {
  if (record.snooze === null && snooze === null) return record
  return { ...record, rev: record.rev + 1, snooze }
}

/**
 * The record after a crossing of the threshold: whoever was put off before it is on the list again, because what was
 * agreed on then was agreed on for another state. A snooze that was set in view of the crossing stays.
 * @param crossedAt in milliseconds since 1970 by the hub's clock.
 */
export function wokenByCrossing(record: CareRecord, crossedAt: number): CareRecord {
  return record.snooze !== null && record.snooze.at < crossedAt ? snoozed(record, null) : record
}

/**
 * The record with one more contact. The same record when a note of this id is there already: it was sent twice. Notes
 * lie by time, the newest first, whatever order they come in; beyond 200 the oldest are dropped and counted.
 */
export function contacted(record: CareRecord, note: OutreachNote): CareRecord {
  if (record.outreach.some(({ id }) => id === note.id)) return record
  const notes = [...record.outreach, note].sort(newestFirst)
  return {
    ...record,
    rev: record.rev + 1,
    outreach: notes.slice(0, MOST_NOTES),
    olderNotes: record.olderNotes + Math.max(0, notes.length - MOST_NOTES),
  }
}

function newestFirst(a: OutreachNote, b: OutreachNote): number {
  if (a.at !== b.at) return b.at - a.at
  return a.id < b.id ? -1 : 1
}

/** The record with another day of the next contact. @param date ISO date; null when none is planned. */
export function planned(record: CareRecord, date: string | null): CareRecord {
  return record.nextContact === date ? record : { ...record, rev: record.rev + 1, nextContact: date }
}

/** Until when the patient is kept from the list; null when he is on it. @param now milliseconds since 1970. */
export function snoozedUntil(record: CareRecord, now: number): number | null {
  return record.snooze !== null && record.snooze.until > now ? record.snooze.until : null
}

/**
 * True when a contact was planned for a day that is over. The day ends at midnight UTC, since a record has no place.
 * @param now milliseconds since 1970.
 */
export function isOverdue(record: CareRecord, now: number): boolean {
  return record.nextContact !== null && record.nextContact < new Date(now).toISOString().slice(0, 10)
}
