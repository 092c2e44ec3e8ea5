import type { Priority } from '@shared/clinical/priority.ts'
import type { DeliveryStamp, SoundOrder } from '@shared/features/alerts/contract.ts'
import type { Actor } from '@shared/clinical/person.ts'
import type { Alert, DueKind, Reading } from '@shared/features/alerts/model.ts'
import type { AlertPolicy } from '@shared/features/alerts/policy.ts'
import type { Change } from './engine.ts'

/** One published message together with what it changes, or a command's change. All or nothing. */
export interface CommitItem {
  /** Empty for a command; otherwise the message is accepted once, for ever. */
  readonly messageId: string
  /** The bundle that the decision looked at, and the alert it found there (null: none). */
  readonly bundle: { readonly key: string; readonly expected: string | null } | null
  readonly changes: readonly { readonly change: Change; readonly expectedRev: number }[]
}

export type CommitOutcome =
  | { readonly kind: 'applied' }
  /** Another station, or an earlier arrival, has already brought this message in. */
  | { readonly kind: 'known' }
  /** The hub knows a newer state; decide again on it. */
  | { readonly kind: 'conflict'; readonly bundled: string | null; readonly current: readonly Alert[] }

export interface UnitPosition {
  /** Changes when the hub has come back without its data. */
  readonly epoch: string
  readonly seq: number
  readonly streamId: string
  readonly openIds: readonly string[]
  readonly policy: AlertPolicy | null
}

export interface LogEntry {
  readonly unit: string
  readonly streamId: string
  readonly seq: number
  readonly kind: string
  readonly alertId: string
  readonly rev: number
  readonly at: number
  /** The message that caused it; null for a command or a deadline. */
  readonly messageId: string | null
}

export type SeriesReading =
  { readonly kind: 'found'; readonly points: readonly Reading[] } | { readonly kind: 'nothing' }

/** The alert state of units, as the hub keeps it. Every method rejects with a HubError when the hub does not answer. */
export interface AlertStore {
  /** The hub's clock, in milliseconds since 1970. */
  now(): number
  commit(unit: string, items: readonly CommitItem[]): Promise<readonly CommitOutcome[]>
  attach(unit: string): Promise<UnitPosition>
  /** The unit's epoch; rejects when the hub would refuse what alerts need. */
  probe(unit: string): Promise<string>
  /** The present state of alerts; ids that the hub no longer knows are missing from the answer. */
  states(unit: string, ids: readonly string[]): Promise<readonly Alert[]>
  /** Waits up to 500 ms for log entries after the given positions. */
  follow(positions: ReadonlyMap<string, string>): Promise<readonly LogEntry[]>
  /** Log entries between two positions, oldest first, at most `limit`. */
  logBetween(unit: string, after: string, upTo: string, limit: number): Promise<readonly LogEntry[]>
  /** Log entries before a position (null: newest), newest first. */
  logBefore(unit: string, before: string | null, limit: number): Promise<readonly LogEntry[]>
  due(unit: string, now: number, limit: number): Promise<readonly { id: string; kind: DueKind }[]>
  savePolicy(unit: string, policy: AlertPolicy): Promise<void>
  readPolicy(unit: string): Promise<AlertPolicy | null>
  stamp(
    unit: string,
    stamps: readonly { alertId: string; stamp: DeliveryStamp }[],
    keepDays: number,
  ): Promise<void>
  stamps(unit: string, alertId: string): Promise<readonly DeliveryStamp[]>
  /** Forgets closed alerts, log entries and message ids older than `before`. */
  trim(unit: string, before: number): Promise<void>
}

/** What the hub holds about one patient: the seed's alert history and time series. */
export interface PatientRecords {
  /** Newest first. */
  history(patientId: string, before: HistoryPosition | null, limit: number): Promise<readonly HistoryMember[]>
  historyCount(patientId: string): Promise<number>
  series(patientId: string, metric: string, from: number, to: number): Promise<SeriesReading>
  metrics(patientId: string): Promise<readonly string[]>
}

/** Everything newer than `score` and, of the members with just that score, the first `skip` have been read. */
export interface HistoryPosition {
  readonly score: number
  readonly skip: number
}

/** One member of `alert_history:{patient}`; `score` in unix seconds. */
export interface HistoryMember {
  readonly payload: Buffer
  readonly score: number
}

/** Publishes as the seed's Python does, so that programs of others hear our own alerts. */
export interface AlertPublisher {
  publish(unit: string, patientId: string, text: string, at: number): Promise<void>
}

/** Messages that were published while nobody listened. */
export interface MissedMessages {
  /** The time up to which a unit is known to be complete; null before its first reconciliation. */
  reconciledUntil(unit: string): Promise<number | null>
  /** Takes or renews the right to reconcile a unit for some seconds; false while another station has it. */
  claim(unit: string, station: string): Promise<boolean>
  done(unit: string, station: string, until: number): Promise<void>
  /** Every patient's history since a time (milliseconds), page by page. */
  historySince(since: number): AsyncIterable<HistoryMember & { patientId: string }>
}

export interface StationCursor {
  readonly epoch: string
  readonly seq: number
  readonly streamId: string
}

export type ReceiptKind = 'received' | 'shown' | 'acknowledged' | 'escalated'

/** What this station has already done with alerts; survives a crash. */
export interface AlertJournal {
  cursor(unit: string): StationCursor | null
  saveCursor(unit: string, cursor: StationCursor): void
  /** Records in the order given; a receipt that exists keeps its first time. */
  record(receipts: readonly { alertId: string; kind: ReceiptKind; at: number }[]): void
  shown(alertIds: readonly string[]): ReadonlySet<string>
  followed(): readonly string[]
  follow(patientId: string, follow: boolean): void
  lastLive(): number | null
  saveLastLive(at: number): void
  forgetBefore(at: number): void
}

/** Who acts at this station; supplied by the session. */
export interface ActingPerson {
  current(): Actor
}

export type NotificationOutcome =
  { readonly kind: 'shown' } | { readonly kind: 'failed'; readonly reason: string }

/** The desk's other ways of calling. None ever carries a patient's identity. */
export interface AlertOutputs {
  notify(
    notice: { key: string; priority: Priority; title: string; body: string; canAcknowledge: boolean },
    on: { clicked(): void; acknowledged(): void },
  ): Promise<NotificationOutcome>
  sound(order: SoundOrder): void
  /** Unacknowledged alerts on the tray or dock badge; `flash` while a high one calls. */
  attention(count: number, flash: boolean): void
}

/** What the station's settings say about calling. */
export interface CallingRules {
  stationName: string
  mediumSound: boolean
  lowSound: boolean
  mediumNotice: boolean
  lowNotice: boolean
  /** True when medium and low must be still now. Never consulted for high. */
  quiet: boolean
}
