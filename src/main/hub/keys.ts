/** Which of the seed's alert channels a message came by. */
export type AlertChannel =
  { kind: 'unit'; unit: string } | { kind: 'patient'; patientId: string } | { kind: 'care-management' }

const CARE_MANAGEMENT = 'care_management'

/**
 * Every key and channel of the hub; docs/operations.md lists them. Nothing else builds one.
 * The prefix goes before keys and channels alike, so that tests can share a server without meeting.
 */
export class HubKeys {
  readonly #prefix: string

  constructor(prefix = '') {
    this.#prefix = prefix
  }

  /** `alerts:{unit}`; for the unit `care_management` this is the care managers' channel of the seed. */
  unitAlerts(unit: string): string {
    return `${this.#prefix}alerts:${unit}`
  }

  patientAlerts(patientId: string): string {
    return `${this.#prefix}alerts:patient:${patientId}`
  }

  alertHistory(patientId: string): string {
    return `${this.#prefix}alert_history:${patientId}`
  }

  /** Pattern that finds every patient's alert history. */
  alertHistoryPattern(): string {
    return `${escapeGlob(this.#prefix)}alert_history:*`
  }

  series(patientId: string, metric: string): string {
    return `${this.#prefix}ts:patient:${patientId}:${metric}`
  }

  seriesPattern(patientId: string): string {
    return `${escapeGlob(this.#prefix)}ts:patient:${escapeGlob(patientId)}:*`
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
    return `${this.#prefix}alert:{${unit}}:${what}`
  }

  alertStamps(unit: string, alertId: string): string {
    return `${this.#prefix}alert:{${unit}}:stamps:${alertId}`
  }

  /** The seed's session hash. */
  session(id: string): string {
    return `${this.#prefix}session:${id}`
  }

  /** Pattern that finds every session. */
  sessionPattern(): string {
    return `${escapeGlob(this.#prefix)}session:*`
  }

  /** The id of a session key, or null when it is another key. */
  sessionOf(key: string): string | null {
    const start = `${this.#prefix}session:`
    return key.startsWith(start) && key.length > start.length ? key.slice(start.length) : null
  }

  /** What all stations share about users: accounts, badge digests, provider names; one slot for its scripts. */
  users(what: 'accounts' | 'badges' | 'providers' | 'pepper' | 'policy' | 'epoch'): string {
    return `${this.#prefix}user:{all}:${what}`
  }

  /** Failed sign-ins of one subject (a user, a station). */
  userAttempts(subject: string): string {
    return `${this.#prefix}user:{${subject}}:attempts`
  }

  emergencies(what: 'entries' | 'waiting'): string {
    return `${this.#prefix}emergency:{all}:${what}`
  }

  /** A key of one station's audit: its signed heads (a stream), or the copies that others hold of them (a hash). */
  audit(station: string, what: 'heads' | 'witnesses'): string {
    return `${this.#prefix}audit:{${station}}:${what}`
  }

  /** Every station that has published a head of its audit. */
  auditStations(): string {
    return `${this.#prefix}audit:{stations}:known`
  }

  readAlertChannel(channel: string): AlertChannel | null {
    const start = `${this.#prefix}alerts:`
    if (!channel.startsWith(start)) return null
    const rest = channel.slice(start.length)
    if (rest === CARE_MANAGEMENT) return { kind: 'care-management' }
    if (rest.startsWith('patient:')) return { kind: 'patient', patientId: rest.slice('patient:'.length) }
    return rest === '' ? null : { kind: 'unit', unit: rest }
  }

  /** The patient of an alert-history key, or null when it is another key. */
  patientOfHistory(key: string): string | null {
    const start = `${this.#prefix}alert_history:`
    return key.startsWith(start) && key.length > start.length ? key.slice(start.length) : null
  }
}

/** The unit under which the care managers' channel is kept. */
export const careManagementUnit = CARE_MANAGEMENT

function escapeGlob(text: string): string {
  return text.replace(/[\\*?[\]^-]/g, (character) => `\\${character}`)
}
