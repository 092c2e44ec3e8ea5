import { randomBytes } from 'node:crypto'
import { emergencyRights, permissionsOf } from '@shared/clinical/permissions.ts'
import {
  defaultSessionPolicy,
  type EmergencyEntry,
  type LockReason,
  type SessionPolicy,
  type SessionView,
  type SignInMethod,
} from '@shared/features/sessions/model.ts'
import { beginWatch, decide, remainingOf, type SessionInput, strictest } from './engine.ts'
import { onHub, sessionFailure } from './errors.ts'
import { HubWatch } from './hub-watch.ts'
import type { Account, SessionAction, SessionHub, StoredSession } from './ports.ts'
import { handleOf, type Present } from './present.ts'
import { type Fact, recordFact } from './record.ts'
import type { SessionServicePorts, Standing } from './service-ports.ts'
import { lockedView, openView } from './view.ts'

const LOOK_MS = 1_000

/** The session of this station: begins and ends it, and watches its limits and its key on the hub. */
export class SessionService {
  readonly #ports: SessionServicePorts
  #present: Present | null = null
  #reason: LockReason = 'start'
  #notice: string | null = null
  #reviews: number | null = null
  #policy: SessionPolicy = defaultSessionPolicy
  #serial = 0
  #timer: NodeJS.Timeout | null = null
  #endIdleWatch: () => void = () => undefined
  readonly #watch: HubWatch
  #turn: Promise<unknown> = Promise.resolve()

  constructor(ports: SessionServicePorts) {
    this.#ports = ports
    this.#watch = new HubWatch({
      hub: () => ports.hub(),
      cache: ports.cache,
      mono: () => ports.now().mono,
      present: () => this.#present,
      gone: () => this.#apply({ kind: 'hub', answer: 'gone' }),
      accountChanged: () => this.end('account-changed'),
      usersChanged: () => this.#publish(),
      policy: (policy) => this.#takePolicy(policy),
      reviews: (count) => this.#takeReviews(count),
      answered: () => ports.hubAnswered(),
    })
  }

  get present(): Present | null {
    return this.#present
  }

  /** Begins to watch; nobody is signed in. */
  start(): void {
    this.#timer = setInterval(() => this.look(), LOOK_MS)
    this.watchSystem()
  }

  /** Listens to what the system tells: its screen lock, its sleep. */
  watchSystem(): void {
    this.#endIdleWatch = this.#ports.idle.watch({
      screenLocked: () => this.#apply({ kind: 'screen-locked' }),
      suspended: () => this.#apply({ kind: 'suspended' }),
      resumed: () => this.look(),
    })
  }

  /** Ends the session and stops watching; waits for the hub to be told, as far as it can be. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    this.#endIdleWatch()
    this.end('signed-out')
    await this.#watch.removeEnded()
  }

  /** Who acts, checked against all limits at this moment; null while locked. Never waits for anything. */
  standing(): Standing | null {
    this.#apply({ kind: 'look', at: this.#ports.now(), systemIdleMs: this.#ports.idle.idleMs() })
    const present = this.#present
    if (present === null) return null
    this.#checkEmergency(present)
    return {
      actor: {
        user: present.account.id,
        role: present.account.role,
        station: this.#ports.stationName(),
      },
      held: present.permissions,
      serial: present.serial,
      handle: handleOf(present.stored.id),
    }
  }

  /** What the window may know. */
  view(): SessionView {
    const present = this.#present
    if (present === null)
      return lockedView(this.#ports, {
        reason: this.#reason,
        users: this.#watch.users,
        notice: this.#notice,
      })
    const remaining = remainingOf(present.watch, this.#ports.now(), this.#ports.idle.idleMs())
    return openView(present, remaining, this.#reviews)
  }

  /**
   * Signs a person in whose identity has been proven, and displaces who was here. Without its entry in the record
   * it does not happen.
   * @param offline the hub did not answer when the person was looked up.
   */
  begin(account: Account, method: SignInMethod, offline = false): Promise<SessionView> {
    return this.inTurn(() => this.#begin(account, method, offline))
  }

  /** One sign-in after the other: two at once would leave a session that nobody watches. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => undefined)
    return done
  }

  /** Blanks the station at once; the hub is told as soon as it can be. */
  end(reason: LockReason): void {
    const present = this.#present
    if (present === null) return
    this.#present = null
    if (present.emergency !== null) this.#ports.emergencyOver(present.emergency.entry, this.#ports.now().wall)
    this.#reason = reason
    this.#notice = null
    this.#ports.locked()
    this.#publish()
    this.#watch.ended(present.stored.id)
    const action: SessionAction =
      reason === 'signed-out' ? 'sign-out' : reason === 'displaced' ? 'switch' : 'lock'
    // The end is never held up by its record: a locked screen is the safe side.
    this.record(present, { action, reason }).catch(() => undefined)
  }

  /** Says something on the lock screen. */
  say(notice: string | null): void {
    this.#notice = notice
    this.#publish()
  }

  /** The person did something. Too late when a limit has passed meanwhile. */
  activity(): void {
    const at = this.#ports.now()
    this.#apply({ kind: 'look', at, systemIdleMs: this.#ports.idle.idleMs() })
    this.#apply({ kind: 'activity', at })
    const present = this.#present
    if (present === null) return
    present.unwritten = new Date(at.wall).toISOString()
    this.#ports.window.remaining(remainingOf(present.watch, at, this.#ports.idle.idleMs()))
    // The hub's own time may be running out in this very second.
    if (this.#watch.isDue(present)) void this.#watch.poll()
  }

  /** One look at clocks, system and hub; once a second while the station runs. */
  look(): void {
    const at = this.#ports.now()
    const systemIdleMs = this.#ports.idle.idleMs()
    this.#apply({ kind: 'look', at, systemIdleMs })
    const present = this.#present
    if (present !== null) {
      this.#checkEmergency(present)
      this.#ports.window.remaining(remainingOf(present.watch, at, systemIdleMs))
    }
    void this.#watch.poll()
  }

  /** Gives rights for a limited time, or takes them back with null. */
  setEmergency(present: Present, entry: EmergencyEntry | null): void {
    if (present !== this.#present) return
    const own = permissionsOf(present.account.role)
    const { mono, wall } = this.#ports.now()
    present.emergency = entry === null ? null : { entry, endsMono: mono + (entry.endsAt - wall) }
    present.permissions = entry === null ? own : new Set([...own, ...emergencyRights])
    this.#publish()
  }

  get policy(): SessionPolicy {
    return this.#policy
  }

  async savePolicy(policy: SessionPolicy): Promise<void> {
    await onHub(() => this.hubOrRefuse().directory.savePolicy(policy))
    this.#takePolicy(policy)
  }

  /** Another hub has other people: nobody stays signed in. */
  hubChanged(): void {
    this.end('other-hub')
    this.#watch.forget()
  }

  hubOrRefuse(): SessionHub {
    const hub = this.#ports.hub()
    if (hub === null)
      throw sessionFailure('sessions.hub-unreachable', 'The station has no hub yet. Try again in a moment.')
    return hub
  }

  /** Puts something on record in the name of a session; see `recordFact`. */
  record(present: Present | null, fact: Fact): Promise<void> {
    return recordFact(this.#ports.audit, present, fact)
  }

  async #begin(account: Account, method: SignInMethod, offline: boolean): Promise<SessionView> {
    const before = this.#present
    const at = this.#ports.now()
    const limitMs = this.#limitOf(account.role)
    const stored: StoredSession = {
      id: randomBytes(32).toString('base64url'),
      userId: account.id,
      role: account.role,
      department: account.department,
      portal: 'Wardlight',
      lastActivity: new Date(at.wall).toISOString(),
      station: this.#ports.stationName(),
      startedAt: at.wall,
    }
    const present: Present = {
      account,
      method,
      serial: ++this.#serial,
      stored,
      watch: beginWatch(at, limitMs),
      unwritten: null,
      writtenAt: at.mono,
      registered: false,
      emergency: null,
      permissions: permissionsOf(account.role),
    }
    if (!offline) await onHub(() => this.#watch.register(this.hubOrRefuse(), present))
    try {
      await this.record(present, {
        action: before ? 'switch' : 'sign-in',
        subject: before ? before.account.id : null,
      })
    } catch (error) {
      this.#watch.ended(stored.id)
      throw error
    }
    if (this.#present !== null) this.end('displaced')
    this.#notice = null
    this.#present = present
    this.#publish()
    return this.view()
  }

  #apply(input: SessionInput): void {
    const present = this.#present
    if (present === null) return
    const { next, end } = decide(present.watch, input)
    present.watch = next
    if (end !== null) this.end(end)
  }

  #checkEmergency(present: Present): void {
    if (present.emergency === null) return
    const { mono, wall } = this.#ports.now()
    if (mono < present.emergency.endsMono && wall < present.emergency.entry.endsAt) return
    const { entry } = present.emergency
    this.setEmergency(present, null)
    this.#ports.emergencyOver(entry, Math.min(wall, entry.endsAt))
    this.record(present, { action: 'emergency-ended', reason: 'time is over' }).catch(() => undefined)
  }

  #limitOf(role: Account['role']): number | null {
    const { everybody, roles, stations } = this.#policy
    const { givenLimitSeconds } = this.#ports
    return strictest([everybody, roles[role], stations[this.#ports.stationName()], givenLimitSeconds])
  }

  #takePolicy(policy: SessionPolicy): void {
    this.#policy = policy
    const present = this.#present
    if (present) this.#apply({ kind: 'limit', limitMs: this.#limitOf(present.account.role) })
  }

  #takeReviews(count: number | null): void {
    if (count === this.#reviews || this.#present?.permissions.has('review-emergency-access') !== true) return
    const more = count !== null && count > (this.#reviews ?? 0)
    this.#reviews = count
    this.#publish()
    if (more) this.#ports.reviewWaits(count)
  }

  #publish(): void {
    this.#ports.window.changed(this.view())
  }
}
