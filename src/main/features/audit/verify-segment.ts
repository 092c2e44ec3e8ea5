import { isSignedBy } from './chain-keys.ts'
import type { FaultList } from './fault-list.ts'
import { headText } from './heads.ts'
import {
  bodyOf,
  ENTRY,
  HASH_BYTES,
  HEAD,
  HEADER_BYTES,
  hashOf,
  isChained,
  NO_HASH,
  readHeadBody,
  readHeader,
  recordAt,
  type RecordAt,
} from './record-format.ts'

/** What has been walked so far. */
export interface Walk {
  readonly station: string
  /** The chain's key; null until the first header has been read. */
  publicKey: Buffer | null
  /** The segment that comes next. */
  segment: number
  seq: number
  /** The hash that the next header must continue; null after damage, when nothing can be demanded. */
  hash: Buffer | null
  entries: number
  readonly faults: FaultList
  /** Hashes that heads from elsewhere claim, by entry; removed when met. */
  readonly claims: Map<number, Claim>
  /** The last entry at which a head from elsewhere agreed. */
  agreedAt: number
}

export interface Claim {
  readonly hash: string
}

/** Lets the caller's event loop breathe; called every few hundred records. */
export type Breathe = () => Promise<void> | null

const RECORDS_PER_BREATH = 512

/** Walks one segment: every byte of it is checked, each fault is placed. */
export async function walkSegment(
  walk: Walk,
  number: number,
  bytes: Buffer,
  breathe: Breathe,
): Promise<void> {
  const { faults } = walk
  walk.segment = number + 1
  const first = walk.seq + 1
  const header = readHeader(bytes)
  if (header === null) {
    faults.add(bytes.length < HEADER_BYTES ? 'unfinished' : 'edited', number, first)
    walk.hash = null
    return
  }
  walk.publicKey ??= Buffer.from(header.publicKey)
  const ours = header.station === walk.station && header.publicKey.equals(walk.publicKey)
  if (!header.whole) faults.add('edited', number, first)
  else if (!ours || !isSignedBy(walk.publicKey, header.signed, header.signature)) {
    faults.add('foreign', number, first)
    walk.hash = null
    return
  } else if (header.segment !== number) faults.add('out-of-order', number, first)
  else if (header.firstSeq > first) faults.add('missing', number, first, header.firstSeq - 1)
  else if (walk.hash !== null && !(header.previousHash.equals(walk.hash) && header.firstSeq === first))
    faults.add('rewritten', number, Math.min(first, header.firstSeq), first)
  if (header.whole) walk.seq = header.firstSeq - 1
  await walkRecords(walk, number, bytes, breathe)
}

/** Heads of one segment, each with the hash of the entry before it. */
interface SeenHead {
  readonly seq: number
  readonly entryHash: Buffer
  readonly body: Buffer
}

async function walkRecords(walk: Walk, number: number, bytes: Buffer, breathe: Breathe): Promise<void> {
  const { faults } = walk
  const heads: SeenHead[] = []
  let entryHash: Buffer = NO_HASH
  let endsSigned = false
  let at = HEADER_BYTES
  for (let count = 1; at < bytes.length; count += 1) {
    const record = recordAt(bytes, at)
    if (record === null || (record.type !== ENTRY && record.type !== HEAD)) break
    checkPlace(walk, number, record)
    if (!isChained(bytes, record)) faults.add('edited', number, record.seq)
    if (record.type === ENTRY) {
      walk.entries += 1
      entryHash = hashOf(bytes, record)
      if (walk.claims.size > 0) compare(walk, number, record.seq, entryHash)
    } else heads.push({ seq: record.seq, entryHash, body: bodyOf(bytes, record) })
    endsSigned = record.type === HEAD
    walk.seq = record.seq
    at = record.end
    if (count % RECORDS_PER_BREATH === 0) await breathe()
  }
  if (at < bytes.length || !endsSigned) faults.add('unfinished', number, walk.seq + 1)
  walk.hash = at < bytes.length ? null : bytes.subarray(at - HASH_BYTES, at)
  checkSignatures(walk, number, heads)
}

function checkPlace(walk: Walk, number: number, record: RecordAt): void {
  const expected = record.type === ENTRY ? walk.seq + 1 : walk.seq
  if (record.seq === expected) return
  if (record.seq > expected) walk.faults.add('missing', number, expected, record.seq - 1)
  else walk.faults.add('out-of-order', number, record.seq)
}

function compare(walk: Walk, number: number, seq: number, hash: Buffer): void {
  const claim = walk.claims.get(seq)
  if (claim === undefined) return
  walk.claims.delete(seq)
  if (claim.hash === hash.toString('hex')) walk.agreedAt = seq
  else walk.faults.add('rewritten', number, walk.agreedAt + 1, seq)
}

/**
 * Since each hash covers everything before it, the last signature of a segment speaks for all of it. Only when
 * that one is wrong are the others asked, by halving, to place the fault.
 */
function checkSignatures(walk: Walk, number: number, heads: readonly SeenHead[]): void {
  const isGood = (head: SeenHead | undefined): boolean => {
    const body = head && readHeadBody(head.body)
    return (
      head !== undefined &&
      body !== undefined &&
      body !== null &&
      walk.publicKey !== null &&
      isSignedBy(walk.publicKey, headText(walk.station, head.seq, head.entryHash, body.at), body.signature)
    )
  }
  const last = heads.at(-1)
  if (last === undefined || isGood(last)) return
  let low = 0
  let high = heads.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (isGood(heads[middle])) low = middle + 1
    else high = middle
  }
  walk.faults.add('unsigned', number, (heads[low - 1]?.seq ?? 0) + 1, last.seq)
}
