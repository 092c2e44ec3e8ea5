import { createHmac, randomBytes } from 'node:crypto'
import type { BoardChange, BoardSnapshot } from '@shared/features/alerts/contract.ts'
import type { Alert } from '@shared/features/alerts/model.ts'

/** New at every start: an alias leads back to nobody. */
const aliasKey = randomBytes(32)

/** What a wall display may show of an alert: bed and finding, but nothing that tells who the patient is. */
function nameless(alert: Alert): Alert {
  const { patientId, bed } = alert.patient
  const alias = createHmac('sha256', aliasKey).update(patientId).digest('hex').slice(0, 16)
  return {
    ...alert,
    patient: {
      patientId: alias,
      name: null,
      mrn: null,
      birthDate: null,
      sex: null,
      bed,
      allergies: null,
      codeStatus: null,
      conditions: null,
    },
    readBack: null,
    notes: [],
    timeline: alert.timeline.map((entry) => ({ ...entry, text: null })),
    source: null,
    sourceNote: null,
  }
}

export function namelessChange(change: BoardChange): BoardChange {
  return { ...change, upserts: change.upserts.map(nameless) }
}

export function namelessSnapshot(snapshot: BoardSnapshot): BoardSnapshot {
  return { ...snapshot, items: snapshot.items.map(nameless), followed: [] }
}
