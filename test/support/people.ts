import { setTimeout as pause } from 'node:timers/promises'
import type { Station } from '@main/compose.ts'
import type { Account } from '@main/features/sessions/ports.ts'
import type { Role } from '@shared/clinical/roles.ts'

/** The password of everybody in tests. */
export const SECRET = 'ward-test-secret'
/** Its argon2id hash with the least possible cost, so that signing in costs tests no time. */
const SECRET_HASH =
  '$argon2id$v=19$m=64,t=1,p=1$NFXtfU9dVsaNF7mOWf2fWg$NBjetzc9ME+VXKtlrdm1SF8H1OiB0o2DA9XJXWM0h48'
const AGAIN_MS = 50

/** Somebody of this role, named after it; give only what matters. */
export function person(role: Role, parts: Partial<Account> = {}): Account {
  return {
    id: `test.${role}`,
    name: `Test ${role}`,
    role,
    department: 'icu',
    secretHash: SECRET_HASH,
    badgeDigest: null,
    providerName: null,
    disabled: false,
    draftKey: '0f'.repeat(32),
    rev: 1,
    ...parts,
  }
}

/** Keeps somebody of this role signed in at a station from the moment its hub accepts it; returns the way to stop. */
export function keepSignedIn(station: Station, role: Role): () => void {
  let stopped = false
  const account = person(role)
  void (async () => {
    while (!stopped) {
      const people = station.session?.parts?.people
      if (station.people.sessions.present === null && people) {
        try {
          await people.accounts.write(account)
          // Tries that a fault of the hub swallowed are counted when it wakes; a person would not try so often.
          await people.accounts.forgive(`user ${account.id}`)
          await station.answer('sessions.sign-in', { userId: account.id, secret: SECRET }, true)
        } catch {
          // The hub is not there yet, or again.
        }
      }
      await pause(AGAIN_MS)
    }
  })()
  return () => (stopped = true)
}
