import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

/** The bytes of a source: a file, or what was unsealed into memory. */
export interface SourceBytes {
  readonly size: number
  /** Bytes from `from` up to `to`; fewer at the end. */
  read(from: number, to: number): Promise<Buffer>
  close(): Promise<void>
}

export async function fileBytes(path: string): Promise<SourceBytes> {
  const file = await open(path, 'r')
  const { size } = await file.stat()
  return {
    size,
    read: async (from, to) => {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(to, size) - from))
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

const PIECE = 4_000_000

/** SHA-256 of all, in hexadecimal. */
export async function digestOf(bytes: SourceBytes): Promise<string> {
  const hash = createHash('sha256')
  for (let at = 0; at < bytes.size; at += PIECE) hash.update(await bytes.read(at, at + PIECE))
  return hash.digest('hex')
}
