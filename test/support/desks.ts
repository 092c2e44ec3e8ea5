import type { Account } from '@main/features/sessions/ports.ts'
import type { Role } from '@shared/clinical/roles.ts'
import type { Reply } from '@shared/ipc/envelope.ts'
import { HeadlessStation } from './headless-station.ts'
import { person, SECRET } from './people.ts'
import type { TestRedis } from './redis-server.ts'

/** Stations of one test at which nobody has signed in yet. */
export class Desks {
  readonly prefix: string
  readonly #redis: TestRedis
  readonly #stations: HeadlessStation[] = []

  constructor(redis: TestRedis, prefix: string) {
    this.#redis = redis
    this.prefix = prefix
  }

  async open(stationName = 'desk'): Promise<HeadlessStation> {
    const { prefix } = this
    const desk = new HeadlessStation({
      hubUrl: this.#redis.url,
      units: ['icu'],
      prefix,
      stationName,
      role: null,
    })
    this.#stations.push(desk)
    await desk.start()
    await desk.live()
    return desk
  }

  /** The sessions on the hub. */
  keys(): Promise<string[]> {
    return this.#redis.client.keys(`${this.prefix}session:*`).catch(() => [])
  }

  async close(): Promise<void> {
    for (const desk of this.#stations.splice(0)) await desk.stop()
  }
}

/** Puts people on the hub, as an administrator would. */
export async function addTo(desk: HeadlessStation, ...accounts: Account[]): Promise<void> {
  for (const account of accounts) await desk.station.session?.parts?.people.accounts.write(account)
}

/** Signs somebody of this role in, or tries to. */
export function signInAt(desk: HeadlessStation, role: Role, secret = SECRET): Promise<Reply<unknown>> {
  return desk.answer('sessions.sign-in', { userId: person(role).id, secret })
}

export function isLocked(desk: HeadlessStation): boolean {
  return desk.station.people.sessions.view().phase === 'locked'
}
