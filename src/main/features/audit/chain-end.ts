import { isSignedBy } from './chain-keys.ts'
import type { ChainFiles } from './chain-folder.ts'
import { headText } from './heads.ts'
import {
  bodyOf,
  ENTRY,
  HEAD,
  hashOf,
  HEADER_BYTES,
  isChained,
  NO_HASH,
  readHeadBody,
  type ReadHeader,
  readHeader,
  recordAt,
  type RecordAt,
} from './record-format.ts'

/** Where a chain goes on. */
export interface ChainEnd {
  /** The segment to write to; its file does not exist yet when `length` is 0. */
  readonly segment: number
  readonly length: number
  /** The last entry's number; 0 in an empty chain. */
  readonly seq: number
  /** The hash that the next record continues. */
  readonly hash: Buffer
  /** Bytes of an interrupted write that lie after the end and must be cut off. */
  readonly cut: number
  /** Why this is not where the chain ended: a sentence for the record; null when all is well. */
  readonly broken: string | null
}

export interface KnownHead {
  readonly seq: number
  readonly hash: string
}

/**
 * Finds the end of a chain after a start: the last whole, signed write. What an interrupted write left behind it
 * was never acknowledged and is cut off. A chain that is damaged, or shorter than what the station knows to have
 * written, is left as it is, as evidence: writing goes on in a new segment whose first entry tells.
 */
export async function findChainEnd(
  files: ChainFiles,
  station: string,
  publicKey: Buffer,
  known: KnownHead | null,
): Promise<ChainEnd> {
  const segments = await files.segments()
  const last = segments.at(-1)
  if (last === undefined) {
    const tombstone = (await files.readText('tombstone')) !== null
    if (known === null && !tombstone) return emptyChain
    return goOnAfter(0, 0, NO_HASH, known, 'All files of the audit are gone.')
  }
  const bytes = await files.readSegment(last)
  const header = readHeader(bytes)
  if (header === null) {
    // A file of which nothing was written yet: the start of a segment that a power failure cut short.
    if (bytes.length < HEADER_BYTES && segments.length > 1)
      return endBefore(files, station, publicKey, known, last)
    return bytes.length < HEADER_BYTES && known === null
      ? { ...emptyChain, segment: last, cut: bytes.length }
      : goOnAfter(last, 0, NO_HASH, known, 'The last file of the audit cannot be read.')
  }
  if (header.station !== station || !header.publicKey.equals(publicKey) || !header.whole)
    return goOnAfter(last, 0, NO_HASH, known, 'The last file of the audit is not of this station.')
  const end = lastSigned(bytes, station, header)
  if (end.damaged) return goOnAfter(last, end.seq, end.hash, known, 'The last file of the audit is damaged.')
  return endAt(last, end.length, end.seq, end.hash, bytes.length - end.length, known)
}

const emptyChain: ChainEnd = { segment: 1, length: 0, seq: 0, hash: NO_HASH, cut: 0, broken: null }

/** The end of a chain whose newest file holds nothing yet: that file is written anew. */
async function endBefore(
  files: ChainFiles,
  station: string,
  publicKey: Buffer,
  known: KnownHead | null,
  unborn: number,
): Promise<ChainEnd> {
  const without: ChainFiles = {
    ...boundTo(files),
    segments: async () => (await files.segments()).filter((segment) => segment < unborn),
  }
  const before = await findChainEnd(without, station, publicKey, known)
  return before.broken === null
    ? { ...before, segment: unborn, length: 0, cut: 0 }
    : { ...before, segment: unborn + 1 }
}

function boundTo(files: ChainFiles): ChainFiles {
  return {
    openSegment: (segment) => files.openSegment(segment),
    readSegment: (segment) => files.readSegment(segment),
    readStart: (segment, length) => files.readStart(segment, length),
    removeSegment: (segment) => files.removeSegment(segment),
    segments: () => files.segments(),
    readText: (name) => files.readText(name),
    writeText: (name, text) => files.writeText(name, text),
  }
}

function endAt(
  segment: number,
  length: number,
  seq: number,
  hash: Buffer,
  cut: number,
  known: KnownHead | null,
): ChainEnd {
  if (known !== null && known.seq > seq)
    return goOnAfter(segment, seq, hash, known, 'The last entries of the audit are gone.')
  return { segment, length, seq, hash: Buffer.from(hash), cut, broken: null }
}

/** A new segment behind everything that this station is known to have written. */
function goOnAfter(
  segment: number,
  seq: number,
  hash: Buffer,
  known: KnownHead | null,
  broken: string,
): ChainEnd {
  const ahead = known !== null && known.seq > seq
  return {
    segment: segment + 1,
    length: 0,
    seq: ahead ? known.seq : seq,
    hash: ahead ? Buffer.from(known.hash, 'hex') : Buffer.from(hash),
    cut: 0,
    broken,
  }
}

interface SignedEnd {
  readonly length: number
  readonly seq: number
  readonly hash: Buffer
  /** Something before the end of the file was changed: a later head is whole, so that no interrupted write explains it. */
  readonly damaged: boolean
}

/** The last head up to which everything follows from what is before it. */
function lastSigned(bytes: Buffer, station: string, header: ReadHeader): SignedEnd {
  const start = { length: HEADER_BYTES, seq: header.firstSeq - 1, hash: header.hash }
  let found: { record: RecordAt; entryHash: Buffer } | null = null
  let entryHash: Buffer = NO_HASH
  let seq = header.firstSeq - 1
  let broken = false
  let damaged = false
  for (let at = HEADER_BYTES; ;) {
    const record = recordAt(bytes, at)
    if (record === null) break
    const chained = isChained(bytes, record)
    if (!chained || record.seq !== (record.type === ENTRY ? seq + 1 : seq)) broken = true
    if (broken && chained && record.type === HEAD) damaged = true
    if (!broken && record.type === ENTRY) entryHash = hashOf(bytes, record)
    if (!broken && record.type === HEAD) found = { record, entryHash }
    if (!broken) seq = record.seq
    at = record.end
  }
  if (found === null) return { ...start, damaged }
  const head = readHeadBody(bodyOf(bytes, found.record))
  const text = head && headText(station, found.record.seq, found.entryHash, head.at)
  const signed = head !== null && text !== null && isSignedBy(header.publicKey, text, head.signature)
  const { record } = found
  return { length: record.end, seq: record.seq, hash: hashOf(bytes, record), damaged: damaged || !signed }
}
