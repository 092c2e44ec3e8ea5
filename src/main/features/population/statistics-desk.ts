import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Hub } from '@main/hub/hub.ts'
import { HubError } from '@main/hub/hub-error.ts'
import { MetricStatistics } from '@shared/features/population/board.ts'
import { type CohortFilter, everybody } from '@shared/features/population/model.ts'
import { impossible } from './engine.ts'
import { lastHours, MetricTally, type PatientTally } from './engine-statistics.ts'
import { onHub } from './errors.ts'
import type { Cohort, Statistics } from './ports.ts'
import { type Series, SeriesWalk, type Storage } from './statistics-walk.ts'

/** How long a result serves everybody who asks the same. */
const KEEP_SECONDS = 300
/** Longer than a station needs for a bite; a station that died in the middle holds the others up no longer. */
const LEASE_MS = 10_000
const RENEW_MS = 3_000
const LOOK_AGAIN_MS = 250
/** After so long of others' computations two go on side by side: better slow than not at all. */
const MOST_WAIT_MS = 60_000

interface Ports {
  readonly hub: Hub
  readonly cohort: Cohort
}

/**
 * Statistics of a metric over the population from both ways of storing. On the whole hub one computation runs at a
 * time, and its result is kept there some minutes for all stations.
 */
export class PopulationStatistics implements Statistics {
  readonly #hub: Hub
  readonly #cohort: Cohort
  readonly #asked = new Map<string, Promise<MetricStatistics>>()
  #turn: Promise<unknown> = Promise.resolve()

  constructor({ hub, cohort }: Ports) {
    this.#hub = hub
    this.#cohort = cohort
  }

  of(metric: string, filter: CohortFilter, hours: number): Promise<MetricStatistics> {
    const name = digestOf(metric, filter, hours)
    const asked = this.#asked.get(name)
    if (asked !== undefined) return asked
    const answer = onHub(async () => (await this.#read(name)) ?? this.#inTurn(name, metric, filter, hours))
    this.#asked.set(name, answer)
    void answer.catch(() => undefined).finally(() => this.#asked.delete(name))
    return answer
  }

  /** What is kept is answered at once; only computations wait for each other. */
  #inTurn(name: string, metric: string, filter: CohortFilter, hours: number): Promise<MetricStatistics> {
    const answer = this.#turn.then(() => this.#kept(name, metric, filter, hours))
    this.#turn = answer.catch(() => undefined)
    return answer
  }

  async #read(name: string): Promise<MetricStatistics | null> {
    return readKept(await this.#hub.run('GET', this.#key(name)))
  }

  async #kept(name: string, metric: string, filter: CohortFilter, hours: number): Promise<MetricStatistics> {
    const token = randomBytes(8).toString('hex')
    const end = performance.now() + MOST_WAIT_MS
    for (;;) {
      const kept = await this.#read(name)
      if (kept !== null) return kept
      if ((await this.#claim(token)) || performance.now() > end) break
      await pause(LOOK_AGAIN_MS)
    }
    try {
      const found = await this.#compute(metric, filter, hours, token)
      // That there is nothing may be over with the next reading.
      if (found.kind === 'found') await this.#keep(name, found)
      return found
    } finally {
      // It ends by itself when the hub cannot be told.
      await this.#giveBack(token).catch(() => undefined)
    }
  }

  async #keep(name: string, found: MetricStatistics): Promise<void> {
    try {
      await this.#hub.run('SET', this.#key(name), JSON.stringify(found), 'EX', KEEP_SECONDS)
    } catch (error) {
      // What was computed is right although the hub does not keep it.
      if (!(error instanceof HubError)) throw error
    }
  }

  async #compute(
    metric: string,
    filter: CohortFilter,
    hours: number,
    token: string,
  ): Promise<MetricStatistics> {
    const isChosen = this.#choice(filter)
    const now = this.#hub.now()
    const period = lastHours(hours, now)
    const tally = new MetricTally(period)
    const storages = new Set<Storage>()
    const walk = new SeriesWalk(this.#hub)
    let renewAt = performance.now() + RENEW_MS
    for await (const bite of walk.series(metric)) {
      // A long walk must not outlive what is known of the cohort.
      if (isChosen !== null) await this.#cohort.ready()
      const open = new Map<Series, PatientTally>()
      for await (const pages of walk.read(
        isChosen === null ? bite : bite.filter(({ patientId }) => isChosen(patientId)),
        period,
      )) {
        for (const { series, storage, points, unreadable, isLast } of pages) {
          if (storage === null) {
            // Somebody's key of another type has the name of a series.
            tally.unreadable(1)
            continue
          }
          const patient = open.get(series) ?? tally.patient()
          // In another unit, or of no living person: it must not move the mean of all others.
          const readings = points.filter((point) => impossible({ metric, ...point }, now) === null)
          tally.unreadable(unreadable + points.length - readings.length)
          for (const reading of readings) patient.add(reading)
          if (readings.length > 0) storages.add(storage)
          if (isLast) patient.end()
          else open.set(series, patient)
        }
      }
      if (performance.now() > renewAt) {
        await this.#claim(token)
        renewAt = performance.now() + RENEW_MS
      }
    }
    const [storage = 'sorted-sets'] = storages
    return tally.statistics(metric, storages.size > 1 ? 'both' : storage, this.#hub.now())
  }

  /** Null when everybody is asked about, whether on the board or not. */
  #choice(filter: CohortFilter): ((patientId: string) => boolean) | null {
    return isEverybody(filter) ? null : (patientId) => this.#cohort.matches(patientId, filter)
  }

  #key(name: string): string {
    return this.#hub.keys.population(`statistics:${name}`)
  }

  /** Takes or renews the right to compute; false while another computation has it. */
  async #claim(token: string): Promise<boolean> {
    const lease = this.#key('lease')
    if ((await this.#hub.run('SET', lease, token, 'NX', 'PX', LEASE_MS)) === 'OK') return true
    if ((await this.#hub.run('GET', lease)) !== token) return false
    await this.#hub.run('PEXPIRE', lease, LEASE_MS)
    return true
  }

  async #giveBack(token: string): Promise<void> {
    const lease = this.#key('lease')
    // Two computations at once are harmless, so that between the two commands nothing can go wrong.
    if ((await this.#hub.run('GET', lease)) === token) await this.#hub.run('DEL', lease)
  }
}

function isEverybody(filter: CohortFilter): boolean {
  return JSON.stringify(ordered(filter)) === JSON.stringify(ordered(everybody))
}

/** Names no patient and no care manager on the hub. */
function digestOf(metric: string, filter: CohortFilter, hours: number): string {
  return createHash('sha256')
    .update(JSON.stringify([metric, hours, ...ordered(filter)]))
    .digest('hex')
}

function ordered(filter: CohortFilter): readonly unknown[] {
  const { unit, ageBand, condition, careManager, band, scores, awake } = filter
  return [unit, ageBand, condition, careManager, band, scores?.from, scores?.below, awake]
}

function readKept(text: unknown): MetricStatistics | null {
  if (typeof text !== 'string') return null
  try {
    return MetricStatistics.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
