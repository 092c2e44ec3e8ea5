import { readFileSync } from 'node:fs'
import { mulberry32 } from '@main/demo-ward/prng.ts'
import { HubKeys } from '@main/hub/keys.ts'
import type { Redis } from '@main/hub/open-client.ts'

const keys = new HubKeys()
const SOURCE = 'src/main/features/population/record.lua'

export interface BenchReading {
  readonly patientId: string
  readonly metric: string
  readonly value: number
  readonly at: number
}

/** What RedisReadings hands to the script, for a plain client. */
export function scriptCall(sha: string, { patientId, metric, value, at }: BenchReading): (string | number)[] {
  const own = (['state', 'log', 'seq', 'crossings', 'epoch'] as const).map((what) => keys.population(what))
  const sevenKeys = [keys.riskScores(), ...own, keys.highRisk()]
  const id = (at % 0xffffffff).toString(16).padStart(8, '0')
  const told = [keys.populationChanges(), keys.unitAlerts('care_management')]
  const series = [keys.series(patientId, metric), keys.alertHistory(patientId)]
  const rest = ['bench', '2026-11-22T15:00:00.000', '0', keys.populationCrossings()]
  const reading = [patientId, JSON.stringify(patientId), metric, value, at, Date.now(), 'new', id]
  return ['EVALSHA', sha, sevenKeys.length, ...sevenKeys, ...reading, ...told, ...series, ...rest]
}

/** The script's digest on this server. */
export async function loaded(client: Redis): Promise<string> {
  return String(await client.script('LOAD', readFileSync(SOURCE, 'utf8')))
}

/** So many patients with pressures that give 0 to 55 points, enrolled, as record.lua and the roster leave them. */
export async function fill(client: Redis, count: number): Promise<void> {
  const now = Date.now() - 3_600_000
  const day = Math.floor(now / 86_400_000)
  for (let start = 0; start < count; start += 5_000) {
    const scores: (string | number)[] = []
    const states: string[] = []
    const roster: string[] = []
    for (let n = start; n < Math.min(count, start + 5_000); n += 1) {
      const patientId = `P${1_000_000 + n}`
      const value = 110 + Math.floor(mulberry32(n) * 1_200) / 10
      const score = value > 120 ? (value - 120) * 0.5 : 0
      scores.push(score, patientId)
      const state = {
        m: { a1c: [5.1, now], bmi: [24.2, now], blood_pressure: [value, now] },
        s: score,
        d: day,
        y: score,
        h: null,
        a: false,
        e: null,
      }
      states.push(patientId, JSON.stringify(state))
      roster.push(
        patientId,
        JSON.stringify({
          patientId,
          name: `Given${n % 3_000} Family${n}`,
          birthDate: `19${30 + (n % 70)}-0${1 + (n % 9)}-1${n % 10}`,
          sex: n % 2 === 0 ? 'female' : 'male',
          unit: `practice ${n % 40}`,
          conditions: n % 3 === 0 ? ['diabetes', 'hypertension'] : n % 5 === 0 ? ['asthma'] : [],
        }),
      )
    }
    await client
      .pipeline()
      .zadd(keys.riskScores(), ...scores)
      .hset(keys.population('state'), ...states)
      .hset(keys.population('roster'), ...roster)
      .exec()
  }
}
