import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import { uuidBytes } from './record-format.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16
/** DER before the 32 bytes of an Ed25519 public key (RFC 8410, section 4). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

/** A station's Ed25519 key: signs what its chain has come to. */
export class ChainSigner {
  readonly #key: KeyObject
  readonly publicKey: Buffer

  private constructor(key: KeyObject) {
    this.#key = key
    this.publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length)
  }

  static create(): ChainSigner {
    return new ChainSigner(generateKeyPairSync('ed25519').privateKey)
  }

  /** @param text as `export` gave it. Throws when it is no such key. */
  static from(text: string): ChainSigner {
    return new ChainSigner(
      createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' }),
    )
  }

  /** The private key for the encrypted store, and nowhere else. */
  export(): string {
    return this.#key.export({ format: 'der', type: 'pkcs8' }).toString('base64')
  }

  sign(bytes: Buffer): Buffer {
    return sign(null, bytes, this.#key)
  }
}

/** Whether these 64 bytes are the signature of the holder of this key (32 bytes); false for anything malformed. */
export function isSignedBy(publicKey: Buffer, bytes: Buffer, signature: Buffer): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  try {
    const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' })
    return verify(null, bytes, key, signature)
  } catch {
    return false
  }
}

/** Seals entries with AES-256-GCM under a key that is derived from the journal's and belongs to one chain. */
export class EntrySeal {
  readonly #key: Buffer
  readonly #station: Buffer

  /** @param journalKeyHex 64 hex digits. */
  constructor(journalKeyHex: string, station: string) {
    this.#station = uuidBytes(station)
    const journalKey = Buffer.from(journalKeyHex, 'hex')
    this.#key = Buffer.from(hkdfSync('sha256', journalKey, this.#station, 'wardlight audit entries 1', 32))
  }

  /** The number of bytes that a text of this many bytes is sealed into. */
  static sealedBytes(textBytes: number): number {
    return NONCE_BYTES + textBytes + TAG_BYTES
  }

  /** @param preamble bound to the text: an entry moved to another number does not open. */
  seal(preamble: Buffer, text: Buffer): Buffer {
    // Random, not counted: a folder restored from a backup must not make a nonce be used twice.
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce)
    cipher.setAAD(Buffer.concat([this.#station, preamble]))
    return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()])
  }

  /** Null when it was sealed with another key or is not as it was written. */
  open(preamble: Buffer, body: Buffer): string | null {
    if (body.length < NONCE_BYTES + TAG_BYTES) return null
    const decipher = createDecipheriv('aes-256-gcm', this.#key, body.subarray(0, NONCE_BYTES))
    decipher.setAAD(Buffer.concat([this.#station, preamble]))
    decipher.setAuthTag(body.subarray(body.length - TAG_BYTES))
    try {
      const text = decipher.update(body.subarray(NONCE_BYTES, body.length - TAG_BYTES))
      return Buffer.concat([text, decipher.final()]).toString('utf8')
    } catch {
      return null
    }
  }
}
