import { expect, test } from 'vitest'
import { acidBase } from './acid-base.ts'
import { braden, type BradenInputs } from './braden.ts'
import { meld } from './meld.ts'
import type { ScoreResult } from './score.ts'
import { sofa } from './sofa.ts'

function answer(result: ScoreResult): readonly [number, string] {
  if (result.kind !== 'scored') throw new Error(`not scored: ${JSON.stringify(result)}`)
  return [result.value, result.band]
}

// Wiesner 2003 groups: up to 9, 10 to 19, 20 to 29, 30 to 39, 40. Every INR from 1 to 20 walks through all values.
test('MELD bands agree with their groups at every value', () => {
  const groups = ['below-10', '10-to-19', '20-to-29', '30-to-39', '40']
  const seen = new Set<number>()
  for (let inr = 1; inr <= 20; inr += 0.01) {
    const inputs = { bilirubinUmolL: 10, inr, creatinineUmolL: 80, dialysis: false }
    const [value, band] = answer(meld(inputs))
    expect(band).toBe(groups[Math.floor(value / 10)])
    seen.add(value)
  }
  for (const edge of [9, 10, 19, 20, 29, 30, 39, 40]) expect(seen).toContain(edge)
})

// Sepsis-3: the threshold is two points.
test.each([
  [13, 1, 'below-two'],
  [12, 2, 'two-or-more'],
] as const)('SOFA of a Glasgow Coma Scale of %d alone', (glasgowComaScale, value, band) => {
  const inputs = {
    arterialPo2MmHg: 90,
    inspiredOxygenFraction: 0.21,
    respiratorySupport: false,
    platelets: 200,
    bilirubinUmolL: 10,
    meanArterialMmHg: 80,
    dopamineUgKgMin: 0,
    dobutamine: false,
    adrenalineUgKgMin: 0,
    noradrenalineUgKgMin: 0,
    glasgowComaScale,
    creatinineUmolL: 80,
    urineMlPerDay: 1500,
  }
  expect(answer(sofa(inputs))).toEqual([value, band])
})

// Bergstrom 1987: five subscales of 1 to 4 and one of 1 to 3.
const best = {
  sensoryPerception: 4,
  moisture: 4,
  activity: 4,
  mobility: 4,
  nutrition: 4,
  frictionAndShear: 3,
} as const satisfies Required<BradenInputs>
test('Braden takes each subscale between its ends and no further', () => {
  expect(answer(braden(best))).toEqual([23, 'no-raised-risk'])
  for (const [name, most] of Object.entries(best)) {
    expect(braden({ ...best, [name]: most + 1 }).kind, name).toBe('refused')
    expect(braden({ ...best, [name]: 0 }).kind, name).toBe('refused')
    expect(braden({ ...best, [name]: null }), name).toMatchObject({ lowest: 24 - most, highest: 23 })
  }
})

// Berend 2014: at PCO₂ 60 bicarbonate is 26 if acute and 34 if chronic; two beyond either is a second disorder.
test.each([
  [23.9, 7.21, /lower: a metabolic acidosis as well/],
  [26.5, 7.26, /compensation as expected/],
  [36, 7.34, /compensation as expected/],
  [36.5, 7.34, /higher: a metabolic alkalosis as well/],
])('respiratory acidosis with bicarbonate %d', (bicarbonateMmolL, ph, meaning) => {
  expect(acidBase({ ph, arterialPco2MmHg: 60, bicarbonateMmolL })).toMatchObject({
    band: 'respiratory-acidosis',
    meaning: expect.stringMatching(meaning),
  })
})
