import { normaliseType } from '@shared/clinical/normalise-type.ts'
import { severityRank } from '@shared/clinical/severity.ts'
import { isWorse } from '@shared/clinical/worsening.ts'
import type { Actor } from '@shared/clinical/person.ts'
import type { Alert, EventKind, PatientCard, Reading, TimelineEntry } from '@shared/features/alerts/model.ts'
import type { AlertPolicy } from '@shared/features/alerts/policy.ts'
import { escalationDue, expiryDue, inOrder } from './engine-deadlines.ts'
import type { Assessment } from './engine-grade.ts'
import type { Finding } from './finding.ts'

const TREND_LENGTH = 20
const TIMELINE_LENGTH = 60

/** One alert's next state and the event that brought it there. */
export interface Change {
  readonly kind: EventKind
  readonly next: Alert
}

/** What a finding does: raises an alert (perhaps in place of a milder one), or counts towards the open one. */
export type FindingDecision =
  | { readonly kind: 'raise'; readonly raised: Change; readonly superseded: Change | null }
  | { readonly kind: 'fold'; readonly folded: Change }

type Bundled = Pick<Alert, 'type' | 'direction' | 'unitOfMeasure'>

/**
 * Findings with the same key are repeats of each other: patient, type and direction. The unit of measure takes part
 * because a finding that could not be converted keeps its publisher's: 140 of one unit is no repeat of 140 of another.
 */
export function bundleKey(patientId: string, { type, direction, unitOfMeasure }: Bundled): string {
  // Names are the publishers' own words and may hold any separator.
  return JSON.stringify([patientId, type, direction, unitOfMeasure])
}

/**
 * Decides what becomes of a finding, given the open alert of its bundle (null when there is none).
 * Repeats within the policy's window fold into one alert with a count and a trend. A worsening (more severe,
 * or further out by the finding's own step) breaks the bundle and calls anew, and takes over the clock of
 * what it replaces, so that getting worse never buys time. A critical finding is never folded into a milder alert,
 * and a milder finding never takes the place of an alert that still waits for an answer, however old that is.
 * @param now the hub's time in milliseconds since 1970.
 */
export function decideFinding(
  unit: string,
  finding: Finding,
  assessment: Assessment,
  open: Alert | null,
  policy: AlertPolicy,
  now: number,
): FindingDecision {
  if (open === null)
    return { kind: 'raise', raised: raise(unit, finding, assessment, null, policy, now), superseded: null }
  // A replayed or delayed message that is not worse tells nothing new, however long ago its alert was raised.
  const isLatest = finding.publishedAt >= open.publishedAt
  const late = isLatest && now - open.raisedAt > policy.bundleMinutes * 60_000
  const milder = severityRank(assessment.severity) < severityRank(open.severity)
  const breaks = late ? !(milder && isUnanswered(open)) : hasWorsened(open, assessment)
  if (!breaks) return { kind: 'fold', folded: fold(open, finding, assessment, now) }
  const raised = raise(unit, finding, assessment, open, policy, now)
  return { kind: 'raise', raised, superseded: supersede(open, raised.next.id, now) }
}

function isUnanswered(open: Alert): boolean {
  return open.acknowledgedAt === null || (open.readBackRequired && open.readBack === null)
}

function hasWorsened(open: Alert, assessment: Assessment): boolean {
  const rank = severityRank(assessment.severity) - severityRank(open.severity)
  if (rank !== 0) return rank > 0
  const known = normaliseType(assessment.type)
  return known.kind === 'known' && isWorse(known.type, open.direction, open.worst, assessment.value)
}

function raise(
  unit: string,
  finding: Finding,
  assessment: Assessment,
  before: Alert | null,
  policy: AlertPolicy,
  now: number,
): Change {
  const critical = assessment.severity === 'critical'
  // A delayed message may be worse than what is shown and yet older: it calls, but is not the latest value.
  const newer = before !== null && before.publishedAt > finding.publishedAt ? before : null
  const unanswered = before !== null && before.acknowledgedAt === null
  const level = unanswered ? before.escalationLevel : 0
  const alert: Alert = {
    id: finding.messageId,
    unit,
    patient: before === null ? finding.card : mergeCards(before.patient, finding.card),
    type: assessment.type,
    symbol: assessment.symbol,
    label: assessment.label,
    value: newer?.value ?? assessment.value,
    unitOfMeasure: assessment.unitOfMeasure,
    published: newer?.published ?? { value: finding.value, unit: finding.unitOfMeasure },
    direction: assessment.direction,
    severity: assessment.severity,
    ourSeverity: assessment.ourSeverity,
    publisherSeverity: assessment.publisherSeverity,
    basis: assessment.basis,
    doubts: [...assessment.doubts],
    count: 1,
    trend: addReading(before?.trend ?? [], { at: finding.publishedAt, value: assessment.value }),
    worst: assessment.value,
    publishedAt: newer?.publishedAt ?? finding.publishedAt,
    raisedAt: now,
    lastAt: now,
    state: level > 0 ? 'escalated' : 'new',
    escalationLevel: level,
    escalatedTo: unanswered ? before.escalatedTo : null,
    acknowledgedBy: null,
    acknowledgedAt: null,
    holder: before?.holder ?? null,
    readBackRequired: critical && assessment.isLaboratory,
    readBack: null,
    notes: before?.notes ?? [],
    due: [],
    timeline: [{ kind: 'raised', at: now, actor: null, text: null }],
    supersedes: before?.id ?? null,
    supersededBy: null,
    closedAt: null,
    source: finding.source,
    sourceNote: finding.sourceNote,
    simulated: finding.simulated,
    rev: 1,
  }
  const running = unanswered ? before.due.find((deadline) => deadline.kind === 'escalation') : undefined
  const escalation = critical ? (running ?? escalationDue(policy, level, now)) : null
  alert.due = inOrder(escalation, expiryDue(policy, alert, now))
  return { kind: before === null ? 'raised' : 'worsened', next: alert }
}

function fold(open: Alert, finding: Finding, assessment: Assessment, now: number): Change {
  // A replayed or delayed message may be older than what is shown; it counts, but is not the latest value.
  const isLatest = finding.publishedAt >= (open.trend.at(-1)?.at ?? 0)
  const next: Alert = {
    ...open,
    patient: mergeCards(open.patient, finding.card),
    value: isLatest ? assessment.value : open.value,
    published: isLatest ? { value: finding.value, unit: finding.unitOfMeasure } : open.published,
    publishedAt: isLatest ? finding.publishedAt : open.publishedAt,
    doubts: [...new Set([...open.doubts, ...assessment.doubts])],
    count: open.count + 1,
    trend: addReading(open.trend, { at: finding.publishedAt, value: assessment.value }),
    worst:
      open.direction === 'low'
        ? Math.min(open.worst, assessment.value)
        : Math.max(open.worst, assessment.value),
    lastAt: now,
    rev: open.rev + 1,
  }
  return { kind: 'repeated', next }
}

function supersede(open: Alert, by: string, now: number): Change {
  const next = record(open, { kind: 'superseded', at: now, actor: null, text: null })
  return {
    kind: 'superseded',
    next: { ...next, state: 'resolved', supersededBy: by, due: [], closedAt: now },
  }
}

/** The alert one revision on, with one more line in its timeline; the first line (raised) is always kept. */
export function record(alert: Alert, entry: TimelineEntry): Alert {
  const [first, ...rest] = [...alert.timeline, entry]
  const timeline = first ? [first, ...rest.slice(-(TIMELINE_LENGTH - 1))] : [entry]
  return { ...alert, timeline, rev: alert.rev + 1 }
}

/** A line of the timeline; `actor` null for the deadline clock. */
export function entryOf(
  kind: EventKind,
  at: number,
  actor: Actor | null,
  text: string | null = null,
): TimelineEntry {
  return { kind, at, actor, text }
}

function addReading(trend: readonly Reading[], reading: Reading): Reading[] {
  return [...trend, reading].sort((a, b) => a.at - b.at).slice(-TREND_LENGTH)
}

/** What is newly said replaces what was known; silence does not erase it. */
export function mergeCards(known: PatientCard, said: PatientCard): PatientCard {
  return {
    patientId: known.patientId,
    name: said.name ?? known.name,
    mrn: said.mrn ?? known.mrn,
    birthDate: said.birthDate ?? known.birthDate,
    sex: said.sex ?? known.sex,
    bed: said.bed ?? known.bed,
    allergies: said.allergies ?? known.allergies,
    codeStatus: said.codeStatus ?? known.codeStatus,
    conditions: said.conditions ?? known.conditions,
  }
}
