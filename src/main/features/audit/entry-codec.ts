import { AuditEntry, type AuditFilter } from '@shared/features/audit/model.ts'
import type { EntrySeal } from './chain-keys.ts'
import { bodyOf, preambleOf, type RecordAt } from './record-format.ts'

/** The text of an entry as it is sealed. */
export const entryText = (entry: AuditEntry): string => JSON.stringify(entry)

/** The entry in a record; null when it does not open with this key or is none. */
export function openEntry(seal: EntrySeal, bytes: Buffer, record: RecordAt): AuditEntry | null {
  const text = seal.open(preambleOf(bytes, record), bodyOf(bytes, record))
  if (text === null) return null
  try {
    const parsed = AuditEntry.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

const isPart = (part: string | null, text: string): boolean =>
  part === null || part === '' || text.toLowerCase().includes(part.toLowerCase())

function isAbout(filter: AuditFilter, { patients }: AuditEntry): boolean {
  const { patient, patientExact } = filter
  if (patient === null || patient === '') return true
  return patients.some((each) => (patientExact ? each === patient : isPart(patient, each)))
}

/** Whether an entry is one of those looked for. Times are compared with the local time. */
export function matches(filter: AuditFilter, entry: AuditEntry): boolean {
  return (
    (filter.kind === null || entry.kind === filter.kind) &&
    (filter.outcome === null || entry.outcome === filter.outcome) &&
    (filter.from === null || entry.localAt >= filter.from) &&
    (filter.to === null || entry.localAt <= filter.to) &&
    isPart(filter.user, entry.user) &&
    isPart(filter.action, entry.action) &&
    isAbout(filter, entry)
  )
}
