import type { PriorAuthRecord, PriorAuthRequest } from '@shared/features/prior-auth/model.ts'
import { appealFault } from './appeals.ts'
import { evaluate } from './engine.ts'
import type { CacheEntry } from './identical-requests.ts'
import { cacheDigest } from './identical-requests.ts'
import { decide, type Decision, gateRequestOf } from './engine-decide.ts'
import type { BatchProgress } from './batch-progress.ts'
import { type BatchFile, type BatchRow, rowRequest } from './batch-rows.ts'
import { isRefusal } from './errors.ts'
import { rowId } from './batch-ids.ts'
import type { PolicyBook } from './policies.ts'
import type { ApprovalGate, PriorAuthStore } from './ports.ts'

const MOST_TRIES = 4

export interface ChunkPorts {
  readonly store: PriorAuthStore
  readonly gate: ApprovalGate
  readonly book: PolicyBook
  readonly offsetMinutes: (at: number) => number
}

export interface ChunkResult {
  readonly automatic: number
  readonly pending: number
  readonly failures: readonly { readonly row: number; readonly reason: string }[]
}

interface Row {
  readonly row: number
  readonly digest: string | null
  readonly decide: (attempt: number) => Decision
}

/**
 * Decides some rows of a batch: one look into the cache, one write. Rows that were decided before a crash are found by
 * their id and counted as they were decided. Rejects with a HubError when the hub does not answer; the same rows can
 * then be decided again. Notes of a batch are kept for the reviewers and not read by a model.
 */
export async function decideChunk(
  { id: batch, askedBy }: Pick<BatchProgress, 'id' | 'askedBy'>,
  file: BatchFile,
  from: number,
  to: number,
  { store, gate, book, offsetMinutes }: ChunkPorts,
): Promise<ChunkResult> {
  const now = store.now()
  const failures: { row: number; reason: string }[] = []
  const checked = []
  // Row 1 of the file names the columns.
  const reads = Array.from({ length: to - from }, (_, index) => ({
    row: from + index + 2,
    read: rowRequest(file, from + index, book),
  }))
  const denials = await denialsOf(store, reads)
  for (const { row, read } of reads) {
    const reason = read.kind === 'failed' ? read.reason : faultOf(read.request, denials)
    if (reason !== null) failures.push({ row, reason })
    else if (read.kind === 'request') {
      const evaluation = evaluate(read.request, book, now)
      const digest = cacheDigest(read.request, evaluation)
      checked.push({ row, request: read.request, evaluation, digest })
    }
  }
  const cached = await entriesOf(
    store,
    checked.map(({ digest }) => digest),
  )
  const rows = checked.map(({ row, request, evaluation, digest }): Row => {
    const entry = digest === null ? null : (cached.get(digest) ?? null)
    const origin = { batch, row }
    const denial = request.appealOf === null ? null : (denials.get(request.appealOf) ?? null)
    const asked = { request, evaluation, cached: entry, origin, notesReadBy: null, askedBy, denial }
    return {
      row,
      digest,
      decide: (attempt) => decide({ ...asked, id: rowId(batch, row, attempt) }, now, 0, offsetMinutes),
    }
  })
  const entries = new Map<string, CacheEntry>()
  const records = await stored(batch, rows, store, (digest, entry) => entries.set(digest, entry))
  if (entries.size > 0) await store.cache(entries)
  const open = records.filter(({ decidedAt }) => decidedAt === null)
  await Promise.all(open.map((record) => handOver(gate, record)))
  const automatic = records.filter(({ status }) => status === 'auto_approved').length
  return { automatic, pending: records.length - automatic, failures }
}

/** The requests that rows appeal against, as far as this hub knows them. */
async function denialsOf(
  store: PriorAuthStore,
  reads: readonly { readonly read: BatchRow }[],
): Promise<ReadonlyMap<string, PriorAuthRecord>> {
  const named = reads.flatMap(({ read }) => (read.kind === 'request' ? (read.request.appealOf ?? []) : []))
  const found = await store.read([...new Set(named)])
  return new Map(found.map((record) => [record.id, record]))
}

function faultOf(request: PriorAuthRequest, denials: ReadonlyMap<string, PriorAuthRecord>): string | null {
  return request.appealOf === null ? null : appealFault(request, denials.get(request.appealOf))
}

async function entriesOf(
  store: PriorAuthStore,
  digests: readonly (string | null)[],
): Promise<ReadonlyMap<string, CacheEntry>> {
  const wanted = [...new Set(digests.filter((digest) => digest !== null))]
  const found = await store.cached(wanted)
  return new Map(
    wanted.flatMap((digest, index) => {
      const entry = found[index] ?? null
      return entry === null ? [] : [[digest, entry] as const]
    }),
  )
}

/** Writes the decisions; an id that belongs to another request is exchanged for the next. */
async function stored(
  batch: string,
  rows: readonly Row[],
  store: PriorAuthStore,
  keep: (digest: string, entry: CacheEntry) => void,
): Promise<PriorAuthRecord[]> {
  const records: PriorAuthRecord[] = []
  let left = rows
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt === MOST_TRIES) throw new Error('no free id for a row')
    // Two rows of one write must not share an id either.
    const ids = new Set<string>()
    const [now, later]: [{ row: Row; decision: Decision }[], Row[]] = [[], []]
    for (const row of left) {
      const decision = row.decide(attempt)
      if (ids.has(decision.record.id)) later.push(row)
      else now.push({ row, decision })
      ids.add(decision.record.id)
    }
    const taken = await store.put(now.map(({ decision }) => ({ record: decision.record, expectedRev: 0 })))
    now.forEach(({ row, decision }, index) => {
      const other = taken[index] ?? null
      if (other === null) {
        records.push(decision.record)
        if (row.digest !== null && decision.entry !== null) keep(row.digest, decision.entry)
      } else if (other.origin?.batch === batch && other.origin.row === row.row) records.push(other)
      else later.push(row)
    })
    left = later
  }
  return records
}

/** What the queue of approvals did not take is handed over again by the watch. */
async function handOver(gate: ApprovalGate, record: PriorAuthRecord): Promise<void> {
  await gate.ask(gateRequestOf(record)).catch((error: unknown) => {
    if (!isRefusal(error)) throw error
  })
}
