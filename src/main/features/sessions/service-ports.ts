import type { Permission } from '@shared/clinical/permissions.ts'
import type { Role } from '@shared/clinical/roles.ts'
import type { EmergencyEntry, Remaining, SessionView, Waiting } from '@shared/features/sessions/model.ts'
import type { AccountCache } from './account-cache.ts'
import type { Moment } from './engine.ts'
import type { AuditTrail, SessionHub } from './ports.ts'
import type { IdleMonitor } from '@main/platform/ports.ts'

/** Who acts: what every request is checked against, from memory. */
export interface Standing {
  readonly actor: { readonly user: string; readonly role: Role; readonly station: string }
  readonly held: ReadonlySet<Permission>
  /** Another number is another session: an answer that was begun in the one is not given in the other. */
  readonly serial: number
  /** Short name of the session, for records; not its id. */
  readonly handle: string
}

export interface SessionServicePorts {
  /** The hub of this moment; null while the station has none. */
  hub(): SessionHub | null
  readonly cache: AccountCache
  readonly audit: AuditTrail
  readonly idle: IdleMonitor
  now(): Moment
  stationName(): string
  /** A limit given at the start of this station (by its administrator), in seconds; null for none. */
  readonly givenLimitSeconds: number | null
  /** Unanswered alerts by priority. */
  waiting(): Waiting
  /** True only beside the demonstration ward. */
  demonstration(): boolean
  /** True when this station is a wall display: locked, it shows the board without names. */
  wall(): boolean
  readonly provider: string | null
  readonly window: {
    changed(view: SessionView): void
    remaining(remaining: Remaining | null): void
  }
  /** The screen is blank from now on: pushes of content stop. */
  locked(): void
  /** The hub has answered: what waits for it can be sent. */
  hubAnswered(): void
  /** Emergency access has ended by itself: its time was over (`at`, milliseconds since 1970), or the session ended. */
  emergencyOver(entry: EmergencyEntry, at: number): void
  /** Emergency access waits for review; told to those who may review. */
  reviewWaits(count: number): void
}
