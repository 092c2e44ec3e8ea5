import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import { hubScript } from '@main/hub/hub-script.ts'
import { HubError } from '@main/hub/hub-error.ts'
import { careManagementUnit } from '@main/hub/keys.ts'
import { countingMetric, HIGH } from './engine.ts'
import type { Reading, ReadingStore, Recorded } from './ports.ts'
import recordSource from './record.lua?raw'
import { type SeriesPoints, SeriesReader } from './series.ts'

const recordScript = hubScript(recordSource)
/** The seed's retention of a time series. */
const YEAR_MS = 86_400_000 * 365
const Reply = z.tuple([z.string(), z.number(), z.enum(['', 'entered', 'left']), z.string()])

/** Writes readings with one script each (record.lua). */
export class RedisReadings implements ReadingStore {
  readonly #hub: Hub
  readonly #series: SeriesReader
  readonly #isCluster: boolean

  constructor(hub: Hub, series = new SeriesReader(hub)) {
    this.#hub = hub
    this.#series = series
    this.#isCluster = hub.address.kind === 'cluster'
  }

  now(): number {
    return Math.round(this.#hub.now())
  }

  async record(reading: Reading, held: boolean): Promise<Recorded> {
    if (this.#isCluster && !held) await this.#addToSeries(reading)
    return this.#run(reading, held ? 'held' : 'new')
  }

  settle(patientId: string): Promise<Recorded> {
    return this.#run({ patientId, metric: '', value: 0, at: 0, id: '' }, 'settle')
  }

  series(patientId: string, metric: string, from: number, to: number): Promise<SeriesPoints> {
    return this.#series.between(this.#hub.keys.series(patientId, metric), from, to)
  }

  async #run(reading: Reading, mode: 'new' | 'held' | 'settle'): Promise<Recorded> {
    const { keys } = this.#hub
    const { patientId, metric, value, at, id } = reading
    const now = this.now()
    const apart = this.#isCluster
    const names = [
      keys.riskScores(),
      keys.population('state'),
      keys.population('log'),
      keys.population('seq'),
      keys.population('crossings'),
      keys.population('epoch'),
      ...(apart ? [] : [keys.highRisk()]),
    ]
    const reply = await this.#hub.script(recordScript, names, [
      patientId,
      JSON.stringify(patientId),
      metric,
      String(value),
      String(Math.round(at)),
      now,
      mode,
      id,
      keys.populationChanges(),
      keys.unitAlerts(careManagementUnit),
      apart || mode !== 'new' ? '' : keys.series(patientId, metric),
      apart ? '' : keys.alertHistory(patientId),
      randomBytes(8).toString('hex'),
      // As Python's utcnow().isoformat(): no zone, meaning UTC.
      new Date(now).toISOString().slice(0, -1),
      mode === 'new' && !apart && (await this.#series.hasModule()) ? '1' : '0',
    ])
    const [score, changed, crossing, told] = Reply.parse(reply)
    const recorded: Recorded = {
      score: score === '' ? null : Number(score),
      changed: changed === 1,
      crossing: crossing === '' ? null : crossing,
    }
    if (apart) await this.#writeApart(patientId, recorded, told, now, mode)
    return recorded
  }

  /** On a Cluster the series lies in another slot: it comes first, so that nothing is scored that is not stored. */
  async #addToSeries({ patientId, metric, value, at, id }: Reading): Promise<void> {
    const key = this.#hub.keys.series(patientId, metric)
    if (await this.#series.hasModule()) {
      try {
        await this.#hub.run(
          ...(['TS.ADD', key, Math.round(at), value, 'RETENTION', YEAR_MS, 'ON_DUPLICATE', 'MAX'] as const),
          ...(['LABELS', 'patient', patientId, 'metric', metric] as const),
        )
        return
      } catch (error) {
        if (!(error instanceof HubError) || error.failure !== 'refused') throw error
      }
    }
    await this.#hub.run('ZADD', key, at / 1_000, `${pythonFloat(value)}:${id}`)
  }

  /** On a Cluster set and history lie in other slots; both are written again by the keeper if this station dies here. */
  async #writeApart(
    patientId: string,
    { score, changed }: Recorded,
    told: string,
    now: number,
    mode: string,
  ): Promise<void> {
    const { keys } = this.#hub
    if (told !== '') await this.#hub.run('ZADD', keys.alertHistory(patientId), now / 1_000, told)
    if (score !== null && (changed || mode === 'settle'))
      await this.#hub.run(score > HIGH ? 'SADD' : 'SREM', keys.highRisk(), patientId)
  }
}

/** As Python's f-string writes a float: whole numbers with a point. */
export function pythonFloat(value: number): string {
  const text = String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}

/** True for a metric whose readings change a score. */
export function counts(metric: string): boolean {
  return countingMetric(metric) !== null
}
