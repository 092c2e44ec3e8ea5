import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { KeptValues } from '@main/journal/kept-values.ts'
import type { Account } from './ports.ts'
import type { SessionService } from './service.ts'

const DRAFTS = 'sessions.drafts.'
const MAX_DRAFTS = 100
const NONCE = 12
const TAG = 16

const Texts = z.record(z.string(), z.string())

/**
 * Half-finished work of each person at this station, such as a note not yet sent. Sealed with a key that the station
 * gets only with the person's sign-in, inside the journal, which is encrypted as well.
 */
export class Drafts {
  readonly #sessions: SessionService
  readonly #kept: KeptValues

  constructor(sessions: SessionService, kept: KeptValues) {
    this.#sessions = sessions
    this.#kept = kept
  }

  /** Keeps a text under its place; an empty one removes it. */
  keep(place: string, text: string): void {
    const account = this.#sessions.present?.account
    if (!account) return
    const drafts = Object.entries(this.#read(account)).filter(([name]) => name !== place)
    if (text !== '') drafts.push([place, text])
    this.#kept.write(
      nameOf(account),
      seal(account, JSON.stringify(Object.fromEntries(drafts.slice(-MAX_DRAFTS)))),
    )
  }

  /** All of the person who is signed in. */
  all(): Record<string, string> {
    const account = this.#sessions.present?.account
    return account ? this.#read(account) : {}
  }

  #read(account: Account): Record<string, string> {
    const sealed = this.#kept.read(nameOf(account), z.string())
    const text = sealed === null ? null : open(account, sealed)
    return text === null ? {} : Texts.parse(JSON.parse(text))
  }
}

function nameOf(account: Account): string {
  return `${DRAFTS}${account.id}`
}

function seal(account: Account, text: string): string {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(account.draftKey, 'hex'), nonce)
  cipher.setAAD(Buffer.from(account.id))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')
}

/** Null when it was sealed for somebody else, or with a key that the person no longer has. */
function open(account: Account, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64')
  try {
    const decipher = createDecipheriv(
      'aes-256-gcm',
      Buffer.from(account.draftKey, 'hex'),
      bytes.subarray(0, NONCE),
    )
    decipher.setAAD(Buffer.from(account.id))
    decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
    return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
