import { priorityOf, type Priority } from '@shared/clinical/priority.ts'
import type { DeliveryStamp, SoundLevel, SoundOrder } from '@shared/features/alerts/contract.ts'
import { type Alert, isCalling, isOpen } from '@shared/features/alerts/model.ts'
import type { AlertOutputs, CallingRules } from './ports.ts'

const BURST_MS = 10_000
/** More notifications than this in ten seconds hide each other; the rest are counted in one. High has its own count. */
const MAX_PER_BURST = 5

export interface CallReporter {
  /** What became of a call, for the alert's delivery record. */
  stamp(alert: Alert, what: DeliveryStamp['what'], detail: string | null): void
  clicked(alertId: string): void
  acknowledged(alertId: string): void
}

/**
 * Calls people: notifications, tones and the badge. Calls once per alert and escalation step, never names a
 * patient, and says for each call that was not made why not. Quiet hours and switches never touch high priority.
 */
export class Calls {
  readonly #outputs: AlertOutputs
  readonly #reporter: CallReporter
  readonly #rules: () => CallingRules
  readonly #now: () => number
  readonly #calledAtLevel = new Map<string, number>()
  readonly #recent: number[] = []
  readonly #recentHigh: number[] = []
  readonly #calling = new Set<string>()
  readonly #highCalling = new Set<string>()
  #mutedUntil: number | null = null
  #unmute: NodeJS.Timeout | null = null
  #order: SoundOrder = { repeating: null, once: null, serial: 0, alertIds: [], mutedUntil: null }
  #onceIds: Alert[] = []
  #linkLost = false
  #suppressedInBurst = 0
  #rest: NodeJS.Timeout | null = null
  shownNotices = 0
  suppressedNotices = 0

  constructor(outputs: AlertOutputs, reporter: CallReporter, rules: () => CallingRules, now: () => number) {
    this.#outputs = outputs
    this.#reporter = reporter
    this.#rules = rules
    this.#now = now
  }

  get order(): SoundOrder {
    return this.#order
  }

  /** Alerts that this station has already called for before it was restarted. */
  remember(alerts: Iterable<Alert>): void {
    for (const alert of alerts) this.#calledAtLevel.set(alert.id, alert.escalationLevel)
  }

  /** Starts again from these alerts: a new link, or other wards. Calls for those it has not called for. */
  reset(board: Iterable<Alert>): void {
    this.#calling.clear()
    this.#highCalling.clear()
    this.update(board)
  }

  /** Calls for what is new among these alerts, and brings tone and badge in step with them. */
  update(changed: Iterable<Alert>): void {
    const fresh: Alert[] = []
    for (const alert of changed) {
      this.#count(alert)
      // An answered alert calls once more when it is escalated (read-back overdue, or by hand).
      const escalated = isOpen(alert) && alert.state === 'escalated'
      if (!isCalling(alert) && !escalated) {
        this.#calledAtLevel.delete(alert.id)
        continue
      }
      const level = this.#calledAtLevel.get(alert.id)
      if (level !== undefined && level >= alert.escalationLevel) continue
      this.#calledAtLevel.set(alert.id, alert.escalationLevel)
      fresh.push(alert)
    }
    for (const alert of fresh) void this.#notify(alert)
    this.#sound(fresh.filter(isCalling))
    this.#outputs.attention(this.#calling.size, this.#highCalling.size > 0)
  }

  /** The link's own alarm: sounds until it returns. */
  setLinkLost(lost: boolean): void {
    if (lost === this.#linkLost) return
    this.#linkLost = lost
    this.#sound([])
  }

  /** Silences the tones of this station for at most two minutes; 0 ends it. */
  mute(seconds: number): SoundOrder {
    if (this.#unmute) clearTimeout(this.#unmute)
    const span = Math.min(120, seconds) * 1_000
    this.#mutedUntil = span > 0 ? this.#now() + span : null
    this.#unmute = span > 0 ? setTimeout(() => this.mute(0), span) : null
    this.#sound([])
    return this.#order
  }

  /** The window tells what became of the tone that it was ordered to play. */
  sounded(serial: number, outcome: 'played' | 'blocked' | 'sounds-off'): void {
    if (serial !== this.#order.serial) return
    const what = outcome === 'played' ? 'sounded' : 'sound-suppressed'
    const detail = outcome === 'blocked' ? 'no audio output' : outcome === 'sounds-off' ? 'sounds off' : null
    for (const alert of this.#onceIds) this.#reporter.stamp(alert, what, detail)
    this.#onceIds = []
  }

  stop(): void {
    if (this.#unmute) clearTimeout(this.#unmute)
    if (this.#rest) clearTimeout(this.#rest)
  }

  #count(alert: Alert): void {
    if (isCalling(alert)) this.#calling.add(alert.id)
    else this.#calling.delete(alert.id)
    if (isCalling(alert) && alert.severity === 'critical') this.#highCalling.add(alert.id)
    else this.#highCalling.delete(alert.id)
  }

  async #notify(alert: Alert): Promise<void> {
    const priority = priorityOf(alert.severity)
    const why = this.#suppression(priority)
    if (why !== null) {
      this.suppressedNotices += 1
      this.#reporter.stamp(alert, 'notification-suppressed', why)
      return
    }
    const title = noticeTitle(alert, priority)
    const outcome = await this.#outputs.notify(
      {
        key: alert.id,
        priority,
        title,
        body: noticeBody(alert),
        canAcknowledge: isCalling(alert),
      },
      {
        clicked: () => this.#reporter.clicked(alert.id),
        acknowledged: () => this.#reporter.acknowledged(alert.id),
      },
    )
    if (outcome.kind === 'shown') {
      this.shownNotices += 1
      this.#reporter.stamp(alert, 'notified', null)
    } else {
      this.suppressedNotices += 1
      this.#reporter.stamp(alert, 'notification-suppressed', outcome.reason)
    }
  }

  #suppression(priority: Priority): string | null {
    const rules = this.#rules()
    if (priority !== 'high' && rules.quiet) return 'quiet hours'
    if (priority === 'medium' && !rules.mediumNotice) return 'switched off for medium'
    if (priority === 'low' && !rules.lowNotice) return 'switched off for low'
    const now = this.#now()
    const recent = priority === 'high' ? this.#recentHigh : this.#recent
    while ((recent[0] ?? now) < now - BURST_MS) recent.shift()
    if (recent.length >= MAX_PER_BURST) {
      this.#suppressedInBurst += 1
      this.#rest ??= setTimeout(() => this.#notifyRest(), BURST_MS)
      return 'counted in one notification'
    }
    recent.push(now)
    return null
  }

  #notifyRest(): void {
    this.#rest = null
    const count = this.#suppressedInBurst
    this.#suppressedInBurst = 0
    const priority: Priority = this.#highCalling.size > 0 ? 'high' : 'medium'
    const title = `${count} more alerts${this.#highCalling.size > 0 ? `, ${this.#highCalling.size} high unanswered` : ''}`
    void this.#outputs.notify(
      { key: 'rest', priority, title, body: '', canAcknowledge: false },
      { clicked: () => undefined, acknowledged: () => undefined },
    )
  }

  #sound(fresh: readonly Alert[]): void {
    const rules = this.#rules()
    const muted = this.#mutedUntil !== null && this.#mutedUntil > this.#now()
    if (!muted) this.#mutedUntil = null
    let once: SoundLevel | null = null
    const heard: Alert[] = []
    for (const alert of fresh) {
      const priority = priorityOf(alert.severity)
      const why = this.#silence(priority, rules, muted)
      if (why !== null) {
        this.#reporter.stamp(alert, 'sound-suppressed', why)
        continue
      }
      heard.push(alert)
      if (priority === 'medium') once = 'medium'
      if (priority === 'low') once ??= 'low'
    }
    const repeating: SoundLevel | null =
      this.#highCalling.size > 0 ? 'high' : this.#linkLost ? 'technical' : null
    const next = { repeating: muted ? null : repeating, once, mutedUntil: this.#mutedUntil }
    const same = next.repeating === this.#order.repeating && next.mutedUntil === this.#order.mutedUntil
    if (same && next.once === null && heard.length === 0) return
    this.#onceIds = heard
    this.#order = {
      ...next,
      serial: this.#order.serial + 1,
      alertIds: heard.map((alert) => alert.id).slice(0, 100),
    }
    this.#outputs.sound(this.#order)
  }

  #silence(priority: Priority, rules: CallingRules, muted: boolean): string | null {
    if (muted) return 'muted at this station'
    if (priority === 'high') return null
    if (rules.quiet) return 'quiet hours'
    if (priority === 'medium' && !rules.mediumSound) return 'switched off for medium'
    if (priority === 'low' && !rules.lowSound) return 'switched off for low'
    return null
  }
}

/** "High alert, ICU 04": the bed, never the person. */
function noticeTitle(alert: Alert, priority: Priority): string {
  const grade = { high: 'High', medium: 'Medium', low: 'Low' }[priority]
  const place = alert.patient.bed ?? `unit ${alert.unit}`
  return `${alert.simulated ? 'DEMO: ' : ''}${grade} alert, ${place}`
}

function noticeBody(alert: Alert): string {
  if (alert.escalationLevel === 0) return ''
  const to = `scalated to ${alert.escalatedTo ?? 'the next role'}.`
  return isCalling(alert) ? `Not acknowledged; e${to}` : `E${to}`
}
