import { expect, test } from 'vitest'
import { inOrder, wantedFacts } from './criteria-view.ts'
import { clockWords, filterRows, shareWords, spanWords, standingNow } from './queue-view.ts'
import { csvCell, metricLines, metricsCsv } from './statistics-view.ts'
import { newerBatch } from './use-batch.ts'
import type { BatchStatus, PublicMetrics, QueueRow } from '@shared/features/prior-auth/answers.ts'
import type { CriterionResult, CriterionState } from '@shared/features/prior-auth/model.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

function row(id: string, parts: Partial<QueueRow> = {}): QueueRow {
  return {
    id,
    patientId: 'P1',
    procedure: '72148',
    procedureName: 'MRI of the lumbar spine',
    payer: 'meridian',
    plan: 'choice-ppo',
    urgent: false,
    status: 'pending_review',
    estimatedCost: null,
    confidence: null,
    submittedAt: 0,
    deadlineAt: 7 * DAY,
    nextEscalationAt: 5 * DAY,
    standing: 'in-time',
    states: [],
    reason: null,
    ...parts,
  }
}

test('the clock counts down in days, then in hours, and says how far it is over (bug: an overdue 0:00)', () => {
  expect(clockWords(row('a'), 1)).toBe('6 d 23 h')
  expect(clockWords(row('a'), 7 * DAY - 90 * 60_000)).toBe('1 h 30')
  expect(clockWords(row('a'), 7 * DAY + 3 * HOUR)).toBe('3.0 h over')
  expect(clockWords(row('a', { standing: 'closed' }), 9 * DAY)).toBe('closed')
})

test('a list that was read an hour ago still escalates (bug: a warning that waits for the next change)', () => {
  expect(standingNow(row('a'), 5 * DAY - 1)).toBe('in-time')
  expect(standingNow(row('a'), 5 * DAY)).toBe('escalated')
  expect(standingNow(row('a'), 7 * DAY)).toBe('overdue')
  expect(standingNow(row('a', { standing: 'closed' }), 9 * DAY)).toBe('closed')
})

test('the search narrows and keeps the order (bug: an overdue request that a filter hides)', () => {
  const rows = [
    row('late', { deadlineAt: 10 }),
    row('knee', { procedureName: 'Knee', patientId: 'P7' }),
    row('c'),
  ]
  const found = (text: string, late: boolean) => filterRows(rows, { text, late }, 20).map(({ id }) => id)
  expect(found('', false)).toEqual(['late', 'knee', 'c'])
  expect(found('', true)).toEqual(['late'])
  expect(found('p7 KNEE', false)).toEqual(['knee'])
  expect(found('lumbar ppo', false)).toEqual(['late', 'c'])
})

test('a share of nothing is not 0 % (bug: "0 % denied" of a year without requests)', () => {
  expect(shareWords({ count: 0, of: 0 })).toBe('none yet')
  expect(shareWords({ count: 8, of: 10 })).toBe('80.0 % (8 of 10)')
})

test('spans read at every size (bug: a week in minutes)', () => {
  expect([0.2, 12, 38_000, 14 * 60_000, 6.5 * HOUR, 3.2 * DAY].map(spanWords)).toEqual([
    'under 1 ms',
    '12.0 ms',
    '38 s',
    '14 min',
    '6.5 h',
    '3.2 d',
  ])
})

function criterion(id: string, state: CriterionState, wanted: string[] = []): CriterionResult {
  return { id, label: id, state, cited: [], lacking: [], wanted }
}

test('what is not met stands first, then what is missing (bug: a fault below ten lines of green)', () => {
  const criteria = [criterion('a', 'met'), criterion('b', 'missing', ['weeks']), criterion('c', 'not-met')]
  expect(inOrder(criteria).map(({ id }) => id)).toEqual(['c', 'b', 'a'])
  const checked = {
    kind: 'checked' as const,
    policy: 'p',
    policyVersion: '1',
    policySource: '',
    procedureName: '',
    criteria,
    recommendation: 'review' as const,
    confidence: 0.5,
    justification: '',
    remarks: [],
  }
  expect([...wantedFacts(checked)]).toEqual(['weeks'])
  expect(wantedFacts({ kind: 'unchecked', reason: 'unknown-procedure', sentence: '' }).size).toBe(0)
})

const turnaround = { decided: 0, averageMs: null, medianMs: null, p90Ms: null, inTime: 0 }
const metrics: PublicMetrics = {
  year: 2026,
  items: [{ code: '72148', name: 'MRI, "lumbar"' }],
  standardApproved: { count: 9, of: 10 },
  standardDenied: { count: 1, of: 10 },
  standardApprovedAfterAppeal: { count: 0, of: 10 },
  extendedAndApproved: { count: 0, of: 10 },
  expeditedApproved: { count: 0, of: 0 },
  expeditedDenied: { count: 0, of: 0 },
  standard: { ...turnaround, decided: 10, averageMs: 2 * DAY, medianMs: DAY },
  expedited: turnaround,
}

test('all ten public metrics are there, in the file as well (bug: a metric that is lost on export)', () => {
  expect(metricLines(metrics)).toHaveLength(10)
  const text = metricsCsv(metrics)
  expect(text).toContain('Standard requests approved,90.0 % (9 of 10)\r\n')
  expect(text).toContain('72148,"MRI, ""lumbar"""\r\n')
})

test('a cell never runs as a formula (bug: a name that begins with = in a spreadsheet)', () => {
  expect(csvCell('=HYPERLINK("x")')).toBe('"\'=HYPERLINK(""x"")"')
  expect(csvCell('plain')).toBe('plain')
})

test('progress never goes back (bug: a slow answer that undoes what events have told)', () => {
  const batch = (done: number, parts: Partial<BatchStatus> = {}): BatchStatus => ({
    id: '0123456789abcdef',
    name: 'b',
    state: 'running',
    rows: 10,
    done,
    automatic: done,
    pending: 0,
    failed: 0,
    failures: [],
    summary: null,
    ...parts,
  })
  expect(newerBatch(batch(5), batch(3)).done).toBe(5)
  expect(newerBatch(batch(5), batch(5, { state: 'cancelled' })).state).toBe('cancelled')
  expect(newerBatch(batch(5), batch(1, { id: 'fedcba9876543210' })).done).toBe(1)
})
