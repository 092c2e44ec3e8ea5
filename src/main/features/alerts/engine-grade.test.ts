import { describe, expect, test } from 'vitest'
import { AlertPolicy, defaultAlertPolicy } from '@shared/features/alerts/policy.ts'
import type { Doubt } from '@shared/features/alerts/model.ts'
import type { Severity } from '@shared/clinical/severity.ts'
import { sampleCard, sampleFinding } from '@test/support/alert-samples.ts'
import { assess } from './engine-grade.ts'
import type { Finding } from './finding.ts'

const by = (parts: Partial<Finding>, policy = defaultAlertPolicy) => assess(sampleFinding(parts), policy)

// Catches: trusting a publisher that calls a critical value harmless, or dropping a warning of its own.
test.each<[number, string | null, Severity]>([
  [6.8, null, 'critical'],
  [6.8, 'info', 'critical'],
  [6.8, 'nonsense', 'critical'],
  [4.5, null, 'info'],
  [4.5, 'critical', 'critical'],
  [6.1, 'LOW', 'warning'],
  [6.1, 'Panic', 'critical'],
])('potassium %d with the severity %j is shown as %s, and both are kept', (value, stated, shown) => {
  const assessment = by({ value, publisherSeverity: stated })
  expect(assessment).toMatchObject({ severity: shown, publisherSeverity: stated })
  expect(assessment?.ourSeverity).not.toBeNull()
})

// Catches: what could not be graded reading as harmless.
describe('what cannot be graded', () => {
  test.each<[string, Partial<Finding>, Doubt]>([
    ['an unknown unit', { unitOfMeasure: 'spoons' }, 'unknown-unit'],
    ['no unit', { unitOfMeasure: null }, 'missing-unit'],
    ['an implausible value', { value: 680 }, 'implausible-value'],
  ])('%s is at least a warning and carries the doubt', (_, parts, doubt) => {
    for (const publisherSeverity of [null, 'info']) {
      const assessment = by({ ...parts, publisherSeverity })
      expect(assessment).toMatchObject({ severity: 'warning', ourSeverity: null, direction: 'none' })
      expect(assessment?.doubts).toContain(doubt)
    }
    expect(by({ ...parts, publisherSeverity: 'critical' })?.severity).toBe('critical')
  })

  // Catches: an unknown type hidden although its publisher called it urgent, or shown with a severity made up here.
  test('an unknown type is shown as its publisher graded it, and not at all when nobody did', () => {
    const type = 'seizure_detected'
    for (const severity of ['critical', 'warning', 'info'] as const) {
      expect(by({ type, publisherSeverity: severity })).toMatchObject({
        severity,
        type,
        doubts: ['unknown-type'],
      })
    }
    expect(by({ type, publisherSeverity: null })).toBeNull()
    expect(by({ type, publisherSeverity: 'purple' })).toBeNull()
  })
})

// Catches: a limit compared with a value in another unit.
test('values are compared in the canonical unit and keep what was published', () => {
  const glucose = by({ type: 'glucose', value: 540, unitOfMeasure: 'mg/dL' })
  expect(glucose?.unitOfMeasure).toBe('mmol/L')
  expect(glucose?.value).toBeCloseTo(30, 0)
})

// Catches: limits of one patient or ward used for another, or not at all.
test('the limits of the patient come before those of the ward, and those before the published', () => {
  const policy = AlertPolicy.parse({
    unitThresholds: { potassium: { criticalHigh: 7 } },
    patientThresholds: { P1: { potassium: { criticalHigh: 7.5 } } },
  })
  expect(by({ value: 6.8 }, policy)?.severity).toBe('warning')
  expect(by({ value: 7.2 }, policy)?.severity).toBe('warning')
  expect(by({ value: 7.2, card: sampleCard({ patientId: 'P2' }) }, policy)).toMatchObject({
    severity: 'critical',
    basis: { limit: 7, source: 'unit-override' },
  })
  expect(by({ value: 7.6 }, policy)).toMatchObject({
    severity: 'critical',
    basis: { limit: 7.5, source: 'patient-override' },
  })
})

// Catches: a patient whose id is a word of JavaScript taking limits from the language instead of the policy.
test.each(['constructor', '__proto__', 'toString'])(
  'a patient called %s is graded like any other',
  (patientId) => {
    expect(by({ card: sampleCard({ patientId }) })?.severity).toBe('critical')
  },
)

// Catches: the population monitor's message refused because it is no vital and no analyte.
test('a high-risk patient is a warning for the care managers', () => {
  expect(by({ type: 'high_risk_patient', value: 82, unitOfMeasure: null })).toMatchObject({
    severity: 'warning',
    direction: 'high',
    basis: { limit: 75 },
  })
})

// Catches: this product's own clinical risk shown as a finding that nobody knows, without its limit.
test('a clinical risk is a warning above its limit, and stays what a publisher says when that is more', () => {
  const finding = { type: 'clinical_risk', value: 0.91, unitOfMeasure: null }
  expect(by({ ...finding, publisherSeverity: 'warning' })).toMatchObject({
    label: 'Clinical risk',
    severity: 'warning',
    basis: { limit: 0.8, side: 'high', source: 'seed-clinical-risk' },
    doubts: [],
  })
  expect(by({ ...finding, publisherSeverity: 'critical' })?.severity).toBe('critical')
})
