import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { convert, convertTo } from './convert.ts'
import { FindingType } from './finding-types.ts'
import { unitsSpelt } from './units.ts'
import { vocabulary } from './vocabulary.ts'

describe('named conversions', () => {
  // Expected values are the pairs that laboratories and textbooks print side by side; a wrong molar mass fails here.
  test.each<[FindingType, number, string, number, number]>([
    ['potassium', 6.8, 'mEq/L', 6.8, 3],
    ['calcium', 4, 'mEq/L', 2, 3],
    ['calcium', 12, 'mg/dL', 2.99, 2],
    ['magnesium', 2.43, 'mg/dL', 1, 2],
    ['glucose', 100, 'mg/dL', 5.55, 2],
    ['capillary_glucose', 450, 'mg/dl', 25, 1],
    ['creatinine', 4, 'mg/dL', 354, 0],
    ['blood_urea_nitrogen', 28, 'mg/dL', 10, 1],
    ['bilirubin', 15, 'mg/dL', 257, 0],
    ['phosphate', 8.9, 'mg/dL', 2.87, 2],
    ['lactate', 36, 'mg/dL', 4.04, 2],
    ['ammonia', 170, 'mcg/dL', 99.8, 1],
    ['hemoglobin', 7, 'g/dL', 70, 6],
    ['hematocrit', 0.25, 'L/L', 25, 6],
    ['platelets', 37, 'K/uL', 37, 6],
    ['platelets', 37_000, '/µL', 37, 6],
    ['platelets', 37, 'G/L', 37, 6],
    ['neutrophils', 450, 'cells/uL', 0.45, 6],
    ['fibrinogen', 100, 'mg/dL', 1, 6],
    ['temperature', 98.6, '°F', 37, 6],
    ['temperature', 104, '[degF]', 40, 6],
    ['pco2', 6.5, 'kPa', 48.75, 2],
    ['po2', 8, 'kPa', 60, 1],
    ['troponin', 0.05, 'ng/mL', 50, 6],
    ['digoxin', 3.2, 'nmol/L', 2.5, 2],
    ['oxygen_saturation', 0.91, 'fraction', 91, 6],
    ['heart_rate', 78, 'bpm', 78, 6],
    ['respiratory_rate', 18, 'breaths/min', 18, 6],
    ['blood_pressure_systolic', 120, 'mmHg', 120, 6],
    ['blood_pressure_systolic', 16, 'kPa', 120, 0],
    ['inr', 5.1, '{INR}', 5.1, 6],
  ])('%s %d %s is %d', (type, value, unit, expected, digits) => {
    const converted = convert(value, unit, type)
    expect(converted.ok ? converted.value : converted.reason).toBeCloseTo(expected, digits)
  })
})

describe('what cannot be converted', () => {
  // Guessing here turns 6.8 mg/dL of potassium into a panic value, or hides one.
  test.each<[FindingType, string | null, string]>([
    ['potassium', 'mmHg', 'unknown-unit'],
    ['potassium', 'mg/dL', 'unknown-unit'],
    ['urea', 'mg/dL', 'unknown-unit'],
    ['hemoglobin', 'furlong', 'unknown-unit'],
    ['potassium', '', 'missing-unit'],
    ['potassium', '   ', 'missing-unit'],
    ['temperature', null, 'missing-unit'],
  ])('%s in %j is %s', (type, unit, reason) => {
    expect(convert(6.8, unit, type)).toEqual({ ok: false, reason })
  })

  test.each([NaN, Infinity, -Infinity])('%d is not a number', (value) => {
    expect(convert(value, 'mmol/L', 'potassium')).toEqual({ ok: false, reason: 'not-a-number' })
  })

  test.each<FindingType>(['ph', 'inr', 'glasgow_coma_scale', 'news2'])('%s needs no unit', (type) => {
    expect(convert(7, null, type)).toMatchObject({ ok: true, value: 7 })
  })
})

test('a limit on paper is the limit after conversion: no binary hair above or below', () => {
  expect(convert(7, 'g/dL', 'hemoglobin')).toMatchObject({ value: 70 })
  expect(convert(95, 'degF', 'temperature')).toMatchObject({ value: 35 })
  expect(convert(0.0025, 'ug/L', 'troponin')).toMatchObject({ value: 2.5 })
})

test('every accepted unit of every finding survives the round trip', () => {
  for (const type of FindingType.options) {
    const { canonicalUnit, otherUnits, plausible } = vocabulary[type]
    for (const unit of [canonicalUnit, ...otherUnits.map((other) => other.unit)]) {
      fc.assert(
        fc.property(fc.double({ min: plausible.low, max: plausible.high, noNaN: true }), (value) => {
          const there = convertTo(value, unit, type)
          const back = there.ok ? convert(there.value, unit, type) : there
          expect(back.ok ? back.value : NaN).toBeCloseTo(value, 6)
        }),
        { numRuns: 20 },
      )
    }
  }
})

test('conversion keeps order: a higher value never converts to a lower one', () => {
  for (const type of FindingType.options) {
    for (const { unit } of vocabulary[type].otherUnits) {
      const low = convert(1, unit, type)
      const high = convert(2, unit, type)
      expect(low.ok && high.ok && high.value > low.value, `${type} ${unit}`).toBe(true)
    }
  }
})

test('unit spellings fold case, spaces, micro signs and superscripts', () => {
  expect(unitsSpelt('MMOL/L')).toEqual(['mmol/L'])
  expect(unitsSpelt('μmol/L')).toEqual(['umol/L'])
  expect(unitsSpelt('µmol/L')).toEqual(['umol/L'])
  expect(unitsSpelt('×10⁹/L')).toEqual(['10*9/L'])
  expect(unitsSpelt('mm Hg')).toEqual(['mm[Hg]'])
  expect(unitsSpelt('constructor')).toEqual([])
})

test('only G/L is ambiguous, and no finding takes both of its meanings', () => {
  expect(unitsSpelt('G/L')).toHaveLength(2)
  for (const type of FindingType.options) {
    const { canonicalUnit, otherUnits } = vocabulary[type]
    const accepted = [canonicalUnit, ...otherUnits.map(({ unit }) => unit)]
    expect(accepted.includes('g/L') && accepted.includes('10*9/L'), type).toBe(false)
    expect(new Set(accepted).size, type).toBe(accepted.length)
  }
})
