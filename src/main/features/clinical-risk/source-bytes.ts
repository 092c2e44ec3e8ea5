import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { breath } from './breath.ts'

/** The bytes of a source: a file, or what was unsealed into memory. */
export interface SourceBytes {
  readonly size: number
  /**
   * Bytes from `from` up to `to`; fewer at the end.
   * @param into memory with room for them, which may be used; what the answer holds lasts no longer than it.
   */
  read(from: number, to: number, into?: Buffer): Promise<Buffer>
  close(): Promise<void>
}

export async function fileBytes(path: string): Promise<SourceBytes> {
  const file = await open(path, 'r')
  const { size } = await file.stat()
  return {
    size,
    read: async (from, to, into) => {
      const length = Math.max(0, Math.min(to, size) - from)
      const buffer = into?.subarray(0, length) ?? Buffer.allocUnsafe(length)
      let filled = 0
      while (filled < buffer.length) {
        const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, from + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      return buffer.subarray(0, filled)
    },
    close: () => file.close(),
  }
}

export function heldBytes(content: Buffer): SourceBytes {
  return {
    size: content.length,
    read: (from, to) => Promise.resolve(content.subarray(from, to)),
    close: () => Promise.resolve(),
  }
}

const PIECE = 2_000_000

/** SHA-256 of all, in hexadecimal. */
export async function digestOf(bytes: SourceBytes): Promise<string> {
  const hash = createHash('sha256')
  const room = Buffer.allocUnsafe(Math.min(PIECE, bytes.size))
  for (let at = 0; at < bytes.size; at += PIECE) {
    hash.update(await bytes.read(at, at + PIECE, room))
    await breath()
  }
  return hash.digest('hex')
}
