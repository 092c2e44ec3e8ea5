import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const MAGIC = Buffer.from('WLSEAL1\n')
const SALT_BYTES = 32
const TAG_BYTES = 16
const HEAD_BYTES = MAGIC.length + SALT_BYTES
/** Clear bytes of one frame. */
const FRAME_BYTES = 1 << 20

/** What lies in a sealed file cannot be had: it was cut, changed, or sealed under another key. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken'
}

/**
 * A folder whose files are sealed: AES-256-GCM in frames of at most 1 MiB, under a key of their own that is derived
 * (HKDF-SHA-256) from the station's key, a random salt and the file's name. A frame is authenticated together with its
 * number and with whether it is the last, so that frames can neither be exchanged nor cut off unnoticed. Nonces are the
 * numbers of the frames: no key seals two files.
 */
export class SealedFolder {
  readonly folder: string
  readonly #key: Buffer

  /** @param keyHex 32 bytes, as the station's journal uses them. */
  constructor(folder: string, keyHex: string) {
    this.folder = folder
    this.#key = Buffer.from(keyHex, 'hex')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  has(name: string): boolean {
    return existsSync(join(this.folder, name))
  }

  /** Names of files whose names begin so, in order. */
  async names(start = ''): Promise<string[]> {
    const names = await readdir(this.folder)
    return names.filter((name) => name.startsWith(start) && !name.endsWith('.new')).sort()
  }

  /** When a file was written, in milliseconds since 1970; 0 when there is none. */
  async writtenAt(name: string): Promise<number> {
    const found = await stat(join(this.folder, name)).catch(() => null)
    return Math.round(found?.mtimeMs ?? 0)
  }

  /** Writes a whole file: after a crash either the old one or the new one is there. */
  async write(name: string, content: Buffer | string): Promise<void> {
    const clear = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
    const salt = randomBytes(SALT_BYTES)
    const key = this.#keyOf(name, salt)
    const path = join(this.folder, name)
    const draft = `${path}.${randomBytes(4).toString('hex')}.new`
    const file = await open(draft, 'w', 0o600)
    try {
      await file.write(Buffer.concat([MAGIC, salt]))
      const frames = Math.max(1, Math.ceil(clear.length / FRAME_BYTES))
      for (let index = 0; index < frames; index += 1) {
        const piece = clear.subarray(index * FRAME_BYTES, (index + 1) * FRAME_BYTES)
        await file.write(sealFrame(key, index, index === frames - 1, piece))
      }
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  }

  /** The whole content; null when there is no such file. Throws SealBroken. */
  async read(name: string): Promise<Buffer | null> {
    const path = join(this.folder, name)
    if (!existsSync(path)) return null
    const sealed = await readFile(path)
    if (sealed.length < HEAD_BYTES || !sealed.subarray(0, MAGIC.length).equals(MAGIC))
      throw new SealBroken('A sealed file of this station does not begin as one.')
    const key = this.#keyOf(name, sealed.subarray(MAGIC.length, HEAD_BYTES))
    const pieces: Buffer[] = []
    let at = HEAD_BYTES
    for (let index = 0; ; index += 1) {
      const rest = sealed.length - at
      if (rest < TAG_BYTES) throw new SealBroken('A sealed file of this station has been cut off.')
      const length = Math.min(rest, FRAME_BYTES + TAG_BYTES)
      const last = length === rest
      pieces.push(openFrame(key, index, last, sealed.subarray(at, at + length)))
      at += length
      if (last) return pieces.length === 1 ? (pieces[0] ?? null) : Buffer.concat(pieces)
    }
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.folder, name), { force: true })
  }

  #keyOf(name: string, salt: Buffer): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#key, salt, `wardlight sealed file ${name}`, 32))
  }
}

function nonceOf(index: number): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(index, 8)
  return nonce
}

function aboutFrame(index: number, last: boolean): Buffer {
  return Buffer.from(`${index}:${last ? 'last' : 'more'}`)
}

function sealFrame(key: Buffer, index: number, last: boolean, clear: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index))
  cipher.setAAD(aboutFrame(index, last))
  return Buffer.concat([cipher.update(clear), cipher.final(), cipher.getAuthTag()])
}

function openFrame(key: Buffer, index: number, last: boolean, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index))
  decipher.setAAD(aboutFrame(index, last))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
  } catch {
    throw new SealBroken('A sealed file of this station was changed, or sealed under another key.')
  }
}
