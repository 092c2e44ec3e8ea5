import { boardStrings, words } from './strings.ts'
import { unchangedWords } from './strings-actions.ts'
import type { ActionKind } from './actions.ts'
import { isCalling, isOpen, type Alert, type DueKind } from '@shared/features/alerts/model.ts'
import { FindingType } from '@shared/clinical/finding-types.ts'
import { priorityOf } from '@shared/clinical/priority.ts'
import type { FindingDefinition } from '@shared/clinical/quantities.ts'
import { definitionOf } from '@shared/clinical/vocabulary.ts'
import { formatClock, formatCountdown } from '@renderer/ui/time-format.ts'
import { formatValue, shortName } from '@renderer/ui/value-format.ts'

/** The bed, or that it is not known. */
export function bedOf(alert: Pick<Alert, 'patient'>): string {
  return alert.patient.bed ?? words.bedUnknown
}

/** The patient's name for a row; without a name the patient number, so that a row is never nobody's. */
export function rowNameOf(alert: Pick<Alert, 'patient'>): string {
  return alert.patient.name === null ? alert.patient.patientId : shortName(alert.patient.name)
}

type Measured = Pick<Alert, 'type' | 'unitOfMeasure'>

/** The vocabulary's entry when the value is in the finding's canonical unit; null for foreign types and units. */
function canonical(alert: Measured): FindingDefinition | null {
  const type = FindingType.safeParse(alert.type)
  if (!type.success) return null
  const definition = definitionOf(type.data)
  const unit = alert.unitOfMeasure ?? ''
  return unit === definition.canonicalUnit || unit === definition.displayUnit ? definition : null
}

/** The unit as people write it (`°C`, not `Cel`); as published when it is not the canonical one. */
export function unitOf(alert: Measured): string | null {
  return canonical(alert)?.displayUnit ?? alert.unitOfMeasure
}

/** Usual digits after the point of this finding; 0 when its unit is not the usual one. */
export function decimalsOf(alert: Measured): number {
  return canonical(alert)?.decimals ?? 0
}

/** The value as text, with the digits usual for the finding. */
export function valueOf(alert: Measured & Pick<Alert, 'value'>): string {
  return formatValue(alert.value, decimalsOf(alert))
}

type Limited = Measured & Pick<Alert, 'basis' | 'value' | 'worst'>

/** The crossed limit with the value that crossed it; `now` is false when the latest value is back inside. */
interface Crossing {
  readonly side: 'high' | 'low'
  readonly on: boolean
  readonly now: boolean
  readonly limit: string
}

function crossing(alert: Limited): Crossing | null {
  const { limit, side } = alert.basis
  if (limit === null || side === null) return null
  const now = side === 'high' ? alert.value >= limit : alert.value <= limit
  const on = (now ? alert.value : alert.worst) === limit
  return { side, on, now, limit: formatValue(limit, decimalsOf(alert)) }
}

function worstText(alert: Limited): string {
  return formatValue(alert.worst, decimalsOf(alert))
}

/**
 * `> 6.5 critical`, `≤ 65 warning`, or that nothing was compared. Reaching a limit counts as crossing it. When the
 * latest value is back inside, the worst one is named: `worst 78 < 80 critical`.
 */
export function limitLine(alert: Limited & Pick<Alert, 'severity'>): string {
  const severity = words.severities[alert.severity]
  const found = crossing(alert)
  if (found === null) return `${severity} · ${words.noLimit}`
  const sign = found.side === 'high' ? (found.on ? '≥' : '>') : found.on ? '≤' : '<'
  const line = `${sign} ${found.limit} ${severity}`
  return found.now ? line : `${words.worst(worstText(alert))} ${line}`
}

/** `above 6.5 mmol/L`, `worst 78, below 80 mmHg`; null when nothing was compared. */
export function limitInWords(alert: Limited): string | null {
  const found = crossing(alert)
  if (found === null) return null
  const unit = unitOf(alert)
  const limit = unit === null || unit === '' ? found.limit : `${found.limit} ${unit}`
  const line =
    found.side === 'high'
      ? found.on
        ? words.atOrAbove(limit)
        : words.above(limit)
      : found.on
        ? words.atOrBelow(limit)
        : words.below(limit)
  return found.now ? line : `${words.worst(worstText(alert))}, ${line}`
}

/** `K⁺ 6.8 mmol/L`. */
export function findingOf(alert: Measured & Pick<Alert, 'symbol' | 'value'>): string {
  return [alert.symbol, valueOf(alert), unitOf(alert) ?? ''].join(' ').trim()
}

/** What assistive technology says for a row; also its stable name for tests. */
export function rowLabel(alert: Alert): string {
  const parts = [
    words.priorities[priorityOf(alert.severity)],
    bedOf(alert),
    rowNameOf(alert),
    findingOf(alert),
  ]
  const limit = limitInWords(alert)
  if (limit !== null) parts.push(limit)
  if (alert.count > 1) parts.push(words.timesInFull(alert.count))
  if (alert.acknowledgedBy !== null) parts.push(`${words.timeline.acknowledged} ${alert.acknowledgedBy.user}`)
  for (const doubt of alert.doubts) parts.push(words.doubts[doubt])
  if (alert.simulated) parts.push(words.demo)
  return boardStrings.rowName(parts)
}

/** The next sensible step; null when somebody else has the alert or it is closed. */
export function nextStep(alert: Alert, user: string): ActionKind | null {
  if (!isOpen(alert)) return null
  if (isCalling(alert)) return 'acknowledge'
  if (alert.readBackRequired && alert.readBack === null) return 'read-back'
  if (alert.holder === null) return alert.acknowledgedBy?.user === user ? 'resolve' : 'take'
  return alert.holder.user === user ? 'resolve' : null
}

/** The earliest deadline of a kind, in milliseconds; null when there is none. */
export function dueAt(alert: Pick<Alert, 'due'>, kind: DueKind): number | null {
  const times = alert.due.filter((deadline) => deadline.kind === kind).map((deadline) => deadline.at)
  return times.length === 0 ? null : Math.min(...times)
}

export interface WhoLine {
  readonly main: string
  readonly tone: 'urgent' | 'self' | 'plain'
  readonly extra: string | null
}

function countdownLine(
  at: number | null,
  now: number,
  running: (left: string) => string,
  over: string,
): string | null {
  if (at === null) return null
  const left = formatCountdown(at, now)
  return left === null ? over : running(left)
}

function callingLine(alert: Alert, now: number): WhoLine {
  const due = dueAt(alert, 'escalation')
  if (alert.escalationLevel === 0) {
    const line = countdownLine(due, now, boardStrings.escalatesIn, boardStrings.escalatesNow)
    return { main: line ?? '', tone: 'urgent', extra: null }
  }
  const role = alert.escalatedTo
  return {
    main: role === null ? boardStrings.escalated : boardStrings.escalatedTo(words.roles[role]),
    tone: 'urgent',
    extra: countdownLine(due, now, boardStrings.nextIn, boardStrings.escalatesNow),
  }
}

/** Who has the alert, or when it escalates, at the time `now`. */
export function whoLine(alert: Alert, user: string, now: number): WhoLine {
  if (alert.state === 'resolved') return { main: boardStrings.resolved, tone: 'plain', extra: null }
  if (alert.state === 'expired') return { main: boardStrings.expired, tone: 'plain', extra: null }
  if (isCalling(alert)) return callingLine(alert, now)
  const who = alert.holder ?? alert.acknowledgedBy
  const mine = who?.user === user
  const extra =
    alert.readBack !== null
      ? boardStrings.readBackTo(alert.readBack.toldTo)
      : alert.readBackRequired
        ? countdownLine(dueAt(alert, 'read-back'), now, boardStrings.readBackIn, boardStrings.readBackNow)
        : null
  return { main: mine ? boardStrings.withYou : (who?.user ?? ''), tone: mine ? 'self' : 'plain', extra }
}

function closedWords(alert: Alert): string | null {
  if (alert.state === 'expired') return unchangedWords.expired
  if (alert.state !== 'resolved') return null
  const entry = alert.timeline.findLast((line) => line.kind === 'resolved')
  return unchangedWords.resolved(entry?.actor?.user ?? unchangedWords.theClock)
}

/** Why an action changed nothing: who was first, from the alert's present state. */
export function unchangedSentence(kind: ActionKind, alert: Alert): string {
  const closed = closedWords(alert)
  if (closed !== null) return closed
  switch (kind) {
    case 'acknowledge':
      return alert.acknowledgedBy === null || alert.acknowledgedAt === null
        ? unchangedWords.other
        : unchangedWords.acknowledged(alert.acknowledgedBy.user, formatClock(alert.acknowledgedAt))
    case 'take':
      return alert.holder === null ? unchangedWords.other : unchangedWords.held(alert.holder.user)
    case 'release':
      return alert.holder === null ? unchangedWords.notHeld : unchangedWords.held(alert.holder.user)
    case 'read-back':
      return alert.readBack === null
        ? unchangedWords.other
        : unchangedWords.readBack(alert.readBack.toldTo, formatClock(alert.readBack.at))
    case 'escalate':
      return alert.escalatedTo === null
        ? unchangedWords.other
        : unchangedWords.escalated(words.roles[alert.escalatedTo])
    case 'resolve':
    case 'note':
      return unchangedWords.other
  }
}
