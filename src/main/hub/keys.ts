import { AnalysisKeys } from './analysis-keys.ts'
import { escapeGlob } from './key-names.ts'

/** Which of the seed's alert channels a message came by. */
export type AlertChannel =
  { kind: 'unit'; unit: string } | { kind: 'patient'; patientId: string } | { kind: 'care-management' }

const CARE_MANAGEMENT = 'care_management'

/**
 * Every key and channel of the hub, each in a family of the catalogue (key-families.ts). Only this class and the two
 * that it extends build one.
 */
export class HubKeys extends AnalysisKeys {
  /** `alerts:{unit}`; for the unit `care_management` this is the care managers' channel of the seed. */
  unitAlerts(unit: string): string {
    return this.in('alertChannels', unit)
  }

  patientAlerts(patientId: string): string {
    return this.in('alertChannels', `patient:${patientId}`)
  }

  alertHistory(patientId: string): string {
    return this.in('alertHistory', patientId)
  }

  /** Pattern that finds every patient's alert history. */
  alertHistoryPattern(): string {
    return this.matching('alertHistory', '*')
  }

  series(patientId: string, metric: string): string {
    return this.in('series', `${patientId}:${metric}`)
  }

  seriesPattern(patientId: string): string {
    return this.matching('series', `${escapeGlob(patientId)}:*`)
  }

  /** The metric that a series key names, or null when it is no series of this patient. */
  metricOf(key: string, patientId: string): string | null {
    const start = this.series(patientId, '')
    return key.startsWith(start) && key.length > start.length ? key.slice(start.length) : null
  }

  /** A key of the alerts feature in one unit's slot; the hash tag keeps multi-key scripts in one Cluster slot. */
  alert(
    unit: string,
    what:
      | 'log'
      | 'seq'
      | 'state'
      | 'open'
      | 'due'
      | 'seen'
      | 'bundle'
      | 'closed'
      | 'policy'
      | 'epoch'
      | 'reconciled'
      | 'lease',
  ): string {
    return this.in('alerts', `{${unit}}:${what}`)
  }

  alertStamps(unit: string, alertId: string): string {
    return this.in('alerts', `{${unit}}:stamps:${alertId}`)
  }

  /** The seed's session hash. */
  session(id: string): string {
    return this.in('sessions', id)
  }

  /** Pattern that finds every session. */
  sessionPattern(): string {
    return this.matching('sessions', '*')
  }

  /** The id of a session key, or null when it is another key. */
  sessionOf(key: string): string | null {
    const start = this.in('sessions')
    return key.startsWith(start) && key.length > start.length ? key.slice(start.length) : null
  }

  /** What all stations share about users: accounts, badge digests, provider names; one slot for its scripts. */
  users(what: 'accounts' | 'badges' | 'providers' | 'pepper' | 'policy' | 'epoch'): string {
    return this.in('users', `{all}:${what}`)
  }

  /** Failed sign-ins of one subject (a user, a station). */
  userAttempts(subject: string): string {
    return this.in('users', `{${subject}}:attempts`)
  }

  emergencies(what: 'entries' | 'waiting'): string {
    return this.in('emergencies', `{all}:${what}`)
  }

  /** The seed's answer about two drugs; `pair` is the list as Python writes it (pair-key.ts). */
  drugInteraction(pair: string): string {
    return this.in('interactionAnswers', pair)
  }

  /** What all stations share about interactions; one slot for its scripts. */
  interactions(what: 'queue' | 'verdicts' | 'demotions' | 'figures'): string {
    return this.in('interactions', `{all}:${what}`)
  }

  /** What was asked and spent on one day, by station. @param day ISO date, UTC. */
  interactionLedger(day: string): string {
    return this.in('interactions', `{all}:ledger:${day}`)
  }

  /** Held by the station that asks a model about a pair. @param digest of the pair: names may hold braces. */
  interactionAsking(digest: string): string {
    return this.in('interactions', `{${digest}}:asking`)
  }

  /** A patient's list of drugs. */
  medications(patientId: string): string {
    return this.in('interactions', `{${patientId}}:medications`)
  }

  /** Channel that tells what of the interactions has changed. */
  interactionChanges(): string {
    return this.in('interactionChannel', 'changed')
  }

  /** A key of one station's audit: its signed heads (a stream), or the copies that others hold of them (a hash). */
  audit(station: string, what: 'heads' | 'witnesses'): string {
    return this.in('audit', `{${station}}:${what}`)
  }

  /** Every station that has published a head of its audit. */
  auditStations(): string {
    return this.in('audit', `{stations}:known`)
  }

  /** The seed's request for an approval; programs of others write and read it. */
  approvalRequest(id: string): string {
    return this.in('approvalRequests', id)
  }

  /** Pattern that finds every request for an approval. */
  approvalRequestPattern(): string {
    return this.matching('approvalRequests', '*')
  }

  /** The id of a request's key, or null when it is another key. */
  approvalOf(key: string): string | null {
    const start = this.in('approvalRequests')
    return key.startsWith(start) && key.length > start.length ? key.slice(start.length) : null
  }

  /** The seed's channel on which new requests are announced. */
  approvalsPending(): string {
    return this.in('approvalsPending', 'pending')
  }

  /** Our own record of approvals, which outlives the seed's keys; one slot for its script. */
  approval(
    what:
      | 'record'
      | 'open'
      | 'due'
      | 'closed'
      | 'log'
      | 'seq'
      | 'duties'
      | 'figures'
      | 'epoch'
      | 'lease'
      | 'looked',
  ): string {
    return this.in('approvals', `{all}:${what}`)
  }

  /** Wakes the stations when the log of approvals has grown. */
  approvalsWake(): string {
    return this.in('approvalsWake', 'changed')
  }

  /** An automatic approval that identical requests reuse. @param digest SHA-256 of what makes them identical. */
  priorAuthCache(digest: string): string {
    return this.in('priorAuthCache', digest)
  }

  /** What all stations know of prior authorisations; one slot for its script. */
  priorAuth(what: 'records' | 'open' | 'closed' | 'claims' | 'batches'): string {
    return this.in('priorAuth', `{all}:${what}`)
  }

  /** What came of the requests of one calendar year (UTC), without patients. */
  priorAuthOutcomes(year: number): string {
    return this.in('priorAuth', `{all}:outcomes:${year}`)
  }

  /** A batch: its progress, or the file it was read from. */
  priorAuthBatch(id: string, what: 'progress' | 'source'): string {
    return this.in('priorAuth', `{${id}}:${what}`)
  }

  /** Pattern that finds every patient's series of a metric; null for all metrics. */
  seriesOfMetricPattern(metric: string | null): string {
    return this.matching('series', metric === null ? '*' : `*:${escapeGlob(metric)}`)
  }

  /** Patient and metric of a series key, or null when it is another key. The metric is what follows the last colon. */
  readSeries(key: string): { patientId: string; metric: string } | null {
    const start = this.in('series')
    const colon = key.lastIndexOf(':')
    if (!key.startsWith(start) || colon <= start.length || colon === key.length - 1) return null
    return { patientId: key.slice(start.length, colon), metric: key.slice(colon + 1) }
  }

  readAlertChannel(channel: string): AlertChannel | null {
    const start = this.in('alertChannels')
    if (!channel.startsWith(start)) return null
    const rest = channel.slice(start.length)
    if (rest === CARE_MANAGEMENT) return { kind: 'care-management' }
    if (rest.startsWith('patient:')) return { kind: 'patient', patientId: rest.slice('patient:'.length) }
    return rest === '' ? null : { kind: 'unit', unit: rest }
  }

  /** The patient of an alert-history key, or null when it is another key. */
  patientOfHistory(key: string): string | null {
    const start = this.in('alertHistory')
    return key.startsWith(start) && key.length > start.length ? key.slice(start.length) : null
  }
}

/** The unit under which the care managers' channel is kept. */
export const careManagementUnit = CARE_MANAGEMENT
