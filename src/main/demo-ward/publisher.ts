import { randomBytes } from 'node:crypto'
import type { Redis } from '@main/hub/open-client.ts'
import type { WardPatient } from './patient.ts'
import { PyFloat, pythonJson, utcIsoformat, type PyValue } from './python-json.ts'
import type { WardClock } from './ward-clock.ts'
import type { WardCall } from './ward-course.ts'
import type { MonitorReading } from './ward-model.ts'

const RETENTION_MS = 86_400_000 * 365
const VITALS_SECONDS = 60

type ScoredMetric = 'a1c' | 'bmi' | 'blood_pressure'

/** The seed's `risk_adjustments`, in points. */
const adjustments: Readonly<Record<ScoredMetric, (value: number) => number>> = {
  a1c: (value) => (value > 5.7 ? (value - 5.7) * 10 : 0),
  bmi: (value) => (value > 25 ? (value - 25) * 2 : 0),
  blood_pressure: (value) => (value > 120 ? (value - 120) * 0.5 : 0),
}

/** A number as Python would hold it: measured with decimals, it is a float, else an int. */
function measured(value: number, decimals: number): PyValue {
  return decimals > 0 ? new PyFloat(value) : value
}

/** One value of a series and when it was measured, Unix seconds. */
export interface SeriesPoint {
  readonly value: number
  readonly decimals: number
  readonly unixSeconds: number
}

/**
 * Writes to the hub exactly what the seed's Python writes: `ClinicalAlertSystem.publish_critical_alert`,
 * `PopulationHealthMonitor.record_metric` with `_update_risk_score`, and the vitals cache.
 * A failed command is counted and forgotten, as a bedside system would: the next reading follows soon.
 */
export class WardPublisher {
  readonly #hub: Redis
  readonly #prefix: string
  readonly #clock: WardClock
  /** Null until the first TS.ADD was answered. */
  #hasTimeSeries: boolean | null = null
  failures = 0
  published = 0

  constructor(hub: Redis, prefix: string, clock: WardClock) {
    this.#hub = hub
    this.#prefix = prefix
    this.#clock = clock
  }

  #key(name: string): string {
    return `${this.#prefix}${name}`
  }

  async #attempt(work: Promise<unknown>[]): Promise<boolean> {
    const outcomes = await Promise.allSettled(work)
    const failed = outcomes.filter(({ status }) => status === 'rejected').length
    this.failures += failed
    return failed === 0
  }

  /** `publish_critical_alert`: both channels, then the history; severity null, as the seed's own code leaves it. */
  async alert({ patient, metric, value, unit, decimals, note }: WardCall): Promise<void> {
    const text = pythonJson({
      patient_id: patient.patientId,
      alert_type: metric,
      value: measured(value, decimals),
      unit,
      severity: null,
      timestamp: utcIsoformat(this.#clock.unixSeconds()),
      context: contextOf(patient, note),
    })
    const done = await this.#attempt([
      this.#hub.publish(this.#key(`alerts:${patient.unit}`), text),
      this.#hub.publish(this.#key(`alerts:patient:${patient.patientId}`), text),
      this.#hub.zadd(this.#key(`alert_history:${patient.patientId}`), this.#clock.unixSeconds(), text),
    ])
    if (done) this.published += 1
  }

  /** The cached vital signs of a bed, gone after a minute without a newer set. */
  async vitals({ bed }: WardPatient, reading: MonitorReading): Promise<void> {
    const text = JSON.stringify({
      hr: reading.heartRate,
      bp: `${reading.systolic}/${reading.diastolic}`,
      map: reading.meanPressure,
      rr: reading.respiratoryRate,
      spo2: reading.saturation,
      temp: reading.temperature,
      o2: reading.oxygen,
      avpu: reading.consciousness,
    })
    await this.#attempt([this.#hub.set(this.#key(`patient:${bed}:vitals`), text, 'EX', VITALS_SECONDS)])
  }

  /** `record_metric` for any number of points: TS.ADD where the module is, else the sorted set. */
  async series(patientId: string, metric: string, points: readonly SeriesPoint[]): Promise<void> {
    const key = this.#key(`ts:patient:${patientId}:${metric}`)
    let rest = points
    if (this.#hasTimeSeries === null && rest[0] !== undefined) {
      const [first, ...others] = rest
      const known = await this.#timeSeriesAdd(key, patientId, metric, first)
      this.#hasTimeSeries ??= known
      if (known) rest = others
    }
    if (this.#hasTimeSeries === true) {
      const outcomes = await Promise.all(
        rest.map((point) => this.#timeSeriesAdd(key, patientId, metric, point)),
      )
      rest = rest.filter((_, index) => outcomes[index] === false)
    }
    if (rest.length === 0) return
    const members = rest.flatMap(({ value, decimals, unixSeconds }) => [
      unixSeconds,
      `${pythonJson(measured(value, decimals))}:${randomBytes(4).toString('hex')}`,
    ])
    await this.#attempt([this.#hub.zadd(key, ...members)])
  }

  async #timeSeriesAdd(key: string, patientId: string, metric: string, point: SeriesPoint): Promise<boolean> {
    try {
      await this.#hub.call(
        'TS.ADD',
        key,
        Math.trunc(point.unixSeconds * 1000),
        point.value,
        'RETENTION',
        RETENTION_MS,
        'LABELS',
        'patient',
        patientId,
        'metric',
        metric,
      )
      return true
    } catch {
      // The seed falls back on any error; a hub that is away fails again there and is counted there.
      return false
    }
  }

  /** True when the series already holds something from `sinceUnixSeconds` on; unknown answers count as true. */
  async hasSeriesSince(patientId: string, metric: string, sinceUnixSeconds: number): Promise<boolean> {
    const key = this.#key(`ts:patient:${patientId}:${metric}`)
    try {
      const type = await this.#hub.type(key)
      if (type === 'none') return false
      return type === 'zset' ? (await this.#hub.zcount(key, sinceUnixSeconds, '+inf')) > 0 : true
    } catch {
      this.failures += 1
      return true
    }
  }

  /** What `record_metric` left on the hub in months past: the series, and the score of its newest reading. */
  async recorded(patientId: string, metric: ScoredMetric, points: readonly SeriesPoint[]): Promise<void> {
    const newest = points.at(-1)
    if (newest === undefined) return
    await this.series(patientId, metric, points)
    try {
      await this.#adjust(patientId, metric, newest.value)
    } catch {
      this.failures += 1
    }
  }

  /** `record_metric` with `_update_risk_score`, now; above 75 the care managers are told. */
  async population(patientId: string, metric: ScoredMetric, value: number, decimals = 1): Promise<void> {
    await this.series(patientId, metric, [{ value, decimals, unixSeconds: this.#clock.unixSeconds() }])
    try {
      const adjusted = await this.#adjust(patientId, metric, value)
      if (adjusted <= 75) return
      // Python's max(0, min(100, x)) gives back the int 100, or the float x.
      const score: PyValue = adjusted > 100 ? 100 : new PyFloat(adjusted)
      await this.#hub.publish(
        this.#key('alerts:care_management'),
        pythonJson({
          type: 'high_risk_patient',
          patient_id: patientId,
          risk_score: score,
          trigger_metric: metric,
          trigger_value: measured(value, decimals),
        }),
      )
    } catch {
      this.failures += 1
    }
  }

  /**
   * The metric's points are added to the patient's score, whatever it gave before, and whoever is above 75 is flagged.
   * @returns the sum before it is cut off at 100.
   */
  async #adjust(patientId: string, metric: ScoredMetric, value: number): Promise<number> {
    const scores = this.#key('population:risk_scores')
    const current = Number((await this.#hub.zscore(scores, patientId)) ?? 0)
    const adjusted = current + adjustments[metric](value)
    await this.#hub.zadd(scores, Math.min(100, adjusted), patientId)
    if (adjusted > 75) await this.#hub.sadd(this.#key('population:high_risk'), patientId)
    return adjusted
  }
}

/** What a bedside system tells about patient and finding; marked as a demonstration. */
function contextOf(patient: WardPatient, note: string | null): PyValue {
  return {
    unit: patient.unit,
    source: 'demo-ward',
    demo: true,
    bed: patient.bed,
    name: patient.name,
    mrn: patient.mrn,
    birth_date: patient.birthDate,
    sex: patient.sex,
    allergies: patient.allergies,
    code_status: patient.codeStatus,
    conditions: patient.conditions,
    ...(note === null ? {} : { note }),
  }
}
