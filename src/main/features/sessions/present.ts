import { createHash } from 'node:crypto'
import type { Permission } from '@shared/clinical/permissions.ts'
import type { EmergencyEntry, SignInMethod } from '@shared/features/sessions/model.ts'
import type { Watch } from './engine.ts'
import type { Account, StoredSession } from './ports.ts'

/** Who sits at this station, in main's memory. */
export interface Present {
  readonly account: Account
  readonly method: SignInMethod
  readonly serial: number
  readonly stored: StoredSession
  watch: Watch
  /** Activity that the hub has not been told of, as its time; null when there is none. */
  unwritten: string | null
  writtenAt: number
  /** False for a sign-in without the hub, until the hub has returned and agreed. */
  registered: boolean
  emergency: { readonly entry: EmergencyEntry; readonly endsMono: number } | null
  permissions: ReadonlySet<Permission>
}

/** Names a session in lists and records without giving its id away. */
export function handleOf(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex').slice(0, 32)
}
