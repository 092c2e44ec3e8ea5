import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import { type RiskMetric, riskMetrics } from '@shared/features/population/model.ts'
import { countingMetric, impossible, replaces } from './engine.ts'
import type { PatientState, Reading } from './ports.ts'
import { readingId } from './reading-id.ts'
import { type SeriesPoint, SeriesReader } from './series.ts'
import { isPatientId, pairsOf, readState } from './stored.ts'

const LEASE_MS = 10_000
/** Of several newest readings some may be impossible; the first that is not counts. */
const LOOK_BACK = 8
const AT_ONCE = 200
const ScanReply = z.tuple([z.string(), z.array(z.string())])
const Texts = z.array(z.string().nullable())

/** A series that another program may have written to. */
export interface SeriesName {
  readonly patientId: string
  readonly metric: RiskMetric
}

export interface Found {
  /** Newer than what counts now; the series holds them. */
  readonly readings: readonly Reading[]
  /** Metrics of impossible readings that nobody has met before. */
  readonly refused: readonly RiskMetric[]
}

/** Finds what other programs have written. Every call rejects with a HubError when the hub does not answer. */
export class ForeignWrites {
  readonly #hub: Hub
  readonly #series: SeriesReader
  readonly #station: string

  constructor(hub: Hub, station: string, series = new SeriesReader(hub)) {
    this.#hub = hub
    this.#station = station
    this.#series = series
  }

  /** True when this station or host is the one that looks; it then is for some seconds. */
  async claim(): Promise<boolean> {
    const lease = this.#hub.keys.population('lease')
    if ((await this.#hub.run('SET', lease, this.#station, 'NX', 'PX', LEASE_MS)) === 'OK') return true
    if ((await this.#hub.run('GET', lease)) !== this.#station) return false
    await this.#hub.run('PEXPIRE', lease, LEASE_MS)
    return true
  }

  /** Lets another one look at once. Writing the same twice is harmless, so the lease needs no fence. */
  async release(): Promise<void> {
    const lease = this.#hub.keys.population('lease')
    if ((await this.#hub.run('GET', lease)) === this.#station) await this.#hub.run('DEL', lease)
  }

  /** Part of the ranking: those patients in it whose score our own state does not explain. */
  async walkScores(cursor: string, count: number): Promise<{ next: string; unexplained: readonly string[] }> {
    const { keys } = this.#hub
    const reply = await this.#hub.run('ZSCAN', keys.riskScores(), cursor, 'COUNT', count)
    const [next, flat] = ScanReply.parse(reply)
    const ranked = pairsOf(flat).filter(([patientId]) => isPatientId(patientId))
    const states = await this.#statesOf(ranked.map(([patientId]) => patientId))
    const unexplained = ranked.filter(([patientId, score]) => states.get(patientId)?.score !== Number(score))
    return {
      next,
      unexplained: unexplained.map(([patientId]) => patientId),
    }
  }

  /** Part of all keys: those series among them whose readings count. @param place as `Hub.scanPage` takes it. */
  async walkSeries(place: string, count: number): Promise<{ next: string; series: readonly SeriesName[] }> {
    const { next, keys } = await this.#hub.scanPage(place, this.#hub.keys.seriesOfMetricPattern(null), count)
    return { next, series: keys.flatMap((key) => this.countingSeries(key) ?? []) }
  }

  /** The series that a key is, when its readings count. */
  countingSeries(key: string): SeriesName | null {
    const name = this.#hub.keys.readSeries(key)
    const metric = name === null ? null : countingMetric(name.metric)
    if (name === null || metric === null || !isPatientId(name.patientId)) return null
    return { patientId: name.patientId, metric }
  }

  seriesOf(patientId: string): SeriesName[] {
    return riskMetrics.map((metric) => ({ patientId, metric }))
  }

  /** The newest possible reading of each of these series, where it is not what counts now. */
  async newer(series: readonly SeriesName[]): Promise<Found> {
    const readings: Reading[] = []
    const refused: RiskMetric[] = []
    for (let start = 0; start < series.length; start += AT_ONCE) {
      const some = series.slice(start, start + AT_ONCE)
      const [points, states] = await Promise.all([
        this.#series.newest(
          some.map(({ patientId, metric }) => this.#hub.keys.series(patientId, metric)),
          LOOK_BACK,
        ),
        this.#statesOf([...new Set(some.map(({ patientId }) => patientId))]),
      ])
      for (const [index, name] of some.entries()) {
        const { reading, impossible: bad } = this.#newestPossible(name, points[index]?.points ?? [])
        for (const point of bad) if (await this.#isNew(name, point)) refused.push(name.metric)
        if (reading === null) continue
        const counted = states.get(name.patientId)?.contributions.find(({ metric }) => metric === name.metric)
        if (replaces(reading, counted)) readings.push(reading)
      }
    }
    return { readings, refused }
  }

  get isCluster(): boolean {
    return this.#hub.address.kind === 'cluster'
  }

  /** Channel that names every sorted set that was added to, when the server is configured to tell. */
  get additions(): string {
    return this.#hub.keys.sortedSetAdditions(this.#hub.address.database)
  }

  /** Listens to it. Not every server tells, and not every station may hear it: then the walks find what there is. */
  async listenToAdditions(): Promise<void> {
    await this.#hub.listenAlso([this.additions])
  }

  #newestPossible(
    { patientId, metric }: SeriesName,
    points: readonly SeriesPoint[],
  ): { reading: Reading | null; impossible: SeriesPoint[] } {
    const now = this.#hub.now()
    const bad: SeriesPoint[] = []
    let best: SeriesPoint | null = null
    for (const point of points) {
      if (best !== null && point.at < best.at) break
      if (impossible({ metric, ...point }, now) !== null) bad.push(point)
      else if (best === null || point.value > best.value) best = point
    }
    if (best === null) return { reading: null, impossible: bad }
    const bare = { patientId, metric, value: best.value, at: best.at }
    return { reading: { ...bare, id: readingId(bare) }, impossible: bad }
  }

  /** True for the first who meets this reading; the note that is kept names nobody. */
  async #isNew({ patientId, metric }: SeriesName, { at, value }: SeriesPoint): Promise<boolean> {
    const note = createHash('sha256')
      .update(JSON.stringify([patientId, metric, at, value]))
      .digest('hex')
    return (await this.#hub.run('SADD', this.#hub.keys.population('refused'), note.slice(0, 16))) === 1
  }

  async #statesOf(patients: readonly string[]): Promise<ReadonlyMap<string, PatientState>> {
    const states = new Map<string, PatientState>()
    if (patients.length === 0) return states
    const key = this.#hub.keys.population('state')
    const texts = Texts.parse(await this.#hub.run('HMGET', key, ...patients))
    for (const [index, patientId] of patients.entries()) {
      const state = readState(texts[index] ?? null)
      if (state !== null) states.set(patientId, state)
    }
    return states
  }
}
