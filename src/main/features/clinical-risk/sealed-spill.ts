import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { badFile } from './errors.ts'

const TAG_BYTES = 16
const NONCE_BYTES = 12
/** So much of one bucket is written at a time. */
const BLOCK_BYTES = 65_536
const NAME = /^spill-[0-9a-f]{16}$/

/**
 * What does not fit in memory while a source is grouped, in buckets: blocks of AES-256-GCM in one file, under a key that
 * exists in memory only. After a crash nobody can read what is left of it.
 */
export class SealedSpill {
  readonly #path: string
  readonly #file: FileHandle
  readonly #key = randomBytes(32)
  readonly #held: { chunks: Buffer[]; bytes: number }[]
  /** Offset and length of each block, in turns. */
  readonly #blocks: number[][]
  #end = 0
  #written = 0

  private constructor(path: string, file: FileHandle, buckets: number) {
    this.#path = path
    this.#file = file
    this.#held = Array.from({ length: buckets }, () => ({ chunks: [], bytes: 0 }))
    this.#blocks = Array.from({ length: buckets }, () => [])
  }

  static async create(folder: string, buckets: number): Promise<SealedSpill> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const path = join(folder, `spill-${randomBytes(8).toString('hex')}`)
    return new SealedSpill(path, await open(path, 'wx+', 0o600), buckets)
  }

  /** Removes what a crash has left. */
  static async removeOld(folder: string): Promise<void> {
    for (const name of await readdir(folder).catch(() => []))
      if (NAME.test(name)) await rm(join(folder, name), { force: true })
  }

  /** Adds bytes to a bucket. Throws `clinical-risk.bad-file` when the disk has no room. */
  async put(bucket: number, bytes: Buffer): Promise<void> {
    const held = this.#held[bucket]
    if (held === undefined) throw new Error('a spill has no such bucket')
    held.chunks.push(bytes)
    held.bytes += bytes.length
    if (held.bytes >= BLOCK_BYTES) await this.#write(bucket)
  }

  /** The bytes of a bucket as they were put, in blocks that each hold whole chunks. */
  async *blocks(bucket: number): AsyncGenerator<Buffer> {
    const places = this.#blocks[bucket] ?? []
    for (let at = 0; at + 1 < places.length; at += 2) {
      const sealed = Buffer.allocUnsafe(places[at + 1] ?? 0)
      await this.#file.read(sealed, 0, sealed.length, places[at] ?? 0)
      const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, NONCE_BYTES))
      decipher.setAAD(Buffer.from(String(bucket)))
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
      yield Buffer.concat([
        decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)),
        decipher.final(),
      ])
    }
    const held = this.#held[bucket]
    if (held !== undefined && held.bytes > 0) yield Buffer.concat(held.chunks)
  }

  /** Forgets a bucket that is not read again; its room on disk is freed with the rest. */
  forget(bucket: number): void {
    this.#blocks[bucket] = []
    this.#held[bucket] = { chunks: [], bytes: 0 }
  }

  async close(): Promise<void> {
    await this.#file.close()
    await rm(this.#path, { force: true })
  }

  async #write(bucket: number): Promise<void> {
    const held = this.#held[bucket]
    if (held === undefined) return
    const { chunks } = held
    this.#held[bucket] = { chunks: [], bytes: 0 }
    // The number of the block: no nonce comes twice under one key.
    const nonce = Buffer.alloc(NONCE_BYTES)
    nonce.writeUIntBE(this.#written, 0, 6)
    this.#written += 1
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce)
    cipher.setAAD(Buffer.from(String(bucket)))
    const sealed = Buffer.concat([
      nonce,
      ...chunks.map((chunk) => cipher.update(chunk)),
      cipher.final(),
      cipher.getAuthTag(),
    ])
    const at = this.#end
    this.#end += sealed.length
    this.#blocks[bucket]?.push(at, sealed.length)
    try {
      await this.#file.write(sealed, 0, sealed.length, at)
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
        throw badFile('The disk of this station has no room to sort the resources by patient.')
      throw error
    }
  }
}
