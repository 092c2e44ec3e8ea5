import { HubError } from '@main/hub/hub-error.ts'
import { Secret, type SessionView, type SignInMethod, UserId } from '@shared/features/sessions/model.ts'
import type { RequestFailure } from '@shared/ipc/envelope.ts'
import type { AccountCache } from './account-cache.ts'
import { hashSecret, matches } from './credentials.ts'
import { demonstrationAccount } from './demonstration.ts'
import { lockedOut, onHub, refused, sessionFailure } from './errors.ts'
import { newAccount } from './new-account.ts'
import type { Account, AttemptVerdict } from './ports.ts'
import type { SessionService } from './service.ts'

/** Attempts of one user before waiting begins. */
const FREE_PER_USER = 5
/** Attempts at one station with whatever names and badges; a busy desk mistypes now and then. */
const FREE_PER_STATION = 25

interface SignInPorts {
  readonly sessions: SessionService
  readonly cache: AccountCache
  readonly stationId: string
  demonstration(): boolean
}

interface Found {
  readonly account: Account | null
  /** The hub did not answer, and the station's own copy was asked. */
  readonly offline: boolean
}

/** The ways to prove who one is. Failures are counted on the hub, so that trying four stations does not help. */
export class SignIn {
  readonly #ports: SignInPorts

  constructor(ports: SignInPorts) {
    this.#ports = ports
  }

  /** By user name and password or PIN. */
  async withSecret(typed: string, secret: string): Promise<SessionView> {
    const id = typed.trim().toLowerCase()
    const subject = `user ${id}`
    await this.#attempt(subject, FREE_PER_USER, 'password', id)
    const known = UserId.safeParse(id).success
    const { account, offline } = await this.#find((accounts) => accounts.read(known ? id : ' '), id)
    if (!(await matches(account?.secretHash ?? null, secret)) || account === null)
      throw await this.#fail(refused(), 'password', account)
    await this.#forgive(subject, offline)
    return this.#enter(account, 'password', offline)
  }

  /** By badge: signs in, displaces who is here, or signs out when it is one's own. */
  async withBadge(badge: string): Promise<SessionView> {
    const { sessions, cache, stationId } = this.#ports
    const subject = `station ${stationId}`
    await this.#attempt(subject, FREE_PER_STATION, 'badge', null)
    let found: Found
    try {
      found = { account: await sessions.hubOrRefuse().accounts.byBadge(badge), offline: false }
    } catch (error) {
      if (!(error instanceof HubError)) throw error
      found = { account: cache.byBadge(badge), offline: true }
    }
    const { account, offline } = found
    if (account === null) {
      throw await this.#fail(
        sessionFailure('sessions.refused', 'This badge is not known here. An administrator can register it.'),
        'badge',
        null,
      )
    }
    await this.#forgive(subject, offline)
    if (sessions.present?.account.id === account.id) {
      sessions.end('signed-out')
      return sessions.view()
    }
    return this.#enter(account, 'badge', offline)
  }

  /** By what the identity provider says; roles come from our own list of users, never from the provider. */
  async withProviderName(name: string): Promise<SessionView> {
    const { sessions } = this.#ports
    const account = await onHub(() => sessions.hubOrRefuse().accounts.byProviderName(name))
    if (account === null) {
      throw await this.#fail(
        sessionFailure(
          'sessions.refused',
          'The identity provider knows you, but Wardlight does not. Ask an administrator to add you.',
        ),
        'provider',
        null,
      )
    }
    return this.#enter(account, 'provider', false)
  }

  /** A marked user of the demonstration; refused wherever patients may be real. */
  async asDemonstration(userId: string): Promise<SessionView> {
    const account = this.#ports.demonstration() ? demonstrationAccount(userId) : null
    if (account === null) {
      throw sessionFailure(
        'sessions.not-offered',
        'Demonstration users exist only beside the demonstration ward. Sign in with your own name.',
      )
    }
    return this.#ports.sessions.begin(account, 'demonstration')
  }

  /** The first administrator of a hub that has no users yet. */
  async firstAdministrator(id: string, name: string, secret: string): Promise<SessionView> {
    const { sessions } = this.#ports
    const account = newAccount({
      id,
      name,
      role: 'administrator',
      department: '',
      providerName: null,
      secretHash: await hashSecret(Secret.parse(secret)),
    })
    const written = await onHub(() => sessions.hubOrRefuse().accounts.writeFirst(account))
    if (written !== 'written') {
      throw sessionFailure(
        'sessions.users-exist',
        'This hub already has users. Sign in, or ask its administrator to add you.',
      )
    }
    await sessions.record(null, { action: 'first-administrator', user: id, role: 'administrator' })
    return this.#enter(account, 'password', false)
  }

  async #enter(account: Account, method: SignInMethod, offline: boolean): Promise<SessionView> {
    if (account.disabled) {
      throw await this.#fail(
        sessionFailure('sessions.disabled', 'This user is disabled. Ask an administrator.'),
        method,
        account,
      )
    }
    const { sessions, cache } = this.#ports
    const view = await sessions.begin(account, method, offline)
    if (!offline) cache.keep(account, await onHub(() => sessions.hubOrRefuse().accounts.pepper()))
    return view
  }

  async #attempt(subject: string, free: number, method: SignInMethod, userId: string | null): Promise<void> {
    const { sessions, cache } = this.#ports
    let verdict: AttemptVerdict
    try {
      verdict = await sessions.hubOrRefuse().accounts.attempt(subject, free)
    } catch (error) {
      if (!(error instanceof HubError)) throw error
      verdict = cache.attempt(subject)
    }
    if (verdict.kind === 'go-on') return
    await this.#record('locked out', method, userId)
    throw lockedOut(verdict.seconds)
  }

  async #forgive(subject: string, offline: boolean): Promise<void> {
    const { sessions, cache } = this.#ports
    cache.forgive(subject)
    if (!offline) await onHub(() => sessions.hubOrRefuse().accounts.forgive(subject))
  }

  async #find(
    ask: (accounts: { read(id: string): Promise<Account | null> }) => Promise<Account | null>,
    id: string,
  ): Promise<Found> {
    try {
      return { account: await ask(this.#ports.sessions.hubOrRefuse().accounts), offline: false }
    } catch (error) {
      if (!(error instanceof HubError)) throw error
      return { account: this.#ports.cache.read(id), offline: true }
    }
  }

  /** Records a refusal; the refusal stands whether or not it could be recorded. */
  async #fail(
    failure: RequestFailure,
    method: SignInMethod,
    account: Account | null,
  ): Promise<RequestFailure> {
    await this.#record(failure.code, method, account?.id ?? null)
    return failure
  }

  async #record(reason: string, method: SignInMethod, userId: string | null): Promise<void> {
    await this.#ports.sessions
      .record(null, { action: 'sign-in', outcome: 'refused', user: userId, method, reason })
      .catch(() => undefined)
  }
}
