import { z } from 'zod'
import { Actor, PatientId } from '@shared/clinical/person.ts'
import { EscalationTarget } from '@shared/clinical/roles.ts'
import { Severity } from '@shared/clinical/severity.ts'
import { UnitName } from '@shared/clinical/ward.ts'

/** Milliseconds since 1970, by the hub's clock unless a name says otherwise. */
const Instant = z.number().int().nonnegative()

/** 32 hex digits derived from the published message, so that every station names an alert alike. */
export const AlertId = z.string().regex(/^[0-9a-f]{32}$/)

export const AlertState = z.enum(['new', 'acknowledged', 'escalated', 'resolved', 'expired'])
export type AlertState = z.infer<typeof AlertState>

export const Direction = z.enum(['high', 'low', 'none'])
export type Direction = z.infer<typeof Direction>

/** What publishers told about the patient. `null` means nobody said, which is not the same as none. */
export const PatientCard = z.object({
  patientId: PatientId,
  name: z.string().nullable(),
  mrn: z.string().nullable(),
  birthDate: z.string().nullable(),
  sex: z.string().nullable(),
  bed: z.string().nullable(),
  allergies: z.array(z.string()).nullable(),
  codeStatus: z.string().nullable(),
  conditions: z.array(z.string()).nullable(),
})
export type PatientCard = z.infer<typeof PatientCard>

/** One value at one time; the value is in the alert's unit of measure. */
export const Reading = z.object({ at: Instant, value: z.number() })
export type Reading = z.infer<typeof Reading>

/** What a reader must know before trusting the alert. */
export const Doubt = z.enum([
  'unknown-type',
  'unknown-unit',
  'missing-unit',
  'implausible-value',
  'not-graded',
  'time-ahead',
  'time-ancient',
  'time-missing',
])
export type Doubt = z.infer<typeof Doubt>

export const DueKind = z.enum(['escalation', 'read-back', 'expiry'])
export type DueKind = z.infer<typeof DueKind>
export const Deadline = z.object({ kind: DueKind, at: Instant })
export type Deadline = z.infer<typeof Deadline>

export const EventKind = z.enum([
  'raised',
  'repeated',
  'worsened',
  'acknowledged',
  'escalated',
  'taken',
  'released',
  'read_back',
  'noted',
  'resolved',
  'expired',
  'superseded',
])
export type EventKind = z.infer<typeof EventKind>

/** One line of "Delivery and actions". `actor` is null when the deadline clock acted. */
export const TimelineEntry = z.object({
  kind: EventKind,
  at: Instant,
  actor: Actor.nullable(),
  text: z.string().nullable(),
})
export type TimelineEntry = z.infer<typeof TimelineEntry>

export const ReadBack = z.object({
  by: Actor,
  toldTo: z.string(),
  repeatedBy: z.string(),
  at: Instant,
})
export type ReadBack = z.infer<typeof ReadBack>

/** The limit that was crossed, in the alert's own unit of measure. */
export const Basis = z.object({
  limit: z.number().nullable(),
  side: z.enum(['high', 'low']).nullable(),
  unit: z.string().nullable(),
  /** Which paper or policy the limit is from; null when nothing could be compared. */
  source: z.string().nullable(),
})
export type Basis = z.infer<typeof Basis>

export const Alert = z.object({
  id: AlertId,
  unit: UnitName,
  patient: PatientCard,
  /** Canonical finding type (`potassium`), or the publisher's own word when it is unknown to us. */
  type: z.string(),
  /** For rows: `K⁺`; for headings: `Potassium`. */
  symbol: z.string(),
  label: z.string(),
  /** Latest value, in the finding's canonical unit when it could be graded, else as published. */
  value: z.number(),
  unitOfMeasure: z.string().nullable(),
  /** The latest message's own value and unit of measure, before conversion. */
  published: z.object({ value: z.number(), unit: z.string().nullable() }),
  direction: Direction,
  /** The higher of ours and the publisher's; what is shown. */
  severity: Severity,
  /** Null when we could not grade: see `doubts`. */
  ourSeverity: Severity.nullable(),
  /** The publisher's own word, null when it said nothing. */
  publisherSeverity: z.string().nullable(),
  basis: Basis,
  doubts: z.array(Doubt),
  /** How many messages this alert stands for. */
  count: z.number().int().positive(),
  /** Newest last, at most 20. */
  trend: z.array(Reading),
  /** The worst value so far in the alert's direction. */
  worst: z.number(),
  /** When the publisher says it was measured; by the publisher's clock. */
  publishedAt: Instant,
  raisedAt: Instant,
  lastAt: Instant,
  state: AlertState,
  /** 0 until the first escalation; then the position reached in the chain. */
  escalationLevel: z.number().int().nonnegative(),
  escalatedTo: EscalationTarget.nullable(),
  acknowledgedBy: Actor.nullable(),
  acknowledgedAt: Instant.nullable(),
  holder: Actor.nullable(),
  readBackRequired: z.boolean(),
  readBack: ReadBack.nullable(),
  notes: z.array(z.object({ by: Actor, at: Instant, text: z.string() })),
  due: z.array(Deadline),
  timeline: z.array(TimelineEntry),
  supersedes: AlertId.nullable(),
  supersededBy: AlertId.nullable(),
  closedAt: Instant.nullable(),
  /** What the publisher calls itself; free text, may be null. */
  source: z.string().nullable(),
  sourceNote: z.string().nullable(),
  /** True when the publisher marked it as simulated. */
  simulated: z.boolean(),
  /** Grows by one with every change; the compare-and-set of the hub rests on it. */
  rev: z.number().int().positive(),
})
export type Alert = z.infer<typeof Alert>

/** An alert that still wants somebody's attention. */
export function isOpen(alert: Pick<Alert, 'state'>): boolean {
  return alert.state !== 'resolved' && alert.state !== 'expired'
}

/** An alert whose tone and mark must call: nobody has acknowledged it. */
export function isCalling(alert: Pick<Alert, 'state' | 'acknowledgedAt'>): boolean {
  return isOpen(alert) && alert.acknowledgedAt === null
}
