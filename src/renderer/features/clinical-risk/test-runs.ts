import type { ResultRow, RunStatus } from '@shared/features/clinical-risk/model.ts'

/** The nth run for tests; later numbers started later. Give only what matters. */
export function testRun(number: number, parts: Partial<RunStatus> = {}): RunStatus {
  return {
    id: `risk:${number.toString(16).padStart(12, '0')}`,
    source: `file-${number}.csv`,
    format: 'csv',
    state: 'running',
    startedAt: 1_700_000_000_000 + number * 60_000,
    endedAt: null,
    startedBy: 'Test physician',
    done: 0,
    of: 1_000,
    parts: { done: 0, of: 1 },
    workers: ['station'],
    rejected: 0,
    mended: 0,
    lowQuality: 0,
    counts: { high: 0, review: 0, possible: 0, lower: 0 },
    bins: [],
    rowsPerSecond: null,
    remarks: [],
    ...parts,
  }
}

/** The nth row of a run's results for tests. */
export function testRow(number: number, parts: Partial<ResultRow> = {}): ResultRow {
  const open = { low: 0.2, high: 0.6 }
  return {
    patientId: `P-${number}`,
    standing: 'lower',
    ...open,
    confidence: 0.8,
    requiresPhysicianReview: false,
    age: open,
    medication: open,
    history: open,
    missing: [],
    ...parts,
  }
}
