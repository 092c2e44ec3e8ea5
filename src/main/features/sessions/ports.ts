import { z } from 'zod'
import { Role } from '@shared/clinical/roles.ts'
import {
  type EmergencyEntry,
  type EmergencyReview,
  type SessionPolicy,
  type SignInMethod,
  UserId,
} from '@shared/features/sessions/model.ts'

/** A user as the hub keeps one, for all stations. */
export const Account = z.object({
  id: UserId,
  name: z.string(),
  role: Role,
  department: z.string(),
  /** argon2id in PHC form; null for people who have only a badge or come by the identity provider. */
  secretHash: z.string().nullable(),
  /** Keyed digest of the badge; the number itself is kept nowhere. */
  badgeDigest: z.string().nullable(),
  providerName: z.string().nullable(),
  disabled: z.boolean(),
  /** 64 hex digits; opens this person's drafts on any station that holds some. */
  draftKey: z.string().regex(/^[0-9a-f]{64}$/),
  /** Grows with every change; a change decided on an older one is refused. */
  rev: z.number().int().positive(),
})
export type Account = z.infer<typeof Account>

export type AttemptVerdict = { readonly kind: 'go-on' } | { readonly kind: 'wait'; readonly seconds: number }

export type AccountWrite = 'written' | 'name-taken' | 'changed-meanwhile'

/** Users on the hub. Every method rejects with a HubError when the hub does not answer. */
export interface AccountStore {
  read(id: string): Promise<Account | null>
  byBadge(badge: string): Promise<Account | null>
  byProviderName(name: string): Promise<Account | null>
  all(): Promise<readonly Account[]>
  /** True when there is at least one user. */
  any(): Promise<boolean>
  /** Writes a new account (rev 1) or the next revision of a known one. */
  write(account: Account): Promise<AccountWrite>
  /** Writes the first account of a hub; `name-taken` when there is already one. */
  writeFirst(account: Account): Promise<AccountWrite>
  digestOf(badge: string): Promise<string>
  /** The hub's secret for badge digests. */
  pepper(): Promise<string>
  /** Puts accounts back on a hub that has lost its data; what is already there stays. */
  restore(accounts: readonly Account[], pepper: string): Promise<void>
  /** Counts an attempt before it is tried, so that attempts side by side are all counted. */
  attempt(subject: string, free: number): Promise<AttemptVerdict>
  /** A success: earlier failures are forgiven. */
  forgive(subject: string): Promise<void>
}

/** The seed's session hash, with what the station adds. */
export interface StoredSession {
  readonly id: string
  readonly userId: string
  readonly role: string
  readonly department: string
  readonly portal: string
  readonly lastActivity: string
  readonly station: string
  readonly startedAt: number | null
}

export interface PollReply {
  readonly session: 'present' | 'gone'
  readonly reviewsWaiting: number | null
  /** Changes when the hub has come back without its data; null when it has none yet. */
  readonly epoch: string | null
}

/** Sessions on the hub: the second, independent limit. Every method rejects with a HubError. */
export interface SessionDirectory {
  register(session: StoredSession, seconds: number): Promise<void>
  /**
   * Looks after one session in one round trip, and writes its latest activity when there is some. A key that is
   * gone is never written again.
   */
  poll(session: StoredSession, activity: { at: string; seconds: number } | null): Promise<PollReply>
  remove(id: string): Promise<void>
  all(): Promise<readonly StoredSession[]>
  of(userId: string): Promise<readonly StoredSession[]>
  readPolicy(): Promise<SessionPolicy | null>
  savePolicy(policy: SessionPolicy): Promise<void>
  /** Names the hub's present data; made when there is none. */
  epoch(): Promise<string>
}

/** Of what a review knew: `begun` while the access was still running, `ended` once it was over. */
export const ReviewOf = z.enum(['begun', 'ended'])
export type ReviewOf = z.infer<typeof ReviewOf>

/**
 * Emergency accesses and their review, on the hub. A review that was made before the access was over counts until the
 * end is written: what was looked at afterwards nobody has reviewed.
 */
export interface EmergencyStore {
  /** Writes how the access went; what is known of its review stays. */
  write(entry: EmergencyEntry): Promise<void>
  /** Writes what became of its review; the same again changes nothing, nor does one of `begun` after one of `ended`. */
  writeReview(id: string, of: ReviewOf, review: EmergencyReview): Promise<void>
  read(id: string): Promise<EmergencyEntry | null>
  /** Newest first. */
  all(): Promise<readonly EmergencyEntry[]>
}

/** The queue in which somebody else judges whether an emergency access was justified. */
export interface EmergencyGate {
  /** Asks for the review of an access as it is now; asking twice is asking once. Rejects when that was not taken. */
  ask(entry: EmergencyEntry): Promise<void>
  /** Whether it has been asked with all that is known now, and the queue still has it. Rejects without the hub. */
  knows(entry: EmergencyEntry): Promise<boolean>
}

/** The hub's part of this feature; another hub is another instance. */
export interface SessionHub {
  readonly accounts: AccountStore
  readonly directory: SessionDirectory
  readonly emergencies: EmergencyStore
  readonly gate: EmergencyGate
}

export type SessionAction =
  | 'sign-in'
  | 'sign-out'
  | 'lock'
  | 'switch'
  | 'session-ended'
  | 'first-administrator'
  | 'user-changed'
  | 'emergency-begun'
  | 'emergency-ended'

/** What happened, for the record. Never a secret, a badge number, a session id or a patient. */
export interface SessionFact {
  readonly action: SessionAction
  readonly outcome: 'done' | 'refused'
  /** Who acted; for a refused sign-in the name that was typed, when such a user exists. */
  readonly user: string | null
  readonly role: Role | null
  /** Short name of the session, not its id. */
  readonly session: string | null
  readonly method: SignInMethod | null
  /** Another person or thing that it was done to. */
  readonly subject: string | null
  readonly reason: string | null
}

/** Where facts are recorded. When it rejects, what it was to record must not happen. */
export interface AuditTrail {
  record(fact: SessionFact): Promise<void>
}
