import { AccountCache } from '@main/features/sessions/account-cache.ts'
import type { SessionHub, StoredSession } from '@main/features/sessions/ports.ts'
import { SessionService } from '@main/features/sessions/service.ts'
import { HubError } from '@main/hub/hub-error.ts'
import { person } from './people.ts'

const SETTLE_TURNS = 12

/** A hub in memory: keys with a time to live by true time, and a switch that makes it silent. */
class MemoryHub {
  readonly keys = new Map<string, { session: StoredSession; until: number }>()
  reachable = true
  /** True time in milliseconds. */
  now = 0

  readonly hub: SessionHub = {
    accounts: {
      read: (id) => this.#ask(() => (id === 'test.nurse' ? person('nurse') : null)),
      byBadge: () => this.#ask(() => null),
      byProviderName: () => this.#ask(() => null),
      all: () => this.#ask(() => [person('nurse')]),
      any: () => this.#ask(() => true),
      write: () => this.#ask(() => 'written'),
      writeFirst: () => this.#ask(() => 'name-taken'),
      digestOf: (badge) => this.#ask(() => badge),
      pepper: () => this.#ask(() => 'pepper'),
      restore: () => this.#ask(() => undefined),
      attempt: () => this.#ask(() => ({ kind: 'go-on' })),
      forgive: () => this.#ask(() => undefined),
    },
    directory: {
      register: (session, seconds) =>
        this.#ask(() => void this.keys.set(session.id, { session, until: this.now + seconds * 1_000 })),
      poll: (session, activity) =>
        this.#ask(() => {
          const key = this.#live(session.id)
          if (key && activity) key.until = this.now + activity.seconds * 1_000
          return { session: key ? 'present' : 'gone', reviewsWaiting: null, epoch: 'one' }
        }),
      remove: (id) => this.#ask(() => void this.keys.delete(id)),
      all: () => this.#ask(() => []),
      of: () => this.#ask(() => []),
      readPolicy: () => this.#ask(() => null),
      savePolicy: () => this.#ask(() => undefined),
      epoch: () => this.#ask(() => 'one'),
    },
    emergencies: {
      write: () => this.#ask(() => undefined),
      writeReview: () => this.#ask(() => undefined),
      read: () => this.#ask(() => null),
      all: () => this.#ask(() => []),
    },
    gate: { ask: () => this.#ask(() => undefined), knows: () => this.#ask(() => true) },
  }

  #live(id: string): { session: StoredSession; until: number } | undefined {
    const key = this.keys.get(id)
    return key && key.until > this.now ? key : undefined
  }

  async #ask<T>(answer: () => T): Promise<T> {
    if (!this.reachable) throw new HubError('not-sent', 'unreachable', 'NOLINK')
    return answer()
  }
}

/** One station in a simulated world: a true time, a monotonic clock that sleeps with the computer, a wall clock. */
export class SessionWorld {
  readonly memory = new MemoryHub()
  readonly service: SessionService
  /** Emergency accesses that ended by themselves, and when. */
  readonly over: { readonly id: string; readonly at: number }[] = []
  mono = 0
  wall = 1_800_000_000_000
  #events = {
    screenLocked: (): void => undefined,
    suspended: (): void => undefined,
    resumed: (): void => undefined,
  }

  /** @param limitSeconds the station's limit. */
  constructor(limitSeconds: number) {
    const kept = new Map<string, unknown>()
    this.service = new SessionService({
      hub: () => this.memory.hub,
      cache: new AccountCache(
        {
          read: (name, schema) => schema.safeParse(kept.get(name)).data ?? null,
          write: (name, value) => void kept.set(name, value),
        },
        () => 'memory',
        () => this.wall,
      ),
      audit: { record: () => Promise.resolve() },
      idle: {
        idleMs: () => null,
        watch: (events) => {
          this.#events = events
          return () => undefined
        },
      },
      now: () => ({ mono: this.mono, wall: this.wall }),
      stationName: () => 'desk',
      givenLimitSeconds: limitSeconds,
      waiting: () => ({ high: 0, medium: 0, low: 0 }),
      demonstration: () => false,
      wall: () => false,
      provider: null,
      window: { changed: () => undefined, remaining: () => undefined },
      locked: () => undefined,
      hubAnswered: () => undefined,
      emergencyOver: ({ id }, at) => void this.over.push({ id, at }),
      reviewWaits: () => undefined,
    })
    this.service.watchSystem()
  }

  get open(): boolean {
    return this.service.standing() !== null
  }

  /** Signs the nurse in; false when the hub does not answer. */
  async signIn(): Promise<boolean> {
    return this.service.begin(person('nurse'), 'password').then(
      () => true,
      () => false,
    )
  }

  /** Lets a second pass, at whose end the station looks. */
  async second(): Promise<void> {
    this.pass(1_000, true)
    this.service.look()
    await this.settle()
  }

  async activity(): Promise<void> {
    this.service.activity()
    await this.settle()
  }

  /** Lets the hub answer what it has been asked. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < SETTLE_TURNS; turn += 1) await Promise.resolve()
  }

  /** True time passes; the monotonic clock stands still while the computer sleeps. */
  pass(ms: number, awake: boolean): void {
    this.memory.now += ms
    this.wall += ms
    if (awake) this.mono += ms
  }

  system(event: 'screenLocked' | 'suspended' | 'resumed'): void {
    this.#events[event]()
  }
}
