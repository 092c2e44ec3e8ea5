import type { AuditEntry, ChainHead } from '@shared/features/audit/model.ts'
import type { AppendFile, ChainFiles } from '@main/features/audit/chain-folder.ts'
import { ChainSigner, EntrySeal } from '@main/features/audit/chain-keys.ts'
import { ChainWriter } from '@main/features/audit/chain-writer.ts'
import { entryText } from '@main/features/audit/entry-codec.ts'
import { nothingOutside, type OutsideHeads, verifyChain } from '@main/features/audit/verify.ts'

export const STATION = '0b6d0c1e-6f0e-4a53-9a4e-1d1f4be3c9aa'
export const JOURNAL_KEY = 'ab'.repeat(32)

/** The files of a chain in memory: as a disk, but they can be changed at will, and they can be full. */
export class MemoryFiles implements ChainFiles {
  readonly segmentBytes = new Map<number, Buffer>()
  readonly texts = new Map<'head' | 'tombstone', string>()
  /** Bytes that still fit; a write beyond leaves what fitted, as a disk does. */
  room = Number.POSITIVE_INFINITY
  failSync = false

  openSegment(segment: number): Promise<AppendFile> {
    if (!this.segmentBytes.has(segment)) this.segmentBytes.set(segment, Buffer.alloc(0))
    const current = (): Buffer => this.segmentBytes.get(segment) ?? Buffer.alloc(0)
    return Promise.resolve({
      write: async (bytes, at) => {
        const fits = bytes.subarray(0, Math.max(0, Math.min(bytes.length, this.room)))
        this.room -= fits.length
        this.segmentBytes.set(segment, Buffer.concat([current().subarray(0, at), fits]))
        if (fits.length < bytes.length) throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
      },
      sync: async () => {
        if (this.failSync) throw Object.assign(new Error('input/output'), { code: 'EIO' })
      },
      cut: async (length) => {
        this.segmentBytes.set(segment, current().subarray(0, length))
      },
      close: () => Promise.resolve(),
    })
  }

  readSegment(segment: number): Promise<Buffer> {
    return Promise.resolve(this.segmentBytes.get(segment) ?? Buffer.alloc(0))
  }

  async readStart(segment: number, length: number): Promise<Buffer> {
    return (await this.readSegment(segment)).subarray(0, length)
  }

  removeSegment(segment: number): Promise<void> {
    this.segmentBytes.delete(segment)
    return Promise.resolve()
  }

  segments(): Promise<number[]> {
    return Promise.resolve([...this.segmentBytes.keys()].sort((a, b) => a - b))
  }

  readText(name: 'head' | 'tombstone'): Promise<string | null> {
    return Promise.resolve(this.texts.get(name) ?? null)
  }

  writeText(name: 'head' | 'tombstone', text: string): Promise<void> {
    this.texts.set(name, text)
    return Promise.resolve()
  }

  /** An independent copy that a test may change. */
  copy(): MemoryFiles {
    const copy = new MemoryFiles()
    for (const [segment, bytes] of this.segmentBytes) copy.segmentBytes.set(segment, Buffer.from(bytes))
    for (const [name, text] of this.texts) copy.texts.set(name, text)
    return copy
  }
}

/** One entry as a nurse's look at a patient leaves it. */
export function sampleEntry(seq: number, parts: Partial<AuditEntry> = {}): AuditEntry {
  return {
    seq,
    station: STATION,
    stationName: 'desk 4B',
    user: `nurse-${seq % 7}`,
    role: 'nurse',
    session: null,
    kind: 'read',
    action: 'alerts.trend',
    patients: [`P-${seq % 50}`],
    about: [],
    outcome: 'done',
    code: null,
    why: null,
    hubAt: 1_790_000_000_000 + seq * 1_000,
    localAt: 1_790_000_000_000 + seq * 1_000,
    utcOffset: 60,
    ...parts,
  }
}

export interface TestChainOptions {
  readonly files?: ChainFiles
  readonly signer?: ChainSigner
  readonly station?: string
  readonly segmentBytes?: number
  readonly known?: { readonly seq: number; readonly hash: string } | null
  /** Local time of an entry's write; 1 s per entry when absent. */
  readonly now?: () => number
}

/** A chain with its keys, as a station has one. */
export class TestChain {
  readonly files: ChainFiles
  readonly station: string
  readonly signer: ChainSigner
  readonly seal: EntrySeal
  readonly writer: ChainWriter
  /** The heads that were signed, newest last: what a hub would hold. */
  readonly heads: ChainHead[] = []

  private constructor(
    options: TestChainOptions,
    files: ChainFiles,
    signer: ChainSigner,
    writer: ChainWriter,
  ) {
    this.files = files
    this.station = options.station ?? STATION
    this.signer = signer
    this.seal = new EntrySeal(JOURNAL_KEY, this.station)
    this.writer = writer
  }

  static async open(options: TestChainOptions = {}): Promise<TestChain> {
    const files = options.files ?? new MemoryFiles()
    const signer = options.signer ?? ChainSigner.create()
    const station = options.station ?? STATION
    const writer = await ChainWriter.open(
      {
        files,
        station,
        signer,
        seal: new EntrySeal(JOURNAL_KEY, station),
        now: options.now ?? (() => 1_790_000_000_000),
        keepHead: () => undefined,
        segmentBytes: options.segmentBytes ?? 4 << 20,
      },
      options.known ?? null,
    )
    return new TestChain(options, files, signer, writer)
  }

  /** Appends entries in writes of `together` at a time. */
  async add(count: number, together = 1): Promise<void> {
    for (let done = 0; done < count; done += together) {
      const batch = Math.min(together, count - done)
      await Promise.all(
        Array.from({ length: batch }, () => this.writer.append((seq) => entryText(sampleEntry(seq)))),
      )
      if (this.writer.head !== null) this.heads.push(this.writer.head)
    }
  }

  verify(files: Pick<ChainFiles, 'segments' | 'readSegment' | 'readText'>, outside?: Partial<OutsideHeads>) {
    return verifyChain(files, {
      station: this.station,
      publicKey: this.signer.publicKey,
      outside: { ...nothingOutside, ...outside },
      extent: null,
      breathe: () => null,
      progress: () => undefined,
    })
  }
}
