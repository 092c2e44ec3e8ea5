import type { SessionLine, UserLine } from '@shared/features/sessions/model.ts'
import { hashSecret } from './credentials.ts'
import { onHub, sessionFailure } from './errors.ts'
import { newAccount } from './new-account.ts'
import type { Account, StoredSession } from './ports.ts'
import { handleOf } from './present.ts'
import type { SessionService } from './service.ts'

type Facts = Pick<Account, 'id' | 'name' | 'role' | 'department' | 'providerName'>

/** Users and everybody's sessions, for those who administer them. */
export class UserAdministration {
  readonly #sessions: SessionService

  constructor(sessions: SessionService) {
    this.#sessions = sessions
  }

  async list(): Promise<UserLine[]> {
    const accounts = await onHub(() => this.#sessions.hubOrRefuse().accounts.all())
    return accounts.map(lineOf).sort((a, b) => a.name.localeCompare(b.name))
  }

  async add(facts: Facts, secret: string | null): Promise<UserLine> {
    const secretHash = secret === null ? null : await hashSecret(secret)
    return this.#write(newAccount({ ...facts, secretHash }), 'added')
  }

  /** Name, role, department. Another role ends the person's sessions, wherever they are. */
  async change(facts: Facts): Promise<UserLine> {
    const account = await this.#known(facts.id)
    if (facts.role !== account.role && account.role === 'administrator') await this.#keepOne(account)
    const line = await this.#write({ ...account, ...facts, rev: account.rev + 1 }, 'changed')
    if (facts.role !== account.role) await this.#endAllOf(account.id)
    return line
  }

  async setSecret(id: string, secret: string): Promise<UserLine> {
    const account = await this.#known(id)
    const secretHash = await hashSecret(secret)
    const line = await this.#write({ ...account, secretHash, rev: account.rev + 1 }, 'secret set')
    await onHub(() => this.#sessions.hubOrRefuse().accounts.forgive(`user ${id}`))
    return line
  }

  async setBadge(id: string, badge: string | null): Promise<UserLine> {
    const account = await this.#known(id)
    const { accounts } = this.#sessions.hubOrRefuse()
    const badgeDigest = badge === null ? null : await onHub(() => accounts.digestOf(badge))
    return this.#write({ ...account, badgeDigest, rev: account.rev + 1 }, 'badge set')
  }

  async disable(id: string, disabled: boolean): Promise<UserLine> {
    const account = await this.#known(id)
    if (disabled && account.role === 'administrator') await this.#keepOne(account)
    const line = await this.#write(
      { ...account, disabled, rev: account.rev + 1 },
      disabled ? 'disabled' : 'enabled',
    )
    if (disabled) await this.#endAllOf(id)
    return line
  }

  /** Sessions of all stations, or of one user. */
  async sessions(userId: string | null): Promise<SessionLine[]> {
    const { directory } = this.#sessions.hubOrRefuse()
    const found = await onHub(() => (userId === null ? directory.all() : directory.of(userId)))
    const here = this.#sessions.present?.stored.id
    return found.map((session) => sessionLine(session, session.id === here))
  }

  /** Ends a session by its handle; with a user's id only if it is theirs. The station locks within two seconds. */
  async end(handle: string, userId: string | null): Promise<void> {
    const { directory } = this.#sessions.hubOrRefuse()
    const found = await onHub(() => (userId === null ? directory.all() : directory.of(userId)))
    const session = found.find((each) => handleOf(each.id) === handle)
    if (!session) {
      throw sessionFailure('sessions.not-found', 'This session has already ended. The list is up to date.')
    }
    await this.#sessions.record(this.#sessions.present, { action: 'session-ended', subject: session.userId })
    await this.#remove(session)
  }

  async #endAllOf(userId: string): Promise<void> {
    const { directory } = this.#sessions.hubOrRefuse()
    for (const session of await onHub(() => directory.of(userId))) await this.#remove(session)
  }

  async #remove(session: StoredSession): Promise<void> {
    await onHub(() => this.#sessions.hubOrRefuse().directory.remove(session.id))
    if (session.id === this.#sessions.present?.stored.id) this.#sessions.end('ended-elsewhere')
  }

  async #known(id: string): Promise<Account> {
    const account = await onHub(() => this.#sessions.hubOrRefuse().accounts.read(id))
    if (account === null)
      throw sessionFailure('sessions.not-found', 'There is no such user. The list is up to date.')
    return account
  }

  /** Without an administrator nobody could ever add one again. */
  async #keepOne(leaving: Account): Promise<void> {
    const accounts = await onHub(() => this.#sessions.hubOrRefuse().accounts.all())
    const others = accounts.filter(
      ({ id, role, disabled }) => role === 'administrator' && !disabled && id !== leaving.id,
    )
    if (others.length > 0) return
    throw sessionFailure(
      'sessions.last-administrator',
      'This is the last administrator. Make somebody else administrator first; nothing was changed.',
    )
  }

  /** Recorded before it is written: without its entry in the record nothing is changed. */
  async #write(account: Account, reason: string): Promise<UserLine> {
    await this.#sessions.record(this.#sessions.present, {
      action: 'user-changed',
      subject: account.id,
      reason,
    })
    const written = await onHub(() => this.#sessions.hubOrRefuse().accounts.write(account))
    switch (written) {
      case 'written':
        return lineOf(account)
      case 'name-taken':
        throw sessionFailure(
          'sessions.name-taken',
          'This user name, badge or name at the provider already belongs to somebody. Nothing was changed.',
        )
      case 'changed-meanwhile':
        throw sessionFailure(
          'sessions.not-found',
          'Somebody else has just changed this user. Nothing was changed; look at the list again.',
        )
    }
  }
}

function lineOf(account: Account): UserLine {
  const { id, name, role, department, disabled, providerName } = account
  return {
    id,
    name,
    role,
    department,
    disabled,
    providerName,
    hasSecret: account.secretHash !== null,
    hasBadge: account.badgeDigest !== null,
  }
}

function sessionLine(session: StoredSession, here: boolean): SessionLine {
  const { userId, role, station, startedAt, lastActivity } = session
  return { handle: handleOf(session.id), userId, role, station, startedAt, lastActivity, here }
}
