import { createHash, randomBytes } from 'node:crypto'
import { openClient, type Redis } from '@main/hub/open-client.ts'

/** One reading as a program of the seed's writes it. */
export interface SeedReading {
  readonly patientId: string
  readonly metric: string
  readonly value: number
  /** Unix seconds; now when absent. */
  readonly at?: number
}

/** Python's `float.__repr__` for the values of this test. */
function pythonFloat(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value)
}

/** The seed's `risk_adjustments`. */
function adjustmentOf({ metric, value }: SeedReading): number {
  if (metric === 'a1c') return value > 5.7 ? (value - 5.7) * 10 : 0
  if (metric === 'bmi') return value > 25 ? (value - 25) * 2 : 0
  if (metric === 'blood_pressure') return value > 120 ? (value - 120) * 0.5 : 0
  return 0
}

async function write(client: Redis, reading: SeedReading): Promise<void> {
  const { patientId, metric, value } = reading
  const at = reading.at ?? Date.now() / 1_000
  const member = `${pythonFloat(value)}:${randomBytes(4).toString('hex')}`
  await client.zadd(`ts:patient:${patientId}:${metric}`, at, member)
  const current = Number((await client.zscore('population:risk_scores', patientId)) ?? 0)
  const score = Math.max(0, Math.min(100, current + adjustmentOf(reading)))
  await client.zadd('population:risk_scores', score, patientId)
  if (score <= 75) return
  await client.sadd('population:high_risk', patientId)
  await client.publish(
    'alerts:care_management',
    `{"type": "high_risk_patient", "patient_id": "${patientId}", "risk_score": ${pythonFloat(score)}, ` +
      `"trigger_metric": "${metric}", "trigger_value": ${pythonFloat(value)}}`,
  )
}

/** Writes readings as the seed's `record_metric` does on a hub without time series: one after the other. */
export async function recordAsSeed(hubUrl: string, readings: readonly SeedReading[]): Promise<void> {
  const client = openClient(hubUrl)
  for (const reading of readings) await write(client, reading)
  client.disconnect()
}

/** Readings of a whole population, many at once; every patient's own stay in order. */
export async function recordPopulation(hubUrl: string, readings: readonly SeedReading[]): Promise<void> {
  const client = openClient(hubUrl)
  const lanes = Array.from({ length: 64 }, () => [] as SeedReading[])
  for (const reading of readings) {
    const lane = Number.parseInt(createHash('md5').update(reading.patientId).digest('hex').slice(0, 8), 16)
    lanes[lane % lanes.length]?.push(reading)
  }
  await Promise.all(
    lanes.map(async (lane) => {
      for (const reading of lane) await write(client, reading)
    }),
  )
  client.disconnect()
}
