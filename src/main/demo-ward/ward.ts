import type { WardPatient } from './patient.ts'
import type { WardPublisher } from './publisher.ts'
import type { WardClock } from './ward-clock.ts'
import { laboratory } from './story.ts'
import { advance, beforeStart, type WardCourse } from './ward-course.ts'
import { labsBetween, metricsOf, monitorAt, populationBetween } from './ward-model.ts'

export interface WardOptions {
  readonly seed: number
  /** Simulated seconds per real second. */
  readonly speed: number
}

const TICK_MS = 200
/** Real seconds between two writes of a bed's vitals cache. */
const VITALS_EVERY = 4
/** Simulated seconds between two points of a series, but never less than a real second. */
const SERIES_EVERY = 60
const HISTORY_SECONDS = 6 * 3600
const HISTORY_STEP_SECONDS = 600

/** Runs the ward against the clock: what the model says is due is handed to the publisher. */
export class DemoWard {
  readonly #patients: readonly WardPatient[]
  readonly #publisher: WardPublisher
  readonly #options: WardOptions
  readonly #clock: WardClock
  readonly #startedAt: number
  readonly #startedUnix: number
  #course: WardCourse = beforeStart
  #vitalsRound = -1
  #seriesRound = 0
  #timer: NodeJS.Timeout | null = null
  #step: Promise<void> | null = null
  #history: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(
    patients: readonly WardPatient[],
    publisher: WardPublisher,
    clock: WardClock,
    options: WardOptions,
  ) {
    this.#patients = patients
    this.#publisher = publisher
    this.#clock = clock
    this.#options = options
    this.#startedAt = clock.elapsedSeconds()
    this.#startedUnix = clock.unixSeconds()
  }

  /** Starts publishing at once; the history of the trends is written alongside. */
  start(): void {
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
    this.#tick()
    this.#history = this.#writeHistory()
  }

  /** Publishes nothing more and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer !== null) clearInterval(this.#timer)
    await Promise.all([this.#step, this.#history])
  }

  /** One step after the other: a slow hub delays the ward, it does not pile up work. */
  #tick(): void {
    if (this.#stopped || this.#step !== null) return
    this.#step = this.#publishDue().finally(() => {
      this.#step = null
    })
  }

  async #publishDue(): Promise<void> {
    const real = this.#clock.elapsedSeconds() - this.#startedAt
    const { seed, speed } = this.#options
    const from = this.#course.atSeconds
    const to = real * speed
    if (to <= from) return
    const { course, calls, results } = advance(this.#course, this.#patients, seed, to)
    this.#course = course
    const work: Promise<void>[] = calls.map((call) => this.#publisher.alert(call))
    for (const { patient, metric, value, decimals } of results) {
      work.push(
        this.#publisher.series(patient.patientId, metric, [
          { value, decimals, unixSeconds: this.#clock.unixSeconds() },
        ]),
      )
    }
    for (const patient of this.#patients) {
      for (const { metric, value } of populationBetween(patient, from, to)) {
        work.push(this.#publisher.population(patient.patientId, metric, value))
      }
    }
    work.push(...this.#vitalsDue(real, to), ...this.#seriesDue(real, to))
    await Promise.all(work)
  }

  /** A share of the beds in every tick, so that each is written every few seconds and none at the same moment. */
  #vitalsDue(real: number, simulated: number): Promise<void>[] {
    const round = Math.floor((real / VITALS_EVERY) * this.#patients.length)
    const due = Math.min(round - this.#vitalsRound, this.#patients.length)
    const work: Promise<void>[] = []
    for (let index = round - due + 1; index <= round; index += 1) {
      const patient = this.#patients[index % this.#patients.length]
      if (patient !== undefined) {
        work.push(this.#publisher.vitals(patient, monitorAt(patient, this.#options.seed, simulated)))
      }
    }
    this.#vitalsRound = round
    return work
  }

  #seriesDue(real: number, simulated: number): Promise<void>[] {
    const round = Math.floor(real / Math.max(1, SERIES_EVERY / this.#options.speed))
    if (round <= this.#seriesRound) return []
    this.#seriesRound = round
    const unixSeconds = this.#clock.unixSeconds()
    return this.#patients.flatMap((patient) =>
      metricsOf(monitorAt(patient, this.#options.seed, simulated)).map(({ metric, value, decimals }) =>
        this.#publisher.series(patient.patientId, metric, [{ value, decimals, unixSeconds }]),
      ),
    )
  }

  /** Six hours of trends before the start, unless an earlier run has left them. */
  async #writeHistory(): Promise<void> {
    for (const patient of this.#patients) {
      if (this.#stopped) return
      const { patientId } = patient
      const since = this.#startedUnix - HISTORY_SECONDS
      if (await this.#publisher.hasSeriesSince(patientId, 'heart_rate', since)) continue
      for (const [metric, points] of historyOf(patient, this.#options.seed, this.#startedUnix)) {
        await this.#publisher.series(patientId, metric, points)
      }
      for (const { metric, value } of populationBetween(patient, -HISTORY_SECONDS, beforeStart.atSeconds)) {
        await this.#publisher.population(patientId, metric, value)
      }
    }
  }
}

type History = Map<string, { value: number; decimals: number; unixSeconds: number }[]>

/** Vital signs every ten minutes and all results of the six hours before the start, by metric. */
function historyOf(patient: WardPatient, seed: number, startedAt: number): History {
  const history: History = new Map()
  const add = (metric: string, value: number, decimals: number, atSeconds: number): void => {
    const points = history.get(metric) ?? []
    points.push({ value, decimals, unixSeconds: startedAt + atSeconds })
    history.set(metric, points)
  }
  for (const { analyte, value, atSeconds } of labsBetween(
    patient,
    seed,
    -HISTORY_SECONDS,
    beforeStart.atSeconds,
  )) {
    add(analyte, value, laboratory[analyte].decimals, atSeconds)
  }
  // The heart rate goes last: once it is there, the whole history is taken for written.
  for (let at = -HISTORY_SECONDS; at < 0; at += HISTORY_STEP_SECONDS) {
    for (const { metric, value, decimals } of metricsOf(monitorAt(patient, seed, at)).toReversed()) {
      add(metric, value, decimals, at)
    }
  }
  return history
}
