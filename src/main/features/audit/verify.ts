import type { ChainHead, Compared, VerifyReport } from '@shared/features/audit/model.ts'
import { FaultList } from './fault-list.ts'
import { isGenuine, readHead, readTombstone } from './heads.ts'
import { NO_HASH } from './record-format.ts'
import { type Breathe, type Claim, type Walk, walkSegment } from './verify-segment.ts'

/** What is verified: a folder, or files in memory. */
export interface ChainSource {
  segments(): Promise<number[]>
  readSegment(segment: number): Promise<Buffer>
  readText(name: 'head' | 'tombstone'): Promise<string | null>
}

/** Heads from where the chain's own files cannot reach. An origin that could not be asked is null. */
export interface OutsideHeads {
  readonly journal: readonly KnownEntry[] | null
  readonly hub: readonly ChainHead[] | null
  readonly witnesses: readonly ChainHead[] | null
  readonly files: readonly ChainHead[] | null
}

/** What the encrypted journal knows; it needs no signature. */
export interface KnownEntry {
  readonly seq: number
  readonly hash: string
}

export interface Extent {
  readonly segment: number
  readonly length: number
}

export interface VerifyOptions {
  readonly station: string
  readonly outside: OutsideHeads
  /** The station's own key where it is known; otherwise the first header's is taken and compared with the heads'. */
  readonly publicKey: Buffer | null
  /** While the station goes on writing: look only at what was durable once the heads were known. */
  readonly extent: (() => Extent) | null
  readonly breathe: Breathe
  readonly progress: (doneSegments: number, segments: number) => void
}

export const nothingOutside: OutsideHeads = { journal: null, hub: null, witnesses: null, files: null }

/**
 * Verifies one chain from its first to its last byte and against every head that is known of it. Needs no secret:
 * what is sealed stays sealed. Reading errors of the disk reject; they are no verdict.
 */
export async function verifyChain(source: ChainSource, options: VerifyOptions): Promise<VerifyReport> {
  const began = performance.now()
  const faults = new FaultList()
  const walk: Walk = {
    station: options.station,
    publicKey: options.publicKey,
    segment: 1,
    seq: 0,
    hash: NO_HASH,
    entries: 0,
    faults,
    claims: new Map(),
    agreedAt: 0,
  }
  const retiredThrough = await takeTombstone(source, walk)
  const own = await source.readText('head')
  const extent = options.extent?.() ?? null
  const numbers = (await source.segments()).filter(
    (number) => number >= walk.segment && (extent === null || number <= extent.segment),
  )
  const heads = gatherHeads(own, options.outside, options.station, faults)
  for (const [seq, claim] of claimsOf(heads, options.outside.journal, walk)) walk.claims.set(seq, claim)
  if (own === null && numbers.length > 0) faults.add('no-own-head', 0, 0)

  let bytes = 0
  let done = 0
  for (const number of numbers) {
    if (number > walk.segment) noteMissingSegments(walk, number)
    const content = await source.readSegment(number)
    const durable = extent?.segment === number ? content.subarray(0, extent.length) : content
    if (durable.length > 0 || extent === null) await walkSegment(walk, number, durable, options.breathe)
    bytes += durable.length
    done += 1
    options.progress(done, numbers.length)
  }
  noteUnmet(walk)
  noteForeignKeys(heads, walk)
  const list = faults.list()
  return {
    station: options.station,
    intact: faults.count === 0,
    entries: walk.entries,
    segments: numbers.length,
    bytes,
    firstSeq: walk.entries === 0 ? 0 : retiredThrough + 1,
    lastSeq: walk.seq,
    retiredThrough,
    compared: countHeads(own, options.outside),
    faults: list,
    faultCount: faults.count,
    ms: performance.now() - began,
  }
}

async function takeTombstone(source: ChainSource, walk: Walk): Promise<number> {
  const text = await source.readText('tombstone')
  if (text === null) return 0
  const stone = readTombstone(text)
  const key = stone && Buffer.from(stone.publicKey, 'hex')
  if (
    stone === null ||
    key === null ||
    stone.station !== walk.station ||
    !(walk.publicKey?.equals(key) ?? true)
  ) {
    walk.faults.add('bad-tombstone', 0, 0)
    return 0
  }
  walk.publicKey ??= key
  walk.segment = stone.segment + 1
  walk.seq = stone.lastSeq
  walk.hash = Buffer.from(stone.lastHash, 'hex')
  walk.agreedAt = stone.lastSeq
  return stone.lastSeq
}

function gatherHeads(
  own: string | null,
  outside: OutsideHeads,
  station: string,
  faults: FaultList,
): readonly ChainHead[] {
  const ownHead = own === null ? null : readHead(own)
  if (own !== null && ownHead === null) faults.add('bad-head', 0, 0)
  const given = [...(outside.hub ?? []), ...(outside.witnesses ?? []), ...(outside.files ?? [])]
  const genuine = [...(ownHead === null ? [] : [ownHead]), ...given].filter((head) => {
    const good = head.station === station && isGenuine(head)
    if (!good) faults.add('bad-head', 0, head.seq)
    return good
  })
  return genuine
}

/** Two genuine heads that disagree about one entry are met as two claims, of which at most one can hold. */
function claimsOf(
  heads: readonly ChainHead[],
  journal: readonly KnownEntry[] | null,
  walk: Walk,
): Map<number, Claim> {
  const claims = new Map<number, Claim>()
  for (const { seq, hash } of [...heads, ...(journal ?? [])]) {
    if (seq <= walk.seq) continue
    const known = claims.get(seq)
    if (known !== undefined && known.hash !== hash) walk.faults.add('rewritten', 0, seq)
    claims.set(seq, { hash })
  }
  return claims
}

function noteMissingSegments(walk: Walk, number: number): void {
  walk.faults.add('missing', walk.segment, walk.seq + 1)
  walk.segment = number
  walk.hash = null
}

/** Heads for entries that the chain does not hold: it was cut, or an entry in the middle was not met. */
function noteUnmet(walk: Walk): void {
  const unmet = [...walk.claims.keys()].sort((a, b) => a - b)
  const beyond = unmet.at(-1)
  if (beyond !== undefined && beyond > walk.seq) walk.faults.add('truncated', 0, walk.seq + 1, beyond)
  for (const seq of unmet) if (seq <= walk.seq) walk.faults.add('missing', 0, seq)
}

function noteForeignKeys(heads: readonly ChainHead[], walk: Walk): void {
  const key = walk.publicKey?.toString('hex')
  for (const head of heads) {
    if (key !== undefined && head.publicKey !== key) walk.faults.add('foreign', 0, head.seq)
  }
}

function countHeads(own: string | null, outside: OutsideHeads): Compared {
  return {
    own: own === null ? 0 : 1,
    journal: outside.journal?.length ?? null,
    hub: outside.hub?.length ?? null,
    witnesses: outside.witnesses?.length ?? null,
    files: outside.files?.length ?? null,
  }
}
