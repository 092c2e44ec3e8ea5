import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FindingType } from './finding-types.ts'
import { grade, type Grading } from './grade.ts'
import { overrideProblems, ThresholdOverrides } from './overrides.ts'
import { severityRank, type Severity } from './severity.ts'
import { vocabulary } from './vocabulary.ts'

function inCanonical(type: FindingType, value: number, overrides = {}): Grading {
  return grade({ type, value, unit: vocabulary[type].canonicalUnit }, overrides)
}

describe("the seed's three, exactly", () => {
  // Off-by-one at the limit, or a limit taken from another list, fails here.
  test.each<[string, number, string, Severity, 'high' | 'low' | 'none']>([
    ['potassium', 6.8, 'mmol/L', 'critical', 'high'],
    ['potassium', 6.5, 'mmol/L', 'critical', 'high'],
    ['potassium', 6.4, 'mmol/L', 'warning', 'high'],
    ['potassium', 4.2, 'mmol/L', 'info', 'none'],
    ['potassium', 2.6, 'mmol/L', 'warning', 'low'],
    ['potassium', 2.5, 'mmol/L', 'critical', 'low'],
    ['heart_rate', 150, 'bpm', 'critical', 'high'],
    ['heart_rate', 149, 'bpm', 'warning', 'high'],
    ['heart_rate', 78, 'bpm', 'info', 'none'],
    ['heart_rate', 40, 'bpm', 'critical', 'low'],
    ['heart_rate', 0, 'bpm', 'critical', 'low'],
    ['blood_pressure_systolic', 180, 'mmHg', 'critical', 'high'],
    ['blood_pressure_systolic', 179, 'mmHg', 'warning', 'high'],
    ['blood_pressure_systolic', 81, 'mmHg', 'warning', 'low'],
    ['blood_pressure_systolic', 80, 'mmHg', 'critical', 'low'],
  ])('%s %d %s is %s, %s', (type, value, unit, severity, direction) => {
    expect(grade({ type, value, unit })).toMatchObject({ kind: 'graded', severity, direction })
  })
})

describe('published limits', () => {
  test.each<[string, number, string, Severity, string]>([
    ['RCPath G158: sodium 120', 120, 'mmol/L', 'critical', 'sodium'],
    ['RCPath G158: creatinine 354, written 4.01 mg/dL', 4.01, 'mg/dL', 'critical', 'creatinine'],
    ['RCPath G158: magnesium 0.4', 0.4, 'mmol/L', 'critical', 'magnesium'],
    ['Kost 1990: pH 7.21', 7.21, '', 'critical', 'ph'],
    ['Kost 1990: white cells 37', 37, 'K/uL', 'critical', 'WBC'],
    ['SSC 2021: lactate 4', 4, 'mmol/L', 'critical', 'lactate'],
    ['Sepsis-3: lactate above 2, so 2.0 is inside', 2, 'mmol/L', 'info', 'lactate'],
    ['SSC 2021: MAP below 65, so 65 is inside', 65, 'mmHg', 'info', 'MAP'],
    ['NICE NG24: haemoglobin 7.0 g/dL', 7, 'g/dL', 'critical', 'Hb'],
    ['NICE NG24: platelets below 30, so 30 warns', 30, '10*9/L', 'warning', 'platelets'],
    ['ADA: capillary glucose 2.9', 2.9, 'mmol/L', 'critical', 'CBG'],
    ['RCP 2017: temperature 39.1', 39.1, '°C', 'warning', 'temp'],
    ['RCP 2017: respiratory rate 25', 25, '/min', 'critical', 'RR'],
    ['RCP 2017: NEWS2 of 7', 7, '', 'critical', 'NEWS2'],
    ['RCP 2017: NEWS2 of 4', 4, '', 'info', 'news2'],
  ])('%s', (_case, value, unit, severity, type) => {
    expect(grade({ type, value, unit })).toMatchObject({ kind: 'graded', severity })
  })
})

test('a breach reports the limit, its side, the canonical value and the source', () => {
  expect(grade({ type: 'K+', value: 6.8, unit: 'mEq/L' })).toEqual({
    kind: 'graded',
    type: 'potassium',
    severity: 'critical',
    direction: 'high',
    threshold: { limit: 6.5, side: 'high', severity: 'critical' },
    canonicalValue: 6.8,
    canonicalUnit: 'mmol/L',
    source: 'seed',
  })
})

describe('what cannot be graded says why, and never looks harmless', () => {
  test.each<[string, number, string | null, string]>([
    ['midichlorians', 20_000, '/uL', 'unknown-type'],
    ['__proto__', 1, 'mmol/L', 'unknown-type'],
    ['constructor', 1, 'mmol/L', 'unknown-type'],
    ['', 1, 'mmol/L', 'unknown-type'],
    ['potassium', 6.8, 'parsec', 'unknown-unit'],
    ['potassium', 6.8, null, 'missing-unit'],
    ['potassium', 68, 'mmol/L', 'implausible-value'],
    ['potassium', NaN, 'mmol/L', 'implausible-value'],
    ['temperature', 98.6, '°C', 'implausible-value'],
    ['oxygen_saturation', 101, '%', 'implausible-value'],
  ])('%s %d %j: %s', (type, value, unit, reason) => {
    expect(grade({ type, value, unit })).toMatchObject({ kind: 'could-not-grade', reason })
  })

  test('a finding whose limits are all switched off has no thresholds', () => {
    const off = { creatinine: { criticalHigh: null, warningHigh: null } }
    expect(inCanonical('creatinine', 800, { patient: off })).toMatchObject({ reason: 'no-thresholds' })
  })
})

test('grading is monotone: further out in one direction never grades lower', () => {
  for (const type of FindingType.options) {
    const { low, high } = vocabulary[type].plausible
    const value = fc.double({ min: low, max: high, noNaN: true })
    fc.assert(
      fc.property(value, value, (a, b) => {
        const near = inCanonical(type, a)
        const far = inCanonical(type, b)
        if (near.kind !== 'graded' || far.kind !== 'graded') throw new Error('plausible values must grade')
        const further = near.direction === 'high' ? b >= a : near.direction === 'low' ? b <= a : false
        if (further) {
          expect(severityRank(far.severity)).toBeGreaterThanOrEqual(severityRank(near.severity))
          expect(far.direction).toBe(near.direction)
        }
      }),
      { numRuns: 50 },
    )
  }
})

describe('overrides', () => {
  const limit = fc.option(fc.double({ min: 5.6, max: 9, noNaN: true }), { nil: undefined })

  // Precedence per limit: a patient's warning must not drag the unit's critical back to the default.
  test('patient beats unit beats default, limit by limit', () => {
    fc.assert(
      fc.property(limit, limit, fc.double({ min: 5.5, max: 10, noNaN: true }), (unit, patient, value) => {
        const scopes = {
          unit: { potassium: { criticalHigh: unit, warningHigh: null } },
          patient: { potassium: { criticalHigh: patient } },
        }
        const expected = patient ?? unit ?? 6.5
        const source =
          patient !== undefined ? 'patient-override' : unit !== undefined ? 'unit-override' : 'seed'
        expect(inCanonical('potassium', value, scopes)).toMatchObject(
          value >= expected
            ? { severity: 'critical', threshold: { limit: expected }, source }
            : { severity: 'info', direction: 'none' },
        )
      }),
    )
  })

  test('a COPD patient on scale 2 at 89 % is inside the limits with the override, critical without', () => {
    const scale2 = ThresholdOverrides.parse({ oxygen_saturation: { criticalLow: 83, warningLow: 85 } })
    expect(inCanonical('oxygen_saturation', 89)).toMatchObject({ severity: 'critical' })
    expect(inCanonical('oxygen_saturation', 89, { patient: scale2 })).toMatchObject({ severity: 'info' })
  })

  test.each([
    ['low above high', { potassium: { criticalLow: 7, criticalHigh: 6 } }],
    ['warning beyond critical', { potassium: { warningHigh: 6.8, criticalHigh: 6.5 } }],
    ['outside the plausible range', { potassium: { criticalHigh: 65 } }],
    ['an unknown finding', { kryptonite: { criticalHigh: 1 } }],
    ['an unknown limit', { potassium: { panicHigh: 6 } }],
    ['a limit that is not a number', { potassium: { criticalHigh: NaN } }],
  ])('rejects %s', (_case, overrides) => {
    expect(ThresholdOverrides.safeParse(overrides).success).toBe(false)
  })

  test('an override that is fine alone but crosses what it overrides is found', () => {
    const alone = ThresholdOverrides.parse({ potassium: { warningHigh: 6.8 } })
    expect(overrideProblems({ unit: alone })).toEqual([
      { type: 'potassium', problem: 'criticalHigh 6.5 must lie above warningHigh 6.8' },
    ])
    const both = ThresholdOverrides.parse({ potassium: { warningHigh: 6.8, criticalHigh: 7 } })
    expect(overrideProblems({ unit: both })).toEqual([])
  })
})
