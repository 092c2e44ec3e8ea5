import { z } from 'zod'
import { PatientId } from '@shared/clinical/person.ts'
import { Alert, AlertId, Direction, PatientCard, Reading } from './model.ts'
import { AlertPolicy } from './policy.ts'
import { Severity } from '@shared/clinical/severity.ts'
import { UnitName } from '@shared/clinical/ward.ts'
import type { Subject } from '@shared/ipc/audit-record.ts'
import { event, request } from '@shared/ipc/contract.ts'

const Instant = z.number().int().nonnegative()
/** The journal ends a text at NUL and replaces half a character: such an id would come back as another, or as none. */
const KeepableId = PatientId.refine((id) => !id.includes('\u0000') && !/\p{Cs}/u.test(id))
const ById = z.object({ id: AlertId })
const Nothing = z.object({})

/** What became of a transition. `unchanged`: it did not apply (somebody was first); `alert` shows the present state. */
export const TransitionReply = z.object({ outcome: z.enum(['applied', 'unchanged']), alert: Alert })
export type TransitionReply = z.infer<typeof TransitionReply>

/** What happened while this station was not watching; counts by severity of alerts raised meanwhile. */
export const MissedSummary = z.object({
  from: Instant,
  to: Instant,
  raised: z.object({ critical: z.number(), warning: z.number(), info: z.number() }),
  stillOpen: z.number().int(),
  escalated: z.number().int(),
})
export type MissedSummary = z.infer<typeof MissedSummary>

export const BoardSnapshot = z.object({
  revision: z.number().int().nonnegative(),
  items: z.array(Alert),
  missed: MissedSummary.nullable(),
  followed: z.array(PatientId),
})
export type BoardSnapshot = z.infer<typeof BoardSnapshot>

export const BoardChange = z.object({
  revision: z.number().int().nonnegative(),
  upserts: z.array(Alert),
  removed: z.array(AlertId),
})
export type BoardChange = z.infer<typeof BoardChange>

/** When a station received, showed, notified and sounded an alert; times by the hub's clock. */
export const DeliveryStamp = z.object({
  station: z.string(),
  what: z.enum(['received', 'shown', 'notified', 'sounded', 'notification-suppressed', 'sound-suppressed']),
  at: Instant,
  detail: z.string().nullable(),
})
export type DeliveryStamp = z.infer<typeof DeliveryStamp>

const couldNotRead = z.object({ kind: z.literal('could-not-read'), reason: z.string() })

export const Trend = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('found'),
    label: z.string(),
    unit: z.string().nullable(),
    points: z.array(Reading),
    limits: z.array(z.object({ value: z.number(), side: z.enum(['high', 'low']), severity: Severity })),
  }),
  z.object({ kind: z.literal('nothing'), label: z.string() }),
  couldNotRead,
])
export type Trend = z.infer<typeof Trend>

/** One remembered alert message of a patient, as the hub keeps it. */
export const HistoryItem = z.object({
  at: Instant,
  type: z.string(),
  label: z.string(),
  value: z.number().nullable(),
  unitOfMeasure: z.string().nullable(),
  severity: Severity.nullable(),
  direction: Direction,
  unit: z.string().nullable(),
  /** Set when the stored text could not be understood; it is counted and shown, never dropped. */
  unreadable: z.string().nullable(),
})
export type HistoryItem = z.infer<typeof HistoryItem>

export const PatientHistoryPage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('page'),
    items: z.array(HistoryItem),
    next: z.string().nullable(),
    total: z.number(),
  }),
  couldNotRead,
])
export type PatientHistoryPage = z.infer<typeof PatientHistoryPage>

/** One event of the unit's log, newest first. */
export const UnitHistoryItem = z.object({
  at: Instant,
  kind: z.string(),
  seq: z.number().int(),
  alert: Alert,
})
export type UnitHistoryItem = z.infer<typeof UnitHistoryItem>

export const UnitHistoryPage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('page'), items: z.array(UnitHistoryItem), next: z.string().nullable() }),
  couldNotRead,
])
export type UnitHistoryPage = z.infer<typeof UnitHistoryPage>

export const PatientPage = z.object({
  card: PatientCard,
  open: z.array(Alert),
  /** Finding types for which the hub holds a series; empty with `metricsKnown` false means it could not be read. */
  metrics: z.array(z.object({ type: z.string(), label: z.string(), unit: z.string().nullable() })),
  metricsKnown: z.boolean(),
  followed: z.boolean(),
  simulated: z.boolean(),
})
export type PatientPage = z.infer<typeof PatientPage>

export const SoundLevel = z.enum(['high', 'medium', 'low', 'technical'])
export type SoundLevel = z.infer<typeof SoundLevel>

/**
 * What should be heard now. `once` grows when a burst is to be played once (medium, low);
 * `repeating` holds what repeats until acknowledged (high) or until the link returns (technical).
 */
export const SoundOrder = z.object({
  repeating: SoundLevel.nullable(),
  once: SoundLevel.nullable(),
  serial: z.number().int(),
  /** Alerts that this order sounds for, so that the renderer can report what it did. */
  alertIds: z.array(AlertId),
  mutedUntil: Instant.nullable(),
})
export type SoundOrder = z.infer<typeof SoundOrder>

export const UnitPolicy = z.object({ unit: UnitName, policy: AlertPolicy, isDefault: z.boolean() })
export type UnitPolicy = z.infer<typeof UnitPolicy>

const thisAlert = ({ id }: { id: string }): Subject => ({ alert: id })
const thisPatient = ({ patientId }: { patientId: string }): Subject => ({ patient: patientId })
const thisUnit = ({ unit }: { unit: string }): Subject => ({ unit })

const step = {
  input: ById,
  output: TransitionReply,
  role: 'answer-alerts',
  audit: 'write',
  subject: thisAlert,
} as const

export const alertRequests = {
  'alerts.list': request({
    input: Nothing,
    output: BoardSnapshot,
    role: 'see-board',
    audit: 'read',
    subject: () => 'board',
  }),
  'alerts.shown': request({
    input: z.object({ revision: z.number().int().nonnegative() }),
    output: Nothing,
    role: 'see-board',
    audit: 'quiet',
  }),
  'alerts.acknowledge': request(step),
  'alerts.escalate': request(step),
  'alerts.take': request(step),
  'alerts.release': request(step),
  'alerts.resolve': request({
    input: ById.extend({ reason: z.string().trim().max(500).nullable() }),
    output: TransitionReply,
    role: 'answer-alerts',
    audit: 'write',
    subject: thisAlert,
    why: ({ reason }) => reason,
  }),
  'alerts.read-back': request({
    input: ById.extend({
      toldTo: z.string().trim().min(1).max(120),
      repeatedBy: z.string().trim().min(1).max(120),
    }),
    output: TransitionReply,
    role: 'answer-alerts',
    audit: 'write',
    subject: thisAlert,
  }),
  'alerts.note': request({
    input: ById.extend({ text: z.string().trim().min(1).max(1_000) }),
    output: TransitionReply,
    role: 'answer-alerts',
    audit: 'write',
    subject: thisAlert,
  }),
  'alerts.stamps': request({
    input: ById,
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('found'), stamps: z.array(DeliveryStamp) }),
      couldNotRead,
    ]),
    role: 'read-patients',
    audit: 'read',
    subject: thisAlert,
  }),
  'alerts.patient': request({
    input: z.object({ patientId: PatientId }),
    output: PatientPage,
    role: 'read-patients',
    audit: 'read',
    subject: thisPatient,
  }),
  'alerts.trend': request({
    input: z.object({ patientId: PatientId, type: z.string().max(120), hours: z.number().min(1).max(8_760) }),
    output: Trend,
    role: 'read-patients',
    audit: 'read',
    subject: thisPatient,
  }),
  'alerts.patient-history': request({
    input: z.object({
      patientId: PatientId,
      /** The `next` of the page before; null for the newest. */
      cursor: z.string().max(64).nullable(),
      search: z.string().trim().max(120),
    }),
    output: PatientHistoryPage,
    role: 'read-patients',
    audit: 'read',
    subject: thisPatient,
  }),
  'alerts.unit-history': request({
    input: z.object({ unit: UnitName, cursor: z.string().max(64).nullable() }),
    output: UnitHistoryPage,
    role: 'read-patients',
    audit: 'read',
    subject: thisUnit,
  }),
  'alerts.follow': request({
    input: z.object({ patientId: KeepableId, follow: z.boolean() }),
    output: z.object({ followed: z.array(PatientId) }),
    role: 'follow-patients',
    audit: 'write',
    subject: thisPatient,
  }),
  'alerts.dismiss-missed': request({
    input: Nothing,
    output: Nothing,
    role: 'read-patients',
    audit: 'quiet',
  }),
  /** Silences this station's tones for at most two minutes (IEC 60601-1-8 audio paused; UI.md). */
  'alerts.mute': request({
    input: z.object({ seconds: z.number().int().min(0).max(120) }),
    output: SoundOrder,
    role: 'pause-sounds',
    audit: 'write',
  }),
  'alerts.sounding': request({ input: Nothing, output: SoundOrder, role: 'anyone', audit: 'quiet' }),
  /** The renderer tells what became of an order to sound, so that silence is on record. */
  'alerts.sounded': request({
    input: z.object({
      serial: z.number().int(),
      outcome: z.enum(['played', 'blocked', 'sounds-off']),
    }),
    output: Nothing,
    role: 'anyone',
    audit: 'quiet',
  }),
  'alerts.policy': request({
    input: z.object({ unit: UnitName }),
    output: UnitPolicy,
    role: 'read-patients',
    audit: 'read',
    subject: thisUnit,
  }),
  'alerts.save-policy': request({
    input: z.object({ unit: UnitName, policy: AlertPolicy }),
    output: UnitPolicy,
    role: 'set-alert-policy',
    audit: 'write',
    kind: 'setting',
    subject: thisUnit,
  }),
} as const

export const alertEvents = {
  'alerts.changed': event(BoardChange, 'see-board'),
  /** The board was rebuilt (reconnect, other units): take a new snapshot. */
  'alerts.reset': event(z.object({ revision: z.number().int().nonnegative() }), 'see-board'),
  'alerts.sound': event(SoundOrder, 'anyone'),
  /** A notification was clicked: show this alert. */
  'alerts.open': event(z.object({ id: AlertId }), 'read-patients'),
} as const
