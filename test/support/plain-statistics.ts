import type { MetricStatistics } from '@shared/features/population/board.ts'
import { expect } from 'vitest'

export const HOUR = 3_600_000
export type Found = Extract<MetricStatistics, { kind: 'found' }>

export interface SeedReading {
  readonly patientId: string
  /** As Python's time.time() gives them. */
  readonly seconds: number
  readonly value: number
}

/** Readings in no order, some close to full hours, as floats of seconds. */
export function someReadings(patients: number, each: number, now: number): readonly SeedReading[] {
  let state = 12_345
  const random = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
  return Array.from({ length: patients }, (_, patient) =>
    Array.from({ length: each }, () => {
      const ago = Math.floor(random() * 28)
      // None in the hours at which a period of 24 ends: the next full hour may come while this runs.
      const hour = Math.floor(now / HOUR) * HOUR - (ago < 20 ? ago + 2 : ago + 8) * HOUR
      const at =
        random() < 0.2
          ? hour - (random() < 0.5 ? 0.4 : 0.001)
          : hour + Math.floor(random() * HOUR * 1_000) / 1_000
      return { patientId: `P${patient}`, seconds: at / 1_000, value: Number((5 + random() * 4).toFixed(1)) }
    }),
  ).flat()
}

/** The figures written down a second time, from the definitions and the plain list of readings. */
export function plainly(readings: readonly SeedReading[], hours: number, now: number) {
  const from = (Math.floor(now / HOUR) - hours + 1) * HOUR
  const inside = readings
    .map((reading) => ({ ...reading, at: Math.trunc(reading.seconds * 1_000) }))
    .filter(({ at }) => at >= from)
  const newest = new Map<string, { at: number; value: number }>()
  for (const reading of inside) {
    const before = newest.get(reading.patientId)
    if (
      before === undefined ||
      reading.at > before.at ||
      (reading.at === before.at && reading.value > before.value)
    )
      newest.set(reading.patientId, reading)
  }
  const values = [...newest.values()].map(({ value }) => value).sort((a, b) => a - b)
  const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length
  const starts = [...new Set(inside.map(({ at }) => Math.floor(at / HOUR) * HOUR))].sort((a, b) => a - b)
  return {
    patients: newest.size,
    readings: inside.length,
    mean: mean(values),
    median:
      values.length % 2 === 1
        ? (values[(values.length - 1) / 2] ?? Number.NaN)
        : mean(values.slice(values.length / 2 - 1, values.length / 2 + 1)),
    hours: starts.map((at) => {
      const here = inside.filter((reading) => Math.floor(reading.at / HOUR) * HOUR === at)
      const patients = [...new Set(here.map(({ patientId }) => patientId))]
      const means = patients.map((patientId) =>
        mean(here.filter((reading) => reading.patientId === patientId).map(({ value }) => value)),
      )
      return { at, average: mean(means), patients: patients.length }
    }),
  }
}

export function found(statistics: MetricStatistics): Found {
  if (statistics.kind !== 'found') throw new Error('nothing was found')
  return statistics
}

export function expectAlike(ours: Found, plain: ReturnType<typeof plainly>): void {
  expect(ours.patients).toBe(plain.patients)
  expect(ours.readings).toBe(plain.readings)
  expect(ours.mean).toBeCloseTo(plain.mean, 10)
  expect(ours.median).toBeCloseTo(plain.median, 10)
  expect(ours.hours.map(({ at, patients }) => [at, patients])).toEqual(
    plain.hours.map(({ at, patients }) => [at, patients]),
  )
  ours.hours.forEach(({ average }, index) =>
    expect(average).toBeCloseTo(plain.hours[index]?.average ?? Number.NaN, 10),
  )
}
