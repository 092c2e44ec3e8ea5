import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import { HubError } from '@main/hub/hub-error.ts'
import { HIGH } from './engine.ts'
import type { Reading } from './ports.ts'
import type { SeriesReader } from './series.ts'
import { pairsOf } from './stored.ts'

/** The seed's retention of a time series. */
const YEAR_MS = 86_400_000 * 365
const MEND_LAST = 200
const MEND_MS = 15 * 60_000
const Entries = z.array(z.tuple([z.string(), z.array(z.string())]))

/**
 * What lies in other slots of a Cluster than the ranking: series, set and history. Every write is the same when it is
 * repeated; the keeper repeats the last ones, in case a station died between them.
 */
export class ApartWrites {
  readonly #hub: Hub
  readonly #series: SeriesReader

  constructor(hub: Hub, series: SeriesReader) {
    this.#hub = hub
    this.#series = series
  }

  /** Comes before the script, so that nothing is scored that is not stored. */
  async addToSeries({ patientId, metric, value, at, id }: Reading): Promise<void> {
    const key = this.#hub.keys.series(patientId, metric)
    if (await this.#series.hasModule()) {
      try {
        await this.#hub.run(
          ...(['TS.ADD', key, Math.round(at), value, 'RETENTION', YEAR_MS, 'ON_DUPLICATE', 'MAX'] as const),
          ...(['LABELS', 'patient', patientId, 'metric', metric] as const),
        )
        return
      } catch (error) {
        // A key that the seed's fallback has written is a sorted set.
        if (!(error instanceof HubError) || error.failure !== 'refused') throw error
      }
    }
    await this.#hub.run('ZADD', key, at / 1_000, `${pythonFloat(value)}:${id}`)
  }

  /** Comes after the script. @param told the announcement as an alert with its time; '' for none. */
  async write(patientId: string, score: number | null, told: string, now: number): Promise<void> {
    const { keys } = this.#hub
    if (told !== '') await this.#hub.run('ZADD', keys.alertHistory(patientId), now / 1_000, told)
    if (score !== null) await this.#hub.run(score > HIGH ? 'SADD' : 'SREM', keys.highRisk(), patientId)
  }

  /** Once more for the crossings of the last minutes, by the scores of now. */
  async mend(): Promise<void> {
    const { keys } = this.#hub
    const crossings = keys.population('crossings')
    const since = this.#hub.now() - MEND_MS
    const reply = Entries.parse(await this.#hub.run('XREVRANGE', crossings, '+', '-', 'COUNT', MEND_LAST))
    for (const [, fields] of reply) {
      const { patient = '', at, told = '' } = Object.fromEntries(pairsOf(fields))
      if (!(Number(at) >= since)) return
      const score = await this.#hub.run('ZSCORE', keys.riskScores(), patient)
      await this.write(patient, typeof score === 'string' ? Number(score) : null, told, Number(at))
    }
  }
}

/** As Python's f-string writes a float: whole numbers with a point. */
function pythonFloat(value: number): string {
  const text = String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}
