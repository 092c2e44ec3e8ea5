import { hash as digest } from 'node:crypto'

/*
 * A chain is a row of segment files. Every byte of them is covered by the chain of SHA-256 hashes:
 *
 * header  magic 8 | station 16 | segment 4 | first seq 8 | created 8 | public key 32 | previous hash 32 |
 *         Ed25519 signature over all of that 64 | hash over all of that 32
 * record  length 4 | type 1 | seq 8 | body | hash 32, where hash = SHA-256(hash before it, record without its hash)
 *   entry body  nonce 12 | sealed JSON | tag 16
 *   head body   time 8 | Ed25519 signature 64 over (station, seq, hash before it, time)
 *
 * A head stands at the end of every write, so that what was acknowledged is always signed. The hash of what comes
 * before stands directly before each record in the file, so that checking a record is one digest over one slice.
 */

export const HASH_BYTES = 32
export const HEADER_BYTES = 204
const MAGIC = Buffer.from('WLAUDIT1', 'latin1')
const SIGNED_HEADER_BYTES = 108
const SIGNATURE_BYTES = 64
/** Length, type and sequence number. */
export const PREAMBLE_BYTES = 13
/** Larger than any entry can be; a longer length can only be damage. */
export const LONGEST_RECORD = 1 << 20
const SHORTEST_RECORD = PREAMBLE_BYTES + 1 + HASH_BYTES

export const ENTRY = 1
export const HEAD = 2

export const NO_HASH = Buffer.alloc(HASH_BYTES)

export function sha256(bytes: Buffer): Buffer {
  return digest('sha256', bytes, 'buffer')
}

export interface SegmentHeader {
  /** Canonical UUID text. */
  readonly station: string
  readonly segment: number
  readonly firstSeq: number
  readonly createdAt: number
  readonly publicKey: Buffer
  readonly previousHash: Buffer
}

/** The bytes of a header, signed and hashed. */
export function writeHeader(header: SegmentHeader, sign: (bytes: Buffer) => Buffer): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES)
  MAGIC.copy(bytes, 0)
  uuidBytes(header.station).copy(bytes, 8)
  bytes.writeUInt32BE(header.segment, 24)
  writeWhole(bytes, header.firstSeq, 28)
  writeWhole(bytes, header.createdAt, 36)
  header.publicKey.copy(bytes, 44)
  header.previousHash.copy(bytes, 76)
  sign(bytes.subarray(0, SIGNED_HEADER_BYTES)).copy(bytes, SIGNED_HEADER_BYTES)
  sha256(bytes.subarray(0, HEADER_BYTES - HASH_BYTES)).copy(bytes, HEADER_BYTES - HASH_BYTES)
  return bytes
}

export interface ReadHeader extends SegmentHeader {
  readonly signed: Buffer
  readonly signature: Buffer
  readonly hash: Buffer
  /** Whether the stored hash is that of the bytes. */
  readonly whole: boolean
}

/** Null when these bytes are no header at all. */
export function readHeader(bytes: Buffer): ReadHeader | null {
  if (bytes.length < HEADER_BYTES || !bytes.subarray(0, 8).equals(MAGIC)) return null
  const hash = bytes.subarray(HEADER_BYTES - HASH_BYTES, HEADER_BYTES)
  return {
    station: uuidText(bytes.subarray(8, 24)),
    segment: bytes.readUInt32BE(24),
    firstSeq: readWhole(bytes, 28),
    createdAt: readWhole(bytes, 36),
    publicKey: bytes.subarray(44, 76),
    previousHash: bytes.subarray(76, SIGNED_HEADER_BYTES),
    signed: bytes.subarray(0, SIGNED_HEADER_BYTES),
    signature: bytes.subarray(SIGNED_HEADER_BYTES, SIGNED_HEADER_BYTES + SIGNATURE_BYTES),
    hash,
    whole: sha256(bytes.subarray(0, HEADER_BYTES - HASH_BYTES)).equals(hash),
  }
}

/** Length, type and number of a record whose body has this many bytes. */
export function writePreamble(type: number, seq: number, bodyBytes: number): Buffer {
  const bytes = Buffer.alloc(PREAMBLE_BYTES)
  bytes.writeUInt32BE(PREAMBLE_BYTES + bodyBytes + HASH_BYTES, 0)
  bytes.writeUInt8(type, 4)
  writeWhole(bytes, seq, 5)
  return bytes
}

/** Puts a record's parts together and closes it with its hash. */
export function closeRecord(preamble: Buffer, body: Buffer, previousHash: Buffer): Buffer {
  const chained = Buffer.concat([previousHash, preamble, body])
  return Buffer.concat([preamble, body, sha256(chained)])
}

export function headBody(at: number, signature: Buffer): Buffer {
  const bytes = Buffer.alloc(8 + SIGNATURE_BYTES)
  writeWhole(bytes, at, 0)
  signature.copy(bytes, 8)
  return bytes
}

export function readHeadBody(body: Buffer): { readonly at: number; readonly signature: Buffer } | null {
  if (body.length !== 8 + SIGNATURE_BYTES) return null
  return { at: readWhole(body, 0), signature: body.subarray(8) }
}

export interface RecordAt {
  readonly type: number
  readonly seq: number
  /** Of the whole record. */
  readonly start: number
  readonly end: number
}

/** The record that begins at this offset, or null when what is there is no whole record. */
export function recordAt(bytes: Buffer, start: number): RecordAt | null {
  if (start + SHORTEST_RECORD > bytes.length) return null
  const length = bytes.readUInt32BE(start)
  const end = start + length
  if (length < SHORTEST_RECORD || length > LONGEST_RECORD || end > bytes.length) return null
  return { type: bytes.readUInt8(start + 4), seq: readWhole(bytes, start + 5), start, end }
}

/** Whether the record's stored hash follows from it and the hash stored before it. */
export function isChained(bytes: Buffer, { start, end }: RecordAt): boolean {
  return sha256(bytes.subarray(start - HASH_BYTES, end - HASH_BYTES)).equals(
    bytes.subarray(end - HASH_BYTES, end),
  )
}

export const hashOf = (bytes: Buffer, { end }: RecordAt): Buffer => bytes.subarray(end - HASH_BYTES, end)

export const bodyOf = (bytes: Buffer, { start, end }: RecordAt): Buffer =>
  bytes.subarray(start + PREAMBLE_BYTES, end - HASH_BYTES)

export const preambleOf = (bytes: Buffer, { start }: RecordAt): Buffer =>
  bytes.subarray(start, start + PREAMBLE_BYTES)

export function uuidBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex')
}

function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Eight bytes of which the upper two are zero: every whole number that JavaScript holds exactly in 48 bits. */
function writeWhole(bytes: Buffer, value: number, at: number): void {
  bytes.writeUIntBE(value, at + 2, 6)
}

/** A number above 48 bits can only be damage; it is read as one that no chain reaches. */
function readWhole(bytes: Buffer, at: number): number {
  const upper = bytes.readUInt16BE(at)
  return upper === 0 ? bytes.readUIntBE(at + 2, 6) : Number.MAX_SAFE_INTEGER
}
