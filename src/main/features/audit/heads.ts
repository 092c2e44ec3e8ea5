import type { ChainHead } from '@shared/features/audit/model.ts'
import { ChainHead as ChainHeadSchema } from '@shared/features/audit/model.ts'
import { z } from 'zod'
import { type ChainSigner, isSignedBy } from './chain-keys.ts'

/** What a head's signature covers. */
export function headText(station: string, seq: number, hash: Buffer, at: number): Buffer {
  return Buffer.from(`wardlight audit head 1 ${station} ${seq} ${hash.toString('hex')} ${at}`, 'utf8')
}

export function makeHead(
  station: string,
  seq: number,
  hash: Buffer,
  at: number,
  publicKey: Buffer,
  signature: Buffer,
): ChainHead {
  return {
    station,
    seq,
    hash: hash.toString('hex'),
    at,
    publicKey: publicKey.toString('hex'),
    signature: signature.toString('hex'),
  }
}

/** Whether a head was signed by the key that it names. */
export function isGenuine(head: ChainHead): boolean {
  const text = headText(head.station, head.seq, Buffer.from(head.hash, 'hex'), head.at)
  return isSignedBy(Buffer.from(head.publicKey, 'hex'), text, Buffer.from(head.signature, 'hex'))
}

/** The one way a head is written, so that every changed byte of it is noticed. */
export function headLine(head: ChainHead): string {
  const { station, seq, hash, at, publicKey, signature } = head
  return JSON.stringify({ station, seq, hash, at, publicKey, signature })
}

/** The head that a text holds; null when it is none, not written by us, or its signature is wrong. */
export function readHead(text: string): ChainHead | null {
  const parsed = parseJson(text, ChainHeadSchema)
  return parsed !== null && headLine(parsed) === text && isGenuine(parsed) ? parsed : null
}

/** What is left of segments that the retention policy removed: where the chain goes on. */
const Tombstone = z.object({
  station: z.uuid(),
  /** The last segment that was removed. */
  segment: z.number().int().positive(),
  lastSeq: z.number().int().positive(),
  lastHash: z.string().regex(/^[0-9a-f]{64}$/),
  retiredAt: z.number().int().nonnegative(),
  publicKey: z.string().regex(/^[0-9a-f]{64}$/),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
})
export type Tombstone = z.infer<typeof Tombstone>

function tombstoneText(stone: Omit<Tombstone, 'signature'>): Buffer {
  const { station, segment, lastSeq, lastHash, retiredAt } = stone
  return Buffer.from(
    `wardlight audit tombstone 1 ${station} ${segment} ${lastSeq} ${lastHash} ${retiredAt}`,
    'utf8',
  )
}

export function tombstoneLine(
  stone: Omit<Tombstone, 'signature' | 'publicKey'>,
  signer: ChainSigner,
): string {
  const { station, segment, lastSeq, lastHash, retiredAt } = stone
  const unsigned = {
    station,
    segment,
    lastSeq,
    lastHash,
    retiredAt,
    publicKey: signer.publicKey.toString('hex'),
  }
  return JSON.stringify({ ...unsigned, signature: signer.sign(tombstoneText(unsigned)).toString('hex') })
}

/** The tombstone that a text holds; null when it is none or its signature is wrong. */
export function readTombstone(text: string): Tombstone | null {
  const stone = parseJson(text, Tombstone)
  if (stone === null || JSON.stringify(stone) !== text) return null
  const genuine = isSignedBy(
    Buffer.from(stone.publicKey, 'hex'),
    tombstoneText(stone),
    Buffer.from(stone.signature, 'hex'),
  )
  return genuine ? stone : null
}

function parseJson<T>(text: string, schema: z.ZodType<T>): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
