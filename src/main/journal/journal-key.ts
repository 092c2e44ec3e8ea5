import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SecretStore } from '@main/platform/ports.ts'

const KEY = /^[0-9a-f]{64}$/

/** This computer has no key store, and nobody has decided that a file will do. The message is for people. */
export class KeyStoreMissing extends Error {
  override readonly name = 'KeyStoreMissing'
  constructor() {
    super(
      'This computer offers no key store, so the key of the encrypted patient data could only lie in a file; the ' +
        'station does not do that with a hub of the hospital unless you choose to. Install a key store (a desktop ' +
        'keyring), or choose the file: set WARDLIGHT_KEY_FILE=allow, or "allowKeyFile": true in the policy file.',
    )
  }
}

export interface JournalKey {
  readonly keyHex: string
  /** A sentence when the key is kept in a weaker place than the system's key store; null otherwise. */
  readonly note: string | null
}

/**
 * The key of the encrypted journal: in the operating system's key store, or, where there is none, in a file
 * that only this account can read, which the Hub and Settings screens then say.
 * @param mayUseFile false throws KeyStoreMissing instead, before anything is written.
 */
export function journalKey(dataFolder: string, secrets: SecretStore, mayUseFile = true): JournalKey {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const guarded = join(dataFolder, 'journal.key.protected')
  const plain = join(dataFolder, 'journal.key')
  const note =
    'This computer offers no key store, so the key of the encrypted journal lies in a file that only this account can read. Install a key store (a desktop keyring) to protect it.'
  if (existsSync(guarded)) {
    const key = secrets.reveal(readFileSync(guarded))
    if (key !== null && KEY.test(key)) return { keyHex: key, note: null }
    renameSync(guarded, `${guarded}.unreadable-${Date.now()}`)
  }
  const kept = existsSync(plain) ? readFileSync(plain, 'utf8').trim() : ''
  const keyHex = KEY.test(kept) ? kept : randomBytes(32).toString('hex')
  const protectedKey = secrets.protect(keyHex)
  if (protectedKey === null) {
    if (!mayUseFile) throw new KeyStoreMissing()
    if (kept !== keyHex) writeWhole(plain, keyHex)
    return { keyHex, note }
  }
  writeWhole(guarded, protectedKey)
  if (existsSync(plain)) writeFileSync(plain, '', { mode: 0o600 })
  return { keyHex, note: null }
}

/** A process that dies while it writes must not leave half a key behind: with it the whole journal would be lost. */
function writeWhole(path: string, content: string | Buffer): void {
  const draft = `${path}.new`
  writeFileSync(draft, content, { mode: 0o600, flush: true })
  renameSync(draft, path)
}
