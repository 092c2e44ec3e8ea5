import type { Actor } from '@shared/clinical/person.ts'
import type { Permission } from '@shared/clinical/permissions.ts'
import type { Role } from '@shared/clinical/roles.ts'
import type { ApprovalChange, ClosedPlace } from '@shared/features/approvals/contract.ts'
import type { Approval, ApprovalDueKind, ApprovalKind } from '@shared/features/approvals/model.ts'
import type { Change, Ruled } from './engine-record.ts'
import type { ApprovalLogEntry, Duty } from './stored.ts'

export type CommitOutcome =
  | { readonly kind: 'applied' }
  /**
   * `stale`: a fencing token has been passed on. `conflict`: the hub knows a newer state. `early`, `late`: by the hub's
   * own clock it is not yet, or no longer, the time for it.
   */
  | { readonly kind: 'stale' | 'conflict' | 'early' | 'late'; readonly current: Approval | null }

export interface QueuePosition {
  /** Changes when the hub has come back without its data. */
  readonly epoch: string
  readonly seq: number
  readonly streamId: string
  readonly open: readonly Approval[]
}

export type MirrorOutcome =
  | { readonly kind: 'done' }
  /** A program of others has written the key meanwhile. */
  | { readonly kind: 'foreign'; readonly text: string; readonly lifeMs: number }
  /** Somebody keeps a key of another type under this name; nothing can be written there. */
  | { readonly kind: 'other-type' }

/** The queue as the hub keeps it. Every method rejects with a HubError when the hub does not answer. */
export interface ApprovalStore {
  /** The hub's clock, in milliseconds since 1970. */
  now(): number
  /** Writes one change: the compare-and-set on `before`'s revision and the change's guard are the hub's. */
  commit(before: Approval | null, change: Change): Promise<CommitOutcome>
  attach(): Promise<QueuePosition>
  /** Present states; ids that the hub does not know are missing from the answer. */
  states(ids: readonly string[]): Promise<readonly Approval[]>
  /** Places of closed requests behind this one (null: from the newest), the latest first. */
  closed(after: ClosedPlace | null, limit: number): Promise<readonly ClosedPlace[]>
  /** Entries after a position, oldest first. */
  logAfter(streamId: string, limit: number): Promise<readonly ApprovalLogEntry[]>
  due(now: number, limit: number): Promise<readonly { readonly id: string; readonly kind: ApprovalDueKind }[]>
  /** What was still to be done before a moment, oldest first. */
  duties(before: number, limit: number): Promise<readonly Duty[]>
  done(duty: Duty): Promise<void>
  /** Writes the seed's key; `over`: the text of another program that it may replace, beside the one it was asked by. */
  mirror(approval: Approval, lifeMs: number, over: string | null): Promise<MirrorOutcome>
  publish(approval: Approval): Promise<void>
  /** The seed's key; null when there is none, `other-type` when it holds no text. */
  readRequest(id: string): Promise<{ readonly text: string; readonly lifeMs: number } | 'other-type' | null>
  /** Ids of the seed's keys, page by page; an id may come twice. */
  requests(): AsyncIterable<readonly string[]>
  /** Takes or renews the right to look through the keys; false while another station has it. */
  claimLook(): Promise<boolean>
  /** Gives that right back after a look that began at this time and saw everything. */
  endLook(begunAt: number): Promise<void>
  /** When the latest look that saw everything began, whoever looked; 0 before the first. */
  lookedAt(): Promise<number>
  figures(): Promise<ReadonlyMap<string, number>>
  /** Forgets what was closed before a moment, log entries older than it, and figures of days before `firstDay`. */
  trim(before: number, firstDay: string): Promise<void>
}

/** Who sits at this station, from main's session; null when nobody has signed in. */
export interface Reviewer {
  readonly actor: Actor
  readonly held: ReadonlySet<Permission>
  /** Short name of the session, for the record. */
  readonly session: string
}

/** One act, for the record. `actor` is null for what no person asked for. */
export interface ApprovalFact {
  readonly actor: Reviewer | null
  readonly action: string
  readonly concerns: ApprovalKind
  /** Null where no single patient is concerned. */
  readonly patientId: string | null
  readonly about: readonly string[]
  readonly why: string | null
}

/** Resolves once the fact is durable; when it rejects, what it was to record must not happen. */
export interface ApprovalRecord {
  put(fact: ApprovalFact): Promise<void>
}

/** The people of this hub. */
export interface ApprovalPeople {
  /** The role of somebody who may sign in; null when there is nobody of this name. Rejects with a HubError. */
  roleOf(user: string): Promise<Role | null>
}

/** A feature that asks, and acts on what was decided. */
export interface ApprovalOwner {
  /**
   * A ruling stands. Called at least once for each, by whichever station comes to it, perhaps by several at once, also
   * long afterwards, and again after it has rejected: what was acted on before must not be acted on again.
   */
  ruled(ruled: Ruled): Promise<void>
}

/** Who is told of rulings on which kind; a kind without an owner here is left to stations that have one. */
export type ApprovalOwners = Readonly<Partial<Record<ApprovalKind, ApprovalOwner>>>

/** The window that shows the queue; pushes are lost when there is none. */
export interface QueueWindow {
  push(change: ApprovalChange): void
  reset(revision: number): void
}

/** What the person at this station is called to; never with a patient's identity. */
export type Announcement = 'urgent' | 'escalated' | 'expired' | 'overdue'

export interface ApprovalPorts {
  readonly store: ApprovalStore
  readonly record: ApprovalRecord
  readonly people: ApprovalPeople
  readonly owners: ApprovalOwners
  readonly window: QueueWindow
  /** Makes sure that the queue's channels are listened to. Rejects with a HubError. */
  listen(): Promise<void>
  reviewer(): Reviewer | null
  /** Only those are called who decide requests of this kind. */
  announce(what: Announcement, kind: ApprovalKind): void
  /** A feature could not act on a ruling. */
  defect(error: unknown): void
  /** A request of another program could not be understood; the text is given to be counted once, never shown. */
  unreadable(id: string, text: string): void
}
