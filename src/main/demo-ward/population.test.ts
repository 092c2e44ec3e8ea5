import { expect, test } from 'vitest'
import { demoPopulation, populationDue, populationMetrics, readingOf } from './population.ts'

const population = demoPopulation(1)

/** The seed's score of first readings. */
function scoreOf(patient: (typeof population)[number]): number {
  const { a1c, bmi, blood_pressure: pressure } = patient.usual
  return (
    Math.max(0, ((a1c ?? 0) - 5.7) * 10) +
    Math.max(0, ((bmi ?? 0) - 25) * 2) +
    Math.max(0, ((pressure ?? 0) - 120) * 0.5)
  )
}

test('the population is the same for the same seed (bug: a demonstration that nobody can repeat)', () => {
  expect(demoPopulation(1)).toEqual(population)
  expect(demoPopulation(2)).not.toEqual(population)
})

// Catches: a population in which everybody, or nobody, is at risk, and values that no laboratory would report.
test('most are at low risk, a few are high, and not everything was measured', () => {
  const high = population.filter((patient) => scoreOf(patient) > 75).length
  const low = population.filter((patient) => scoreOf(patient) < 25).length
  expect(high).toBeGreaterThan(3)
  expect(high).toBeLessThan(population.length / 10)
  expect(low).toBeGreaterThan(population.length / 3)
  for (const metric of populationMetrics) {
    const values = population.map(({ usual }) => usual[metric])
    expect(values).toContain(null)
    const limits = { a1c: [4, 13], bmi: [18, 45], blood_pressure: [90, 195] }[metric]
    for (const patient of population) {
      const value = readingOf(patient, metric, 1, 7)
      if (value === null) continue
      expect(value).toBeGreaterThan(limits[0] ?? 0)
      expect(value).toBeLessThan(limits[1] ?? 0)
    }
  }
})

test('who is measured depends on the time alone (bug: readings lost or doubled between two ticks)', () => {
  const whole = populationDue(population, 1, 0, 4_000)
  expect([
    ...populationDue(population, 1, 0, 1_234.5),
    ...populationDue(population, 1, 1_234.5, 4_000),
  ]).toEqual(whole)
  expect(whole.length).toBeGreaterThan(100)
})
