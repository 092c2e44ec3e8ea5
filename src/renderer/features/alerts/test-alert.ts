import { Alert } from '@shared/features/alerts/model.ts'
import type { z } from 'zod'

/** An id from a small number, for tests. */
export function testId(seed: number): string {
  return seed.toString(16).padStart(32, '0')
}

/** A valid alert for unit tests; give what the test is about. */
export function testAlert(seed: number, given: Partial<z.input<typeof Alert>> = {}): Alert {
  return Alert.parse({
    id: testId(seed),
    unit: 'icu',
    patient: {
      patientId: `P${seed}`,
      name: 'Test, Tessa',
      mrn: null,
      birthDate: null,
      sex: null,
      bed: 'ICU 04',
      allergies: null,
      codeStatus: null,
      conditions: null,
    },
    type: 'potassium',
    symbol: 'K⁺',
    label: 'Potassium',
    value: 6.8,
    unitOfMeasure: 'mmol/L',
    published: { value: 6.8, unit: 'mmol/L' },
    direction: 'high',
    severity: 'critical',
    ourSeverity: 'critical',
    publisherSeverity: null,
    basis: { limit: 6.5, side: 'high', unit: 'mmol/L', source: 'seed' },
    doubts: [],
    count: 1,
    trend: [],
    worst: 6.8,
    publishedAt: 1_000,
    raisedAt: 1_000 + seed,
    lastAt: 1_000 + seed,
    state: 'new',
    escalationLevel: 0,
    escalatedTo: null,
    acknowledgedBy: null,
    acknowledgedAt: null,
    holder: null,
    readBackRequired: false,
    readBack: null,
    notes: [],
    due: [],
    timeline: [],
    supersedes: null,
    supersededBy: null,
    closedAt: null,
    source: null,
    sourceNote: null,
    simulated: false,
    rev: 1,
    ...given,
  })
}
