import type { WardPublisher } from './publisher.ts'
import { jitter } from './prng.ts'
import type { WardClock } from './ward-clock.ts'

/** What the seed's population monitor scores. */
export const populationMetrics = ['a1c', 'bmi', 'blood_pressure'] as const
export type PopulationMetric = (typeof populationMetrics)[number]

/** Digits after the point with which each is measured: percent, kg/m², mmHg. */
export const populationDecimals: Readonly<Record<PopulationMetric, number>> = {
  a1c: 1,
  bmi: 1,
  blood_pressure: 0,
}

/** A patient of the practice around the ward: invented, known by number alone, as the seed's monitor knows people. */
export interface PopulationPatient {
  readonly patientId: string
  /** Null for what was never measured. */
  readonly usual: Readonly<Record<PopulationMetric, number | null>>
}

const PATIENTS = 320
const FIRST_NUMBER = 70_001
const DAY_SECONDS = 86_400
/** Earlier readings of each metric, this many days before the start. */
const EARLIER_DAYS = [240, 120, 35] as const
/** Simulated seconds between two new readings of somebody. */
const NEXT_SECONDS = 20
const TICK_MS = 500

/** From a number in [-1, 1) to one in [0, 1). */
const share = (value: number): number => (value + 1) / 2

/** A value around a centre: most lie near it, a few far above. */
function skewed(low: number, spread: number, value: number): number {
  return low + spread * share(value) ** 2.4
}

function rounded(metric: PopulationMetric, value: number): number {
  const scale = 10 ** populationDecimals[metric]
  return Math.round(value * scale) / scale
}

/** The whole population. Depends on the seed alone. */
export function demoPopulation(seed: number): readonly PopulationPatient[] {
  return Array.from({ length: PATIENTS }, (_, index) => {
    const patientId = `P${FIRST_NUMBER + index}`
    const of = (name: string): number => jitter(seed, `${patientId}:${name}`, 0)
    // Those who eat too much of it tend to be heavier and to have a higher pressure.
    const burden = of('burden')
    const mixed = (name: string): number => Math.max(-1, Math.min(0.999, 0.55 * burden + 0.55 * of(name)))
    const measured = (metric: PopulationMetric, value: number): number | null =>
      share(of(`${metric} measured`)) < 0.14 ? null : rounded(metric, value)
    return {
      patientId,
      usual: {
        a1c: measured('a1c', skewed(5.1, 6.2, mixed('a1c'))),
        bmi: measured('bmi', skewed(20.5, 22, mixed('bmi'))),
        blood_pressure: measured('blood_pressure', skewed(108, 68, mixed('blood_pressure'))),
      },
    }
  })
}

/** A reading of this patient: his usual value, moved by what changes from time to time. `turn` counts his readings. */
export function readingOf(
  patient: PopulationPatient,
  metric: PopulationMetric,
  seed: number,
  turn: number,
): number | null {
  const usual = patient.usual[metric]
  if (usual === null) return null
  const reach = { a1c: 0.9, bmi: 1.1, blood_pressure: 14 }[metric]
  return rounded(metric, usual + reach * jitter(seed, `${patient.patientId}:${metric}:turn`, turn))
}

/** What falls due in the interval: who is measured, and of what. Depends on seed and time alone. */
export function populationDue(
  population: readonly PopulationPatient[],
  seed: number,
  from: number,
  to: number,
): readonly { readonly patientId: string; readonly metric: PopulationMetric; readonly value: number }[] {
  const due: { patientId: string; metric: PopulationMetric; value: number }[] = []
  const first = Math.floor(from / NEXT_SECONDS) + 1
  for (let turn = first; turn * NEXT_SECONDS <= to; turn += 1) {
    const patient = population[Math.floor(share(jitter(seed, 'who', turn)) * population.length)]
    const metric = populationMetrics[Math.floor(share(jitter(seed, 'what', turn)) * populationMetrics.length)]
    if (patient === undefined || metric === undefined) continue
    const value = readingOf(patient, metric, seed, turn)
    if (value !== null) due.push({ patientId: patient.patientId, metric, value })
  }
  return due
}

/** Publishes the population: what was measured before the start once, then somebody every now and then. */
export class DemoPopulation {
  readonly #publisher: WardPublisher
  readonly #clock: WardClock
  readonly #options: { readonly seed: number; readonly speed: number }
  readonly #population: readonly PopulationPatient[]
  readonly #startedAt: number
  #upTo = 0
  #timer: NodeJS.Timeout | null = null
  #work: Promise<void> = Promise.resolve()
  #busy = false
  #stopped = false

  constructor(
    publisher: WardPublisher,
    clock: WardClock,
    options: { readonly seed: number; readonly speed: number },
  ) {
    this.#publisher = publisher
    this.#clock = clock
    this.#options = options
    this.#population = demoPopulation(options.seed)
    this.#startedAt = clock.elapsedSeconds()
  }

  start(): void {
    this.#run(() => this.#writeEarlier())
    this.#timer = setInterval(() => this.#run(() => this.#writeDue()), TICK_MS)
  }

  /** Publishes nothing more and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer !== null) clearInterval(this.#timer)
    await this.#work
  }

  /** One after the other: a slow hub delays the population, it does not pile up work. */
  #run(work: () => Promise<void>): void {
    if (this.#stopped || this.#busy) return
    this.#busy = true
    this.#work = work().finally(() => {
      this.#busy = false
    })
  }

  /** Readings of the months before the start, unless an earlier run has left them. */
  async #writeEarlier(): Promise<void> {
    const now = this.#clock.unixSeconds()
    const oldest = now - (EARLIER_DAYS[0] + 1) * DAY_SECONDS
    for (const patient of this.#population) {
      if (this.#stopped) return
      const { patientId } = patient
      const known = populationMetrics.find((metric) => patient.usual[metric] !== null)
      if (known === undefined || (await this.#publisher.hasSeriesSince(patientId, known, oldest))) continue
      for (const metric of populationMetrics) {
        const points = EARLIER_DAYS.flatMap((days, turn) => {
          const value = readingOf(patient, metric, this.#options.seed, -turn - 1)
          const decimals = populationDecimals[metric]
          return value === null ? [] : [{ value, decimals, unixSeconds: now - days * DAY_SECONDS }]
        })
        await this.#publisher.recorded(patientId, metric, points)
      }
    }
  }

  async #writeDue(): Promise<void> {
    const to = (this.#clock.elapsedSeconds() - this.#startedAt) * this.#options.speed
    const due = populationDue(this.#population, this.#options.seed, this.#upTo, to)
    this.#upTo = to
    for (const { patientId, metric, value } of due)
      await this.#publisher.population(patientId, metric, value, populationDecimals[metric])
  }
}
