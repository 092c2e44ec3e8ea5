import type { HubClient } from '@main/hub/client.ts'
import { PyFloat, pythonJson } from '@main/demo-ward/python-json.ts'

/**
 * The seed's `PopulationHealthMonitor.record_metric` as printed (use case 5), command by command, on a hub without the
 * time-series module. It adds every adjustment to the score that stands, which is what a station must put right.
 */
export class SeedPopulation {
  readonly #client: HubClient
  readonly #prefix: string
  #drawn = 0

  constructor(client: HubClient, prefix: string) {
    this.#client = client
    this.#prefix = prefix
  }

  /** The whole of it. @param seconds as time.time() gives them. */
  async recordMetric(
    patientId: string,
    metric: string,
    value: number,
    seconds = Date.now() / 1_000,
  ): Promise<void> {
    await this.addReading(patientId, metric, value, seconds)
    await this.updateScore(patientId, metric, value)
  }

  /** Its first half: a process that died after it has left this. */
  async addReading(
    patientId: string,
    metric: string,
    value: number,
    seconds = Date.now() / 1_000,
  ): Promise<void> {
    this.#drawn += 1
    const suffix = this.#drawn.toString(16).padStart(8, 'a')
    const text = Number.isInteger(value) ? `${value}.0` : String(value)
    await this.#client.zadd(`${this.#prefix}ts:patient:${patientId}:${metric}`, seconds, `${text}:${suffix}`)
  }

  async updateScore(patientId: string, metric: string, value: number): Promise<void> {
    const adjustment = adjustments.get(metric)?.(value)
    if (adjustment === undefined) return
    const scores = `${this.#prefix}population:risk_scores`
    const current = Number((await this.#client.zscore(scores, patientId)) ?? 0)
    const score = Math.max(0, Math.min(100, current + adjustment))
    await this.#client.zadd(scores, score, patientId)
    if (score <= 75) return
    await this.#client.sadd(`${this.#prefix}population:high_risk`, patientId)
    await this.#client.publish(
      `${this.#prefix}alerts:care_management`,
      pythonJson({
        type: 'high_risk_patient',
        patient_id: patientId,
        risk_score: score === 100 ? 100 : new PyFloat(score),
        trigger_metric: metric,
        trigger_value: new PyFloat(value),
      }),
    )
  }
}

const adjustments: ReadonlyMap<string, (value: number) => number> = new Map([
  ['a1c', (value: number) => (value > 5.7 ? (value - 5.7) * 10 : 0)],
  ['bmi', (value: number) => (value > 25 ? (value - 25) * 2 : 0)],
  ['blood_pressure', (value: number) => (value > 120 ? (value - 120) * 0.5 : 0)],
])
