import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lastHours, MetricTally, quantile, type SeriesPoint, trendPerDay } from './engine-statistics.ts'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 10, 22, 15, 4, 59)

describe('quantiles', () => {
  // Catches: another of the nine types. By hand: position 4q among five values, linear between them.
  test.each([
    [0, 1],
    [0.05, 1.2],
    [0.1, 1.4],
    [0.25, 2],
    [0.5, 4],
    [0.75, 8],
    [0.9, 12.8],
    [1, 16],
  ])('of type 7: %d', (q, value) => {
    expect(quantile([1, 2, 4, 8, 16], q)).toBeCloseTo(value, 12)
  })

  /** The definition of Hyndman and Fan in its own words: the point p(k) = (k - 1) / (n - 1) of the broken line. */
  function onBrokenLine(sorted: readonly number[], q: number): number {
    for (let k = 1; k < sorted.length; k += 1) {
      const [left, right] = [(k - 1) / (sorted.length - 1), k / (sorted.length - 1)]
      const [low = 0, high = 0] = [sorted[k - 1], sorted[k]]
      if (q <= right) return low + ((q - left) / (right - left)) * (high - low)
    }
    return sorted.at(-1) ?? Number.NaN
  }

  // Catches: an index off by one, a value beyond the last.
  test('agree with the broken line through the order statistics', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (all, q) => {
        const sorted = all.toSorted((a, b) => a - b)
        const value = quantile(sorted, q)
        expect(value).toBeCloseTo(onBrokenLine(sorted, q), 4)
        expect(value).toBeGreaterThanOrEqual(sorted[0] ?? Number.NaN)
        expect(value).toBeLessThanOrEqual(sorted.at(-1) ?? Number.NaN)
      }),
    )
  })
})

describe('the trend', () => {
  // Catches: a slope per hour, one through too few points, and one that counts hours instead of time.
  test('is the slope of least squares per day, and nothing with fewer than three hours', () => {
    const at = (hour: number, average: number) => ({ at: NOW + hour * HOUR, average })
    expect(trendPerDay([])).toBeNull()
    expect(trendPerDay([at(0, 1), at(1, 2)])).toBeNull()
    expect(trendPerDay([at(0, 1), at(1, 2), at(2, 3)])).toBeCloseTo(24, 10)
    expect(trendPerDay([at(0, 5), at(10, 5), at(40, 5)])).toBeCloseTo(0, 12)
    // Hours without readings are gaps in time. By hand: (6 + 2 + 15) / 24 over (4 + 1 + 9) / 24².
    expect(trendPerDay([at(0, 1), at(1, 2), at(5, 9)])).toBeCloseTo(39.428_571_428_571, 9)
  })
})

describe('a period', () => {
  // Catches: a first hour of which only a part is counted.
  test('is made of full hours, the present one being the last', () => {
    const { from, to } = lastHours(24, NOW)
    expect(new Date(from).toISOString()).toBe('2026-11-21T16:00:00.000Z')
    expect(new Date(to).toISOString()).toBe('2026-11-22T15:59:59.999Z')
  })
})

interface Patient {
  readonly points: readonly SeriesPoint[]
}

const period = lastHours(48, NOW)
const point = fc.record({
  at: fc.integer({ min: period.from - 5 * HOUR, max: period.to + HOUR }),
  value: fc.integer({ min: 40, max: 120 }).map((tenths) => tenths / 10),
})
const patients = fc.array(
  fc.record({ points: fc.array(point, { maxLength: 12 }).map((all) => all.toSorted((a, b) => a.at - b.at)) }),
  { maxLength: 20 },
)

function tallied(all: readonly Patient[]) {
  const tally = new MetricTally(period)
  for (const { points } of all) {
    const patient = tally.patient()
    for (const each of points) patient.add(each)
    patient.end()
  }
  return tally.statistics('a1c', 'sorted-sets', NOW)
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** The same from the docstrings of MetricStatistics, by lists and filters. */
function plainly(all: readonly Patient[]) {
  const inside = all.map(({ points }) => points.filter(({ at }) => at >= period.from && at <= period.to))
  const having = inside.filter((points) => points.length > 0)
  const newest = having.map((points) => {
    const last = Math.max(...points.map(({ at }) => at))
    return Math.max(...points.filter(({ at }) => at === last).map(({ value }) => value))
  })
  const hours = [...new Set(having.flat().map(({ at }) => Math.floor(at / HOUR) * HOUR))].sort(
    (a, b) => a - b,
  )
  return {
    patients: having.length,
    readings: having.flat().length,
    mean: mean(newest),
    hours: hours.map((start) => {
      const means = having.flatMap((points) => {
        const here = points.filter(({ at }) => at >= start && at < start + HOUR)
        return here.length === 0 ? [] : [mean(here.map(({ value }) => value))]
      })
      return { at: start, average: mean(means), patients: means.length }
    }),
  }
}

describe('a tally', () => {
  // Catches: a mean over readings instead of patients, readings outside the period, hours that run into each other.
  test('gives what the definitions say', () => {
    fc.assert(
      fc.property(patients, (all) => {
        const ours = tallied(all)
        const plain = plainly(all)
        if (ours.kind === 'nothing') {
          expect(plain.patients).toBe(0)
          expect(ours.patients).toBe(all.length)
          return
        }
        expect([ours.patients, ours.readings]).toEqual([plain.patients, plain.readings])
        expect(ours.mean).toBeCloseTo(plain.mean, 10)
        expect(ours.hours.map(({ at, patients: many }) => [at, many])).toEqual(
          plain.hours.map(({ at, patients: many }) => [at, many]),
        )
        ours.hours.forEach(({ average }, index) =>
          expect(average).toBeCloseTo(plain.hours[index]?.average ?? Number.NaN, 10),
        )
      }),
    )
  })

  // Catches: the lower or the last heard of two readings of one moment taken for the newest.
  test('takes the higher of two readings of the same time for the newest', () => {
    for (const values of [
      [6, 8],
      [8, 6],
    ]) {
      const points = [{ at: NOW - 5, value: 9 }, ...values.map((value) => ({ at: NOW, value }))]
      expect(tallied([{ points }])).toMatchObject({ median: 8, readings: 3 })
    }
  })

  // Catches: figures that depend on the order in which SCAN happens to give the patients.
  test('does not depend on the order of patients, nor on that of readings of the same time', () => {
    fc.assert(
      fc.property(patients, fc.integer(), (all, seed) => {
        const shuffled = all
          .map((each, index) => ({ each, key: (seed * 31 + index * 7_919) % 104_729 }))
          .sort((a, b) => a.key - b.key)
          .map(({ each: { points } }) => ({
            points: points.toSorted((a, b) => a.at - b.at || b.value - a.value),
          }))
        const [one, other] = [tallied(all), tallied(shuffled)]
        if (one.kind === 'nothing' || other.kind === 'nothing') {
          expect(one).toEqual(other)
          return
        }
        expect(other.quantiles).toEqual(one.quantiles)
        expect(other.median).toBe(one.median)
        expect(other.mean).toBeCloseTo(one.mean, 12)
        expect(other.trendPerDay ?? 0).toBeCloseTo(one.trendPerDay ?? 0, 9)
      }),
    )
  })
})
