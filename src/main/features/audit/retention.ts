import type { ChainFiles } from './chain-folder.ts'
import type { ChainSigner } from './chain-keys.ts'
import { readTombstone, tombstoneLine } from './heads.ts'
import { HASH_BYTES, HEADER_BYTES, readHeader } from './record-format.ts'

const YEAR_MS = 365.25 * 86_400_000
/** Both clocks must agree this well before anything is removed: a clock set ahead must not erase the past. */
const CLOCKS_AGREE_MS = 86_400_000

export interface RetentionParts {
  readonly files: ChainFiles
  readonly signer: ChainSigner
  readonly station: string
  readonly years: number
  readonly local: number
  readonly hub: number | null
}

/** What would be removed: everything up to this segment. */
export interface Retirement {
  readonly segment: number
  readonly lastSeq: number
  readonly lastHash: string
}

/** The segments all of whose entries are older than the policy keeps; null when there are none, or no trusted time. */
export async function dueForRetirement(parts: RetentionParts): Promise<Retirement | null> {
  const { files, years, local, hub } = parts
  if (hub === null || Math.abs(hub - local) > CLOCKS_AGREE_MS) return null
  const limit = Math.min(hub, local) - years * YEAR_MS
  let due: Retirement | null = null
  const numbers = await files.segments()
  for (const [index, number] of numbers.entries()) {
    const next = numbers[index + 1]
    if (next !== number + 1) break
    const header = readHeader(await files.readStart(next, HEADER_BYTES))
    // A segment's newest entry is older than the next segment's beginning.
    if (header === null || header.createdAt > limit) break
    due = { segment: number, lastSeq: header.firstSeq - 1, lastHash: header.previousHash.toString('hex') }
  }
  return due
}

/** Leaves the signed tombstone, then removes the files; repeating it after an interruption does no harm. */
export async function retire(parts: RetentionParts, due: Retirement): Promise<void> {
  const { files, signer, station, local } = parts
  await files.writeText('tombstone', tombstoneLine({ station, ...due, retiredAt: local }, signer))
  await removeRetired(files)
}

/** Removes files that a tombstone speaks for already. */
export async function removeRetired(files: ChainFiles): Promise<void> {
  const text = await files.readText('tombstone')
  const stone = text === null ? null : readTombstone(text)
  if (stone === null || stone.lastHash.length !== HASH_BYTES * 2) return
  for (const number of await files.segments()) if (number <= stone.segment) await files.removeSegment(number)
}
