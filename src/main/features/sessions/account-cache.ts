import { z } from 'zod'
import { Account, type AttemptVerdict } from './ports.ts'
import { badgeDigest } from './redis-accounts.ts'

const CACHE = 'sessions.accounts'
const ATTEMPTS = 'sessions.attempts'
/** People who have not been here for this long must sign in with the hub first. */
const KEEP_MS = 30 * 86_400_000
const MAX = 200
const FREE = 5
const FIRST_WAIT_S = 30
const LONGEST_WAIT_S = 900

const Cache = z.object({
  /** The hub that these people belong to. */
  hub: z.string(),
  pepper: z.string().nullable(),
  entries: z.array(z.object({ account: Account, seenAt: z.number() })),
})
type Cache = z.infer<typeof Cache>
const Attempts = z.record(z.string(), z.object({ count: z.number(), until: z.number() }))

/** Named values in the station's encrypted journal. */
interface KeptAccounts {
  read<T>(name: string, schema: z.ZodType<T>): T | null
  write(name: string, value: unknown): void
}

/**
 * The people who have signed in at this station, in its encrypted journal: without the hub they can still sign in
 * and see what the station last knew, and a hub that has lost its data gets them back.
 */
export class AccountCache {
  readonly #kept: KeptAccounts
  readonly #hub: () => string
  readonly #now: () => number

  /** @param hub names the present hub; @param now milliseconds since 1970. */
  constructor(kept: KeptAccounts, hub: () => string, now: () => number) {
    this.#kept = kept
    this.#hub = hub
    this.#now = now
  }

  read(id: string): Account | null {
    return this.#live().find(({ account }) => account.id === id)?.account ?? null
  }

  byBadge(badge: string): Account | null {
    const { pepper } = this.#cache()
    if (pepper === null) return null
    const digest = badgeDigest(badge, pepper)
    return this.#live().find(({ account }) => account.badgeDigest === digest)?.account ?? null
  }

  get accounts(): readonly Account[] {
    return this.#live().map(({ account }) => account)
  }

  get pepper(): string | null {
    return this.#cache().pepper
  }

  keep(account: Account, pepper: string): void {
    const others = this.#live().filter((entry) => entry.account.id !== account.id)
    const entries = [{ account, seenAt: this.#now() }, ...others].slice(0, MAX)
    this.#kept.write(CACHE, { hub: this.#hub(), pepper, entries })
  }

  forget(id: string): void {
    const cache = this.#cache()
    this.#kept.write(CACHE, { ...cache, entries: cache.entries.filter(({ account }) => account.id !== id) })
  }

  /** Counts an attempt that the hub cannot count; survives a restart of the station. */
  attempt(subject: string): AttemptVerdict {
    const attempts = this.#kept.read(ATTEMPTS, Attempts) ?? {}
    const { count, until } = attempts[subject] ?? { count: 0, until: 0 }
    const now = this.#now()
    // A wait that ends later than any can is left over from a clock that was wrong.
    if (until > now && until <= now + LONGEST_WAIT_S * 1_000)
      return { kind: 'wait', seconds: Math.ceil((until - now) / 1_000) }
    const over = count + 1 - FREE
    const wait = over >= 0 ? Math.min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** Math.min(over, 10)) : 0
    this.#kept.write(ATTEMPTS, { ...attempts, [subject]: { count: count + 1, until: now + wait * 1_000 } })
    return { kind: 'go-on' }
  }

  forgive(subject: string): void {
    const attempts = this.#kept.read(ATTEMPTS, Attempts) ?? {}
    delete attempts[subject]
    this.#kept.write(ATTEMPTS, attempts)
  }

  #cache(): Cache {
    const hub = this.#hub()
    const cache = this.#kept.read(CACHE, Cache)
    // Another hub has other people.
    return cache?.hub === hub ? cache : { hub, pepper: null, entries: [] }
  }

  #live(): Cache['entries'] {
    const oldest = this.#now() - KEEP_MS
    return this.#cache().entries.filter(({ seenAt }) => seenAt >= oldest)
  }
}
