import { createHash, createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import { hubScript } from '@main/hub/hub-script.ts'
import attemptSource from './attempt.lua?raw'
import { Account, type AccountStore, type AccountWrite, type AttemptVerdict } from './ports.ts'
import writeSource from './write-account.lua?raw'

const attemptScript = hubScript(attemptSource)
const writeScript = hubScript(writeSource)
const Text = z.string().nullable()
const Texts = z.array(z.string())
const Written = z.enum(['written', 'name-taken', 'changed-meanwhile'])

/** Users on the hub, where every station finds them. */
export class RedisAccounts implements AccountStore {
  readonly #hub: Hub
  #pepper: string | null = null

  constructor(hub: Hub) {
    this.#hub = hub
  }

  async read(id: string): Promise<Account | null> {
    return toAccount(Text.parse(await this.#hub.run('HGET', this.#hub.keys.users('accounts'), id)))
  }

  async byBadge(badge: string): Promise<Account | null> {
    return this.#named('badges', await this.digestOf(badge))
  }

  async byProviderName(name: string): Promise<Account | null> {
    return this.#named('providers', name)
  }

  async all(): Promise<readonly Account[]> {
    const stored = Texts.parse(await this.#hub.run('HVALS', this.#hub.keys.users('accounts')))
    return stored.flatMap((text) => toAccount(text) ?? [])
  }

  async any(): Promise<boolean> {
    return z.number().parse(await this.#hub.run('HLEN', this.#hub.keys.users('accounts'))) > 0
  }

  write(account: Account): Promise<AccountWrite> {
    return this.#write(account, '')
  }

  writeFirst(account: Account): Promise<AccountWrite> {
    return this.#write(account, 'first')
  }

  /** Keyed with a secret of the hub: badge numbers are short, and a plain digest could be counted through. */
  async digestOf(badge: string): Promise<string> {
    return badgeDigest(badge, await this.pepper())
  }

  async pepper(): Promise<string> {
    if (this.#pepper === null) {
      const key = this.#hub.keys.users('pepper')
      await this.#hub.run('SET', key, randomBytes(32).toString('hex'), 'NX')
      this.#pepper = z.string().parse(await this.#hub.run('GET', key))
    }
    return this.#pepper
  }

  async restore(accounts: readonly Account[], pepper: string): Promise<void> {
    await this.#hub.run('SET', this.#hub.keys.users('pepper'), pepper, 'NX')
    this.#pepper = null
    for (const account of accounts) await this.write({ ...account, rev: 1 })
  }

  async attempt(subject: string, free: number): Promise<AttemptVerdict> {
    const seconds = z.number().parse(await this.#hub.script(attemptScript, [this.#attempts(subject)], [free]))
    return seconds === 0 ? { kind: 'go-on' } : { kind: 'wait', seconds }
  }

  async forgive(subject: string): Promise<void> {
    await this.#hub.run('DEL', this.#attempts(subject))
  }

  /** By digest: what is typed as a name may be a password typed into the wrong field. */
  #attempts(subject: string): string {
    return this.#hub.keys.userAttempts(createHash('sha256').update(subject).digest('hex').slice(0, 32))
  }

  async #named(what: 'badges' | 'providers', name: string): Promise<Account | null> {
    const id = Text.parse(await this.#hub.run('HGET', this.#hub.keys.users(what), name))
    return id === null ? null : this.read(id)
  }

  async #write(account: Account, first: 'first' | ''): Promise<AccountWrite> {
    const keys = (['accounts', 'badges', 'providers'] as const).map((what) => this.#hub.keys.users(what))
    return Written.parse(
      await this.#hub.script(writeScript, keys, [
        account.id,
        JSON.stringify(account),
        String(account.rev - 1),
        first,
        account.badgeDigest ?? '',
        account.providerName ?? '',
      ]),
    )
  }
}

/** What is kept of a badge number. */
export function badgeDigest(badge: string, pepper: string): string {
  return createHmac('sha256', pepper).update(badge).digest('hex')
}

/** An account that cannot be read opens nothing. */
function toAccount(text: string | null): Account | null {
  if (text === null) return null
  try {
    return Account.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
