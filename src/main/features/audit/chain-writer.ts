import type { ChainHead } from '@shared/features/audit/model.ts'
import type { AppendFile, ChainFiles } from './chain-folder.ts'
import { type ChainEnd, findChainEnd, type KnownHead } from './chain-end.ts'
import { type ChainSigner, EntrySeal } from './chain-keys.ts'
import { headLine, headText, makeHead } from './heads.ts'
import { closeRecord, ENTRY, HEAD, headBody, writeHeader, writePreamble } from './record-format.ts'

/** Beyond this a new file is begun; small enough that the last one is read in milliseconds at a start. */
const SEGMENT_BYTES = 4 << 20
/** Entries that share one write and one sync when they arrive while the disk is busy. */
const MOST_PER_WRITE = 256
/** How long the own head may lag behind the chain, in milliseconds. */
const HEAD_LAG_MS = 1_000

export interface ChainWriterParts {
  readonly files: ChainFiles
  readonly station: string
  readonly signer: ChainSigner
  readonly seal: EntrySeal
  /** Local wall time in milliseconds. */
  readonly now: () => number
  /** Keeps the head where somebody who can change the files cannot. */
  readonly keepHead: (head: ChainHead) => void
  /** Another size for the files than usual. */
  readonly segmentBytes?: number
}

interface Waiting {
  readonly text: (seq: number) => string
  readonly done: (seq: number) => void
  readonly failed: (error: unknown) => void
}

/**
 * Writes entries to the end of the chain. An entry is acknowledged when it, and a signature over everything up to
 * it, have reached the disk; what arrives meanwhile shares the next write.
 */
export class ChainWriter {
  readonly #parts: ChainWriterParts
  readonly startedWith: ChainEnd
  #segment: number
  #length: number
  #seq: number
  #hash: Buffer
  #head: ChainHead | null = null
  #file: AppendFile | null = null
  /** The file may hold bytes of a write that failed. */
  #dirty: boolean
  readonly #waiting: Waiting[] = []
  #writing: Promise<void> | null = null
  #keeping: Promise<void> = Promise.resolve()
  #keepTimer: NodeJS.Timeout | null = null

  private constructor(parts: ChainWriterParts, end: ChainEnd) {
    this.#parts = parts
    this.startedWith = end
    this.#segment = end.segment
    this.#length = end.length
    this.#seq = end.seq
    this.#hash = end.hash
    this.#dirty = end.cut > 0
  }

  static async open(parts: ChainWriterParts, known: KnownHead | null): Promise<ChainWriter> {
    const end = await findChainEnd(parts.files, parts.station, parts.signer.publicKey, known)
    return new ChainWriter(parts, end)
  }

  /** The last durable entry's number. */
  get seq(): number {
    return this.#seq
  }

  /** The signed state after the last write of this run; null before the first. */
  get head(): ChainHead | null {
    return this.#head
  }

  /** What of the chain is durable now: everything in earlier segments, and this much of the last. */
  get extent(): { readonly segment: number; readonly length: number } {
    return { segment: this.#segment, length: this.#length }
  }

  /** @param text makes the entry once its number is known. Resolves when durable; rejects when it is not. */
  append(text: (seq: number) => string): Promise<number> {
    return new Promise((done, failed) => {
      this.#waiting.push({ text, done, failed })
      this.#writing ??= this.#writeAll()
    })
  }

  /** Brings the own head up to date now. */
  async keep(): Promise<void> {
    if (this.#keepTimer) clearTimeout(this.#keepTimer)
    this.#keepTimer = null
    await this.#keepHead()
  }

  /** Waits for what is under way and leaves the own head up to date. */
  async close(): Promise<void> {
    await this.#writing
    await this.keep()
    await this.#file?.close().catch(() => undefined)
    this.#file = null
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST_PER_WRITE)
      const first = this.#seq + 1
      try {
        await this.#commit(batch)
        for (const [index, { done }] of batch.entries()) done(first + index)
      } catch (error) {
        this.#dirty = true
        for (const { failed } of batch) failed(error)
      }
    }
    this.#writing = null
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    if (this.#length >= (this.#parts.segmentBytes ?? SEGMENT_BYTES)) await this.#beginSegment()
    const file = await this.#openFile()
    const { station, signer, seal, now } = this.#parts
    const chunks: Buffer[] = []
    let hash = this.#hash
    let seq = this.#seq
    const add = (record: Buffer): void => {
      chunks.push(record)
      hash = record.subarray(record.length - 32)
    }
    if (this.#length === 0) {
      const header = { station, segment: this.#segment, firstSeq: seq + 1, createdAt: now() }
      add(
        writeHeader({ ...header, publicKey: signer.publicKey, previousHash: hash }, (bytes) =>
          signer.sign(bytes),
        ),
      )
    }
    for (const { text } of batch) {
      seq += 1
      const plain = Buffer.from(text(seq), 'utf8')
      const preamble = writePreamble(ENTRY, seq, EntrySeal.sealedBytes(plain.length))
      add(closeRecord(preamble, seal.seal(preamble, plain), hash))
    }
    const at = now()
    const entryHash = hash
    const signature = signer.sign(headText(station, seq, entryHash, at))
    const body = headBody(at, signature)
    add(closeRecord(writePreamble(HEAD, seq, body.length), body, hash))
    const bytes = Buffer.concat(chunks)
    await file.write(bytes, this.#length)
    await file.sync()
    this.#length += bytes.length
    this.#seq = seq
    this.#hash = Buffer.from(hash)
    this.#head = makeHead(station, seq, entryHash, at, signer.publicKey, signature)
    this.#keepSoon()
  }

  async #beginSegment(): Promise<void> {
    await this.#file?.close()
    this.#file = null
    this.#segment += 1
    this.#length = 0
    // A file that lies there already is none of ours: it is emptied.
    this.#dirty = true
  }

  /** After a failure nothing is known about what the file holds behind the last acknowledged byte: it is cut there. */
  async #openFile(): Promise<AppendFile> {
    if (this.#dirty) {
      await this.#file?.close().catch(() => undefined)
      this.#file = null
    }
    this.#file ??= await this.#parts.files.openSegment(this.#segment)
    if (this.#dirty) await this.#file.cut(this.#length)
    this.#dirty = false
    return this.#file
  }

  #keepSoon(): void {
    this.#keepTimer ??= setTimeout(() => {
      this.#keepTimer = null
      void this.#keepHead()
    }, HEAD_LAG_MS).unref()
  }

  /** A head that could not be kept is kept with the next one; the chain itself is durable already. */
  #keepHead(): Promise<void> {
    const head = this.#head
    if (head !== null) {
      this.#keeping = this.#keeping.then(async () => {
        try {
          await this.#parts.files.writeText('head', headLine(head))
          this.#parts.keepHead(head)
        } catch {
          this.#keepSoon()
        }
      })
    }
    return this.#keeping
  }
}
