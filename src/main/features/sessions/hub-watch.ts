import { HubError } from '@main/hub/hub-error.ts'
import type { SessionPolicy } from '@shared/features/sessions/model.ts'
import type { AccountCache } from './account-cache.ts'
import type { SessionHub } from './ports.ts'
import type { Present } from './present.ts'

/** Latest activity reaches the hub within this time. */
const WRITE_ACTIVITY_MS = 10_000
/** What the hub keeps when no limit applies; renewed by activity like every other. */
const SEED_SECONDS = 1_800

interface HubWatchPorts {
  hub(): SessionHub | null
  readonly cache: AccountCache
  mono(): number
  present(): Present | null
  /** The session's key is no longer there. */
  gone(): void
  /** The account was disabled, removed or got another role. */
  accountChanged(): void
  usersChanged(): void
  policy(policy: SessionPolicy): void
  /** Emergency accesses that wait; null when it could not be told. */
  reviews(count: number | null): void
  /** The hub has answered: what waits for it can be sent. */
  answered(): void
}

/** The hub as the second, independent limit of a session: registers it, looks after its key, removes it. */
export class HubWatch {
  readonly #ports: HubWatchPorts
  /** Sessions that ended while the hub was away. */
  readonly #toRemove = new Set<string>()
  #epoch: string | null = null
  #polling = false
  #users: 'some' | 'none' | 'unknown' = 'unknown'

  constructor(ports: HubWatchPorts) {
    this.#ports = ports
  }

  /** Whether the hub has users, as last heard. */
  get users(): 'some' | 'none' | 'unknown' {
    return this.#users
  }

  /** Writes the session; rejects with a HubError. */
  async register(hub: SessionHub, present: Present): Promise<void> {
    this.#epoch = await hub.directory.epoch()
    await hub.directory.register(present.stored, secondsOf(present))
    present.registered = true
  }

  /** The session is over: its key is deleted now, or when the hub is back. */
  ended(id: string): void {
    this.#toRemove.add(id)
    void this.removeEnded()
  }

  /** Another hub knows nothing of what was here. */
  forget(): void {
    this.#users = 'unknown'
    this.#epoch = null
    this.#toRemove.clear()
  }

  async removeEnded(): Promise<void> {
    const hub = this.#ports.hub()
    if (hub === null) return
    for (const id of this.#toRemove) {
      try {
        await hub.directory.remove(id)
        this.#toRemove.delete(id)
      } catch (error) {
        if (!(error instanceof HubError)) throw error
        return
      }
    }
  }

  /** Whether the hub is to be told of the person's latest activity. */
  isDue(present: Present): boolean {
    return present.unwritten !== null && this.#ports.mono() - present.writtenAt >= WRITE_ACTIVITY_MS
  }

  /** Asks the hub; its silence changes nothing, and the limits of this station go on. */
  async poll(): Promise<void> {
    const hub = this.#ports.hub()
    if (hub === null || this.#polling) return
    this.#polling = true
    try {
      await this.removeEnded()
      const present = this.#ports.present()
      if (present === null) await this.#pollLocked(hub)
      else await this.#pollPresent(hub, present)
      this.#ports.answered()
    } catch (error) {
      if (!(error instanceof HubError)) throw error
    } finally {
      this.#polling = false
    }
  }

  async #pollLocked(hub: SessionHub): Promise<void> {
    await this.#restoreAccounts(hub)
    const users = (await hub.accounts.any()) ? 'some' : 'none'
    if (users !== this.#users) {
      this.#users = users
      this.#ports.usersChanged()
    }
    const policy = await hub.directory.readPolicy()
    if (policy) this.#ports.policy(policy)
  }

  async #pollPresent(hub: SessionHub, present: Present): Promise<void> {
    if (!present.registered) {
      await this.#join(hub, present)
      return
    }
    const mono = this.#ports.mono()
    const activity = this.isDue(present) ? { at: present.unwritten ?? '', seconds: secondsOf(present) } : null
    if (activity) {
      present.unwritten = null
      present.writtenAt = mono
    }
    const reply = await hub.directory.poll(present.stored, activity)
    if (present !== this.#ports.present()) return
    if (reply.session === 'present') {
      this.#ports.reviews(reply.reviewsWaiting)
    } else if (reply.epoch === this.#epoch) {
      this.#ports.gone()
    } else {
      await this.#join(hub, present)
    }
  }

  /** The hub has come back without its data, or for the first time in this session. */
  async #join(hub: SessionHub, present: Present): Promise<void> {
    await this.#restoreAccounts(hub)
    if (present.method !== 'demonstration') {
      const known = await hub.accounts.read(present.account.id)
      if (present !== this.#ports.present()) return
      if (known === null || known.disabled || known.role !== present.account.role) {
        this.#ports.accountChanged()
        return
      }
    }
    if (present !== this.#ports.present()) return
    await this.register(hub, present)
    // It may have ended while it was being written.
    if (present !== this.#ports.present()) this.ended(present.stored.id)
  }

  async #restoreAccounts(hub: SessionHub): Promise<void> {
    const { accounts, pepper } = this.#ports.cache
    if (pepper === null || accounts.length === 0 || (await hub.accounts.any())) return
    await hub.accounts.restore(accounts, pepper)
  }
}

function secondsOf(present: Present): number {
  const { limitMs } = present.watch
  return limitMs === null ? SEED_SECONDS : Math.ceil(limitMs / 1_000)
}
