import type { HistoryEntry, PatientRecord } from '@shared/features/clinical-risk/model.ts'
import { readNote } from './engine-notes.ts'
import type { HubNotes } from './ports.ts'
import { joined } from './row-reading.ts'

/** Nobody understands it, so that the history stays open to the top: what could not be read may hold any disease. */
const unread: HistoryEntry = {
  text: 'Notes of the hub that cannot be read',
  code: null,
  standing: 'present',
  from: { kind: 'history' },
}

/** A record with what rules read in the hub's notes. The same notes always add the same. */
export function withHubNotes(record: PatientRecord, notes: HubNotes): PatientRecord {
  switch (notes.kind) {
    case 'none':
      return record
    case 'unreadable':
      return joined(record, [unread])
    case 'notes':
      return joined(record, readNote(notes.text).entries)
  }
}
