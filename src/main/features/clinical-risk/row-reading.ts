import type { HistoryEntry, PatientRecord } from '@shared/features/clinical-risk/model.ts'
import { readNote } from './engine-notes.ts'
import type { RecordReading } from './record-read.ts'
import { Fault, readHistory, readTexts } from './record-cells.ts'
import type { RowReading } from './part-input.ts'

/** A reading with its notes read by rules: what they say of the patient joins the history, with its quotation. */
export function withNotes(reading: RecordReading): RowReading {
  switch (reading.kind) {
    case 'rejected':
    case 'deceased':
      return reading
    case 'read': {
      const { record, notes } = reading
      return notes === null
        ? { kind: 'record', record }
        : { kind: 'record', record: joined(record, readNote(notes).entries), notes }
    }
  }
}

const MOST_HISTORY = 500

/** Adds what notes tell to a record. What they do not mention stays unknown. */
export function joined(record: PatientRecord, entries: readonly HistoryEntry[]): PatientRecord {
  if (entries.length === 0) return record
  return { ...record, history: [...(record.history ?? []), ...entries].slice(0, MOST_HISTORY) }
}

/** One element of a list as the row reader reads it: nothing, an entry, or a fault that rejects the row. */
export type Element<T> =
  { readonly kind: 'nothing' | 'fault' } | { readonly kind: 'entry'; readonly entry: T }

export function historyElement(raw: string): Element<HistoryEntry> {
  return elementOf(raw, (texts) => readHistory(texts))
}

export function textElement(raw: string): Element<string> {
  return elementOf(raw, (texts) => readTexts(texts, 1, 'The list'))
}

function elementOf<T>(raw: string, read: (texts: readonly string[]) => readonly T[] | null): Element<T> {
  const text = raw.trim()
  if (text === '') return { kind: 'nothing' }
  try {
    const [entry] = read([text]) ?? []
    return entry === undefined ? { kind: 'nothing' } : { kind: 'entry', entry }
  } catch (error) {
    if (error instanceof Fault) return { kind: 'fault' }
    throw error
  }
}
