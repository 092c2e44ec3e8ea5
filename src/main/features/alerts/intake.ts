import { hash } from 'node:crypto'
import type { Complaint, Finding, Intake } from './finding.ts'
import { CareManagementAlert, SeedAlert } from './message-shape.ts'
import { readPublisherTime } from './publisher-time.ts'
import type { MessageFault } from '@shared/clinical/message-fault.ts'
import type { Doubt } from '@shared/features/alerts/model.ts'

/** A real message has a few hundred bytes; anything larger is not an alert and is not worth parsing. */
const MAX_BYTES = 65_536
const MAX_DEPTH = 16
const GENERAL = 'general'
const forbidden = new Set(['__proto__', 'constructor', 'prototype'])

/** By which way a message came. `history` is the reconciliation of `alert_history` after an interruption. */
export type Arrival =
  | { readonly kind: 'unit'; readonly unit: string }
  | { readonly kind: 'patient'; readonly patientId: string }
  | { readonly kind: 'history'; readonly patientId: string }
  | { readonly kind: 'care-management'; readonly unit: string }

export interface IntakeLimits {
  readonly aheadMinutes: number
  readonly ancientMinutes: number
}

const sentences: Partial<Record<MessageFault, string>> = {
  'not-json': 'The message is not JSON (a bare NaN, a cut text, or another format).',
  'not-an-object': 'The message is JSON, but not an object.',
  'too-large': `The message is larger than ${MAX_BYTES / 1_024} KB.`,
  'invalid-utf8': 'The message is not valid UTF-8 text.',
  'missing-patient': 'The message names no patient.',
  'missing-type': 'The message names no alert type.',
  'wrong-value': 'The value is missing or is not a finite number.',
  'wrong-types': 'A field of the message has the wrong type.',
  'forbidden-key':
    'The message holds a key that no alert has (__proto__ or the like), or is nested too deeply.',
  'time-unreadable': 'The timestamp cannot be read; the time of receipt is shown instead.',
  'time-ahead': "The publisher's clock is ahead of the hub's; the time of receipt is shown instead.",
  'time-ancient': 'The timestamp is older than the unit accepts; the time of receipt is shown instead.',
}

function complain(reason: MessageFault): Complaint {
  return { reason, sentence: sentences[reason] ?? reason }
}

function refuse(reason: MessageFault): Intake {
  return { kind: 'refused', complaint: complain(reason) }
}

/**
 * Understands one published message. Never throws: whatever is wrong becomes a complaint, and whatever can
 * still be shown is.
 * @param now the hub's time in milliseconds since 1970.
 */
export function takeIn(arrival: Arrival, payload: Buffer, now: number, limits: IntakeLimits): Intake {
  if (payload.byteLength > MAX_BYTES) return refuse('too-large')
  const text = decode(payload)
  if (text === null) return refuse('invalid-utf8')
  const json = parseJson(text)
  if (json === undefined) return refuse('not-json')
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return refuse('not-an-object')
  const canonical = canonicalText(json, 0)
  if (canonical === null) return refuse('forbidden-key')
  const bytes = payload.byteLength
  if (arrival.kind !== 'care-management') return takeSeedAlert(arrival, json, canonical, bytes, now, limits)
  // The care managers' channel is also the seed's channel of a ward of that name.
  return Object.hasOwn(json, 'alert_type')
    ? takeSeedAlert({ kind: 'unit', unit: arrival.unit }, json, canonical, bytes, now, limits)
    : takeCareManagement(arrival.unit, json, canonical, bytes, now)
}

function takeSeedAlert(
  arrival: Exclude<Arrival, { kind: 'care-management' }>,
  json: object,
  canonical: string,
  bytes: number,
  now: number,
  limits: IntakeLimits,
): Intake {
  const parsed = SeedAlert.safeParse(json)
  if (!parsed.success) return refuse(reasonOf(parsed.error.issues[0]?.path[0]))
  const { patient_id: patientId, context, ...alert } = parsed.data
  const time = readPublisherTime(alert.timestamp, now, limits)
  const doubts: Doubt[] = []
  const complaints: Complaint[] = []
  if (time.doubt) doubts.push(time.doubt)
  if (time.unreadable) complaints.push(complain('time-unreadable'))
  else if (time.doubt === 'time-ahead' || time.doubt === 'time-ancient') complaints.push(complain(time.doubt))
  const finding: Finding = {
    messageId: crossingId(json, time.at) ?? idOf(canonical, time.doubt === 'time-missing' ? now : null),
    units: homes(arrival, context.unit),
    card: {
      patientId,
      name: context.name,
      mrn: context.mrn,
      birthDate: context.birthDate,
      sex: context.sex,
      bed: context.bed,
      allergies: context.allergies,
      codeStatus: context.codeStatus,
      conditions: context.conditions,
    },
    type: alert.alert_type,
    value: alert.value,
    unitOfMeasure: alert.unit === undefined || alert.unit === '' ? null : alert.unit,
    publisherSeverity: severityText(alert.severity),
    publishedAt: time.at,
    doubts,
    source: context.source,
    sourceNote: context.note,
    simulated: context.demo,
    bytes,
  }
  return { kind: 'finding', finding, complaints }
}

function takeCareManagement(
  unit: string,
  json: object,
  canonical: string,
  bytes: number,
  now: number,
): Intake {
  const parsed = CareManagementAlert.safeParse(json)
  if (!parsed.success) return refuse(reasonOf(parsed.error.issues[0]?.path[0]))
  const message = parsed.data
  const finding: Finding = {
    // The seed gives this message no timestamp.
    messageId: crossingId(json, now) ?? idOf(canonical, now),
    units: [unit],
    card: {
      patientId: message.patient_id,
      name: null,
      mrn: null,
      birthDate: null,
      sex: null,
      bed: null,
      allergies: null,
      codeStatus: null,
      conditions: null,
    },
    type: message.type,
    value: message.risk_score,
    unitOfMeasure: null,
    publisherSeverity: null,
    publishedAt: now,
    doubts: [],
    source: 'population monitor',
    sourceNote: `trigger: ${message.trigger_metric} ${message.trigger_value}`,
    simulated: false,
    bytes,
  }
  return { kind: 'finding', finding, complaints: [] }
}

/**
 * A message belongs where its payload says (`context.unit`), and also to the unit channel it came by: when the
 * two disagree both wards show it, since hiding it from either could miss it. With neither, `general`.
 */
function homes(arrival: Exclude<Arrival, { kind: 'care-management' }>, contextUnit: string | null): string[] {
  const named = contextUnit === null ? [] : [contextUnit]
  const channel = arrival.kind === 'unit' ? [arrival.unit] : []
  const units = [...new Set([...named, ...channel])]
  return units.length === 0 ? [GENERAL] : units
}

function severityText(severity: unknown): string | null {
  if (severity === null || severity === undefined) return null
  const text = typeof severity === 'string' ? severity.trim() : JSON.stringify(severity)
  return text === '' ? null : text.slice(0, 40)
}

function reasonOf(field: PropertyKey | undefined): MessageFault {
  switch (field) {
    case 'patient_id':
      return 'missing-patient'
    case 'alert_type':
    case 'type':
      return 'missing-type'
    case 'value':
    case 'risk_score':
    case 'trigger_value':
      return 'wrong-value'
    default:
      return 'wrong-types'
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(payload: Buffer): string | null {
  try {
    return utf8.decode(payload)
  } catch {
    return null
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The message with sorted keys and no spacing, or null when it holds what no alert has. */
function canonicalText(value: unknown, depth: number): string | null {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (depth > MAX_DEPTH) return null
  const parts: string[] = []
  if (Array.isArray(value)) {
    for (const item of value) {
      const text = canonicalText(item, depth + 1)
      if (text === null) return null
      parts.push(text)
    }
    return `[${parts.join(',')}]`
  }
  for (const [key, item] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (forbidden.has(key)) return null
    const text = canonicalText(item, depth + 1)
    if (text === null) return null
    parts.push(`${JSON.stringify(key)}:${text}`)
  }
  return `{${parts.join(',')}}`
}

/**
 * The id of a crossing of the risk threshold: the same for the seed's message on the channel, which has no time, and
 * for the alert with a time that the patient's history keeps of it. Null for any other message.
 */
function crossingId(json: object, at: number): string | null {
  const crossing = CareManagementAlert.safeParse(json)
  const canonical = crossing.success ? canonicalText(crossing.data, 0) : null
  return canonical === null ? null : idOf(canonical, at)
}

/**
 * A message without a time of its own would be "the same" for ever; the minute of receipt tells two apart.
 * At worst a minute's boundary makes two of one, which the bundle joins again.
 */
function idOf(canonical: string, receivedAt: number | null): string {
  const minute = receivedAt === null ? '' : `@${Math.floor(receivedAt / 60_000)}`
  return hash('sha256', canonical + minute, 'hex').slice(0, 32)
}
