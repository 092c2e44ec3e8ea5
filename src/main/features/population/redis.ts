import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import { hubScript } from '@main/hub/hub-script.ts'
import { careManagementUnit } from '@main/hub/keys.ts'
import { ApartWrites } from './redis-apart.ts'
import type { Reading, ReadingStore, Recorded } from './ports.ts'
import recordSource from './record.lua?raw'
import { type SeriesPoints, SeriesReader } from './series.ts'

const recordScript = hubScript(recordSource)
const Reply = z.tuple([z.string(), z.number(), z.enum(['', 'entered', 'left']), z.string()])

/** Writes readings with one script each (record.lua). */
export class RedisReadings implements ReadingStore {
  readonly #hub: Hub
  readonly #series: SeriesReader
  readonly #apart: ApartWrites | null

  constructor(hub: Hub, series = new SeriesReader(hub)) {
    this.#hub = hub
    this.#series = series
    this.#apart = hub.address.kind === 'cluster' ? new ApartWrites(hub, series) : null
  }

  now(): number {
    return Math.round(this.#hub.now())
  }

  async record(reading: Reading, held: boolean): Promise<Recorded> {
    if (this.#apart !== null && !held) await this.#apart.addToSeries(reading)
    return this.#run(reading, held ? 'held' : 'new')
  }

  settle(patientId: string): Promise<Recorded> {
    return this.#run({ patientId, metric: '', value: 0, at: 0, id: '' }, 'settle')
  }

  async mend(): Promise<void> {
    await this.#apart?.mend()
  }

  series(patientId: string, metric: string, from: number, to: number): Promise<SeriesPoints> {
    return this.#series.between(this.#hub.keys.series(patientId, metric), from, to)
  }

  async #run(reading: Reading, mode: 'new' | 'held' | 'settle'): Promise<Recorded> {
    const { keys } = this.#hub
    const { patientId, metric, value, at, id } = reading
    const now = this.now()
    const apart = this.#apart !== null
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
      keys.populationCrossings(),
    ])
    const [score, changed, crossing, told] = Reply.parse(reply)
    const recorded: Recorded = {
      score: score === '' ? null : Number(score),
      changed: changed === 1,
      crossing: crossing === '' ? null : crossing,
    }
    if (recorded.changed || mode === 'settle') await this.#apart?.write(patientId, recorded.score, told, now)
    return recorded
  }
}
