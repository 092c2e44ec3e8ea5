import type { MetricStatistics } from '@shared/features/population/board.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A slope through two points says nothing about a trend. */
const FEWEST_HOURS = 3
/** The quantiles that are told besides the median. */
export const toldQuantiles: readonly number[] = [0.05, 0.1, 0.25, 0.75, 0.9, 0.95]

/** One reading of a series. `at` in milliseconds since 1970. */
export interface SeriesPoint {
  readonly at: number
  readonly value: number
}

/** Whole hours (UTC), the present one included. `from` is inclusive, `to` too. */
export interface Period {
  readonly from: number
  readonly to: number
  readonly hours: number
}

/** The last so many hours, from full hour to full hour, so that no average rests on a part of an hour that is over. */
export function lastHours(hours: number, now: number): Period {
  const present = Math.floor(now / HOUR_MS) * HOUR_MS
  return { from: present - (hours - 1) * HOUR_MS, to: present + HOUR_MS - 1, hours }
}

/**
 * The quantile by linear interpolation between order statistics: type 7 of Hyndman and Fan (The American Statistician
 * 1996;50:361-365), the default of R and NumPy.
 * @param sorted ascending, not empty.
 * @param q from 0 to 1.
 */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const place = (sorted.length - 1) * q
  const below = Math.floor(place)
  const low = sorted[below] ?? Number.NaN
  const high = sorted[below + 1] ?? low
  return low + (place - below) * (high - low)
}

/**
 * Ordinary least squares through the hours' averages, every hour counting the same, whatever number of patients it
 * rests on. In units of the metric per day; null with fewer than three hours.
 */
export function trendPerDay(hours: readonly { at: number; average: number }[]): number | null {
  const [first] = hours
  if (first === undefined || hours.length < FEWEST_HOURS) return null
  const days = hours.map(({ at }) => (at - first.at) / DAY_MS)
  const middle = total(days) / days.length
  const average = total(hours.map((hour) => hour.average)) / hours.length
  const above = total(hours.map((hour, index) => ((days[index] ?? 0) - middle) * (hour.average - average)))
  return above / total(days.map((day) => (day - middle) ** 2))
}

/** Neumaier's compensated sum: the same to the last digits in whatever order patients are walked. */
class Sum {
  #sum = 0
  #lost = 0

  add(value: number): void {
    const next = this.#sum + value
    this.#lost += Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - next + value : value - next + this.#sum
    this.#sum = next
  }

  get value(): number {
    return this.#sum + this.#lost
  }
}

function total(values: readonly number[]): number {
  const sum = new Sum()
  for (const value of values) sum.add(value)
  return sum.value
}

/** What one hour has gathered. */
interface Hour {
  readonly means: Sum
  patients: number
}

/**
 * Gathers one metric over a period, patient by patient. It holds one number per patient and one line per hour, so that
 * a million patients fit. Both ways of storing give the same readings to it and therefore the same figures.
 */
export class MetricTally {
  readonly #period: Period
  readonly #hours = new Map<number, Hour>()
  readonly #newest: number[] = []
  #readings = 0
  #unreadable = 0
  #without = 0

  constructor(period: Period) {
    this.#period = period
  }

  /** Readings that could not be understood, which count for nothing. */
  unreadable(count: number): void {
    this.#unreadable += count
  }

  /** Begins the next patient. His readings must come in the order of time; `end` closes him. */
  patient(): PatientTally {
    return new PatientTally((readings, newest, means) => {
      if (newest === null) {
        this.#without += 1
        return
      }
      this.#readings += readings
      this.#newest.push(newest)
      for (const [at, mean] of means) {
        const hour = this.#hours.get(at) ?? { means: new Sum(), patients: 0 }
        hour.means.add(mean)
        hour.patients += 1
        this.#hours.set(at, hour)
      }
    }, this.#period)
  }

  /** The statistics of what was gathered. */
  statistics(
    metric: string,
    storage: 'time-series' | 'sorted-sets' | 'both',
    computedAt: number,
  ): MetricStatistics {
    const patients = this.#newest.length
    if (patients === 0) return { kind: 'nothing', metric, patients: this.#without }
    const sorted = Float64Array.from(this.#newest).sort()
    const hours = [...this.#hours]
      .map(([at, { means, patients: many }]) => ({ at, average: means.value / many, patients: many }))
      .sort((a, b) => a.at - b.at)
    return {
      kind: 'found',
      metric,
      storage,
      patients,
      readings: this.#readings,
      mean: total(this.#newest) / patients,
      median: quantile(sorted, 0.5),
      quantiles: toldQuantiles.map((q) => ({ q, value: quantile(sorted, q) })),
      hours,
      trendPerDay: trendPerDay(hours),
      unreadable: this.#unreadable,
      computedAt,
    }
  }
}

type Taken = (readings: number, newest: number | null, means: readonly (readonly [number, number])[]) => void

/** One patient of a tally. */
export class PatientTally {
  readonly #taken: Taken
  readonly #period: Period
  readonly #means: [number, number][] = []
  #readings = 0
  #newest: SeriesPoint | null = null
  #hour = Number.NEGATIVE_INFINITY
  #sum = new Sum()
  #count = 0

  constructor(taken: Taken, period: Period) {
    this.#taken = taken
    this.#period = period
  }

  /** One reading; of two at the same time the higher one is the newest, whatever order they come in. */
  add(point: SeriesPoint): void {
    if (point.at < this.#period.from || point.at > this.#period.to) return
    const hour = Math.floor(point.at / HOUR_MS) * HOUR_MS
    if (hour !== this.#hour) this.#closeHour(hour)
    this.#sum.add(point.value)
    this.#count += 1
    this.#readings += 1
    const newest = this.#newest
    const isNewer =
      newest === null || point.at > newest.at || (point.at === newest.at && point.value > newest.value)
    if (isNewer) this.#newest = point
  }

  end(): void {
    this.#closeHour(Number.NEGATIVE_INFINITY)
    this.#taken(this.#readings, this.#newest?.value ?? null, this.#means)
  }

  #closeHour(next: number): void {
    if (this.#count > 0) this.#means.push([this.#hour, this.#sum.value / this.#count])
    this.#hour = next
    this.#sum = new Sum()
    this.#count = 0
  }
}
