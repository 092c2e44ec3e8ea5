import { existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** A file that is only ever written at its end. */
export interface AppendFile {
  write(bytes: Buffer, at: number): Promise<void>
  /** Resolves when the bytes have reached the disk. */
  sync(): Promise<void>
  cut(length: number): Promise<void>
  close(): Promise<void>
}

/** What the audit needs of a disk; a test may put a full or failing one here. */
export interface ChainFiles {
  openSegment(segment: number): Promise<AppendFile>
  readSegment(segment: number): Promise<Buffer>
  /** The first bytes of a segment: enough for its header. */
  readStart(segment: number, length: number): Promise<Buffer>
  removeSegment(segment: number): Promise<void>
  /** Numbers of the segment files, ascending. */
  segments(): Promise<number[]>
  /** Small texts beside the segments, replaced as a whole: the own head, the tombstone. */
  readText(name: 'head' | 'tombstone'): Promise<string | null>
  writeText(name: 'head' | 'tombstone', text: string): Promise<void>
}

const SEGMENT_NAME = /^segment-(\d{6,9})\.audit$/
const segmentName = (segment: number): string => `segment-${String(segment).padStart(6, '0')}.audit`

/** The chain of one station in a folder of its own. */
export class ChainFolder implements ChainFiles {
  readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  async openSegment(segment: number): Promise<AppendFile> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const path = join(this.folder, segmentName(segment))
    const isNew = !existsSync(path)
    const handle = await open(path, isNew ? 'wx+' : 'r+', 0o600)
    if (isNew) await this.#syncFolder()
    return new DiskFile(handle)
  }

  readSegment(segment: number): Promise<Buffer> {
    return readFile(join(this.folder, segmentName(segment)))
  }

  async readStart(segment: number, length: number): Promise<Buffer> {
    const handle = await open(join(this.folder, segmentName(segment)), 'r')
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  }

  async removeSegment(segment: number): Promise<void> {
    await rm(join(this.folder, segmentName(segment)), { force: true })
  }

  async segments(): Promise<number[]> {
    if (!existsSync(this.folder)) return []
    const names = await readdir(this.folder)
    return names
      .flatMap((name) => SEGMENT_NAME.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b)
  }

  async readText(name: 'head' | 'tombstone'): Promise<string | null> {
    const path = join(this.folder, `${name}.json`)
    return existsSync(path) ? readFile(path, 'utf8') : null
  }

  async writeText(name: 'head' | 'tombstone', text: string): Promise<void> {
    const path = join(this.folder, `${name}.json`)
    const handle = await open(`${path}.new`, 'w', 0o600)
    try {
      await handle.writeFile(text)
      await handle.datasync()
    } finally {
      await handle.close()
    }
    await rename(`${path}.new`, path)
  }

  /** A new file's name is durable only once its folder is; Windows has no such call and needs none. */
  async #syncFolder(): Promise<void> {
    if (process.platform === 'win32') return
    const handle = await open(this.folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  }
}

class DiskFile implements AppendFile {
  readonly #handle: FileHandle

  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  async write(bytes: Buffer, at: number): Promise<void> {
    let done = 0
    while (done < bytes.length) {
      const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, at + done)
      done += bytesWritten
    }
  }

  sync(): Promise<void> {
    return this.#handle.datasync()
  }

  async cut(length: number): Promise<void> {
    await this.#handle.truncate(length)
    await this.#handle.datasync()
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}
