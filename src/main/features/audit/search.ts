import type { AuditEntry, AuditFilter, AuditPage } from '@shared/features/audit/model.ts'
import type { ChainFiles } from './chain-folder.ts'
import type { EntrySeal } from './chain-keys.ts'
import { matches, openEntry } from './entry-codec.ts'
import { ENTRY, HEADER_BYTES, readHeader, type RecordAt, recordAt } from './record-format.ts'

/** Most entries in one answer. */
const PAGE_ITEMS = 100
/** After this long an answer is given, full or not, in milliseconds: the window asks for the rest. */
const PART_MS = 400

export interface SearchParts {
  readonly files: ChainFiles
  readonly seal: EntrySeal
  readonly breathe: () => Promise<void> | null
}

/** Looks back from an entry (`before`, null: from the newest) for those that match; one part of the whole search. */
export async function searchBack(
  { files, seal, breathe }: SearchParts,
  filter: AuditFilter,
  before: number | null,
): Promise<AuditPage> {
  const began = performance.now()
  const items: AuditEntry[] = []
  let backTo: number | null = null
  let looked = 0
  let unreadable = 0
  for (const segment of (await files.segments()).toReversed()) {
    if (before !== null && (await firstSeqOf(files, segment)) >= before) continue
    const bytes = await files.readSegment(segment)
    for (const record of recordsOf(bytes).toReversed()) {
      if (before !== null && record.seq >= before) continue
      if (items.length >= PAGE_ITEMS || performance.now() - began > PART_MS)
        return { items, next: record.seq + 1, complete: false, backTo, looked, unreadable }
      await breathe()
      looked += 1
      const entry = openEntry(seal, bytes, record)
      if (entry === null) unreadable += 1
      else {
        backTo = entry.localAt
        if (matches(filter, entry)) items.push(entry)
      }
    }
  }
  return { items, next: null, complete: true, backTo, looked, unreadable }
}

/** The entries of a segment, oldest first. */
export function recordsOf(bytes: Buffer): RecordAt[] {
  const records: RecordAt[] = []
  for (let at = HEADER_BYTES; ;) {
    const record = recordAt(bytes, at)
    if (record === null) return records
    if (record.type === ENTRY) records.push(record)
    at = record.end
  }
}

async function firstSeqOf(files: ChainFiles, segment: number): Promise<number> {
  return readHeader(await files.readStart(segment, HEADER_BYTES))?.firstSeq ?? 0
}
