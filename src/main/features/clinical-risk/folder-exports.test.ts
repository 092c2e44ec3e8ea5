import { expect, test } from 'vitest'
import { awaitsPatients, exportOf } from './folder-exports.ts'

// Catches: two exports that are read as one, files of one that are left out, other files that are taken for exports.
test('files of one bulk export are found by their names', () => {
  const names = [
    'Condition.000.ndjson',
    'Patient.001.ndjson',
    'Patient.000.ndjson',
    'Claim.000.ndjson',
    '2026-11-01_Patient.ndjson',
    '2026-11-01_Condition.ndjson',
    '2026-11-02_Patient.ndjson',
    'Patient-2026-11-01.ndjson',
    'Patient-2026-11-02.ndjson',
    'Observation_other.ndjson',
    'patients.ndjson',
    'Patient.json',
  ]
  const parts = ['Patient.000.ndjson', 'Patient.001.ndjson', 'Condition.000.ndjson']
  expect(exportOf('Condition.000.ndjson', names)).toEqual(parts)
  // It is not read, and no source by itself.
  expect(exportOf('Claim.000.ndjson', names)).toEqual(parts)
  expect(exportOf('2026-11-01_Condition.ndjson', names)).toEqual([
    '2026-11-01_Patient.ndjson',
    '2026-11-01_Condition.ndjson',
  ])
  expect(exportOf('Patient-2026-11-02.ndjson', names)).toEqual(['Patient-2026-11-02.ndjson'])
  expect(exportOf('patients.ndjson', names)).toBeNull()
  expect(exportOf('Patient.json', names)).toBeNull()
  expect(names.filter((name) => awaitsPatients(name, names))).toEqual(['Observation_other.ndjson'])
})
