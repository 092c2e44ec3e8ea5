import { Findings } from '@shared/features/diagnostics/findings.ts'
import type { Run } from '@shared/features/diagnostics/contract.ts'
import {
  defaultBudget,
  type Diagnosis,
  type Hypothesis,
  type ProgressLine,
  type RunRow,
  type SpecialistId,
} from '@shared/features/diagnostics/model.ts'

const by = { user: 'test.nurse', role: 'nurse', station: 'desk' } as const

export function rowOf(number: number, part: Partial<RunRow> = {}): RunRow {
  return {
    sessionId: `diag:P-${number}:${String(number).padStart(8, '0')}`,
    patientId: `P-${number}`,
    status: 'running',
    source: null,
    startedBy: by,
    startedAt: 1_000 + number,
    endedAt: null,
    leading: null,
    confidence: null,
    risk: null,
    feedback: null,
    ...part,
  }
}

export function lineOf(
  event: ProgressLine['event'],
  specialist: SpecialistId | null = null,
  confidence: number | null = null,
): ProgressLine {
  return { id: '1-0', event, specialist, confidence, at: 1_000 }
}

export function hypothesisOf(condition: string, confidence: number): Hypothesis {
  return {
    condition,
    name: condition.toUpperCase(),
    mustNotMiss: false,
    confidence,
    atMost: confidence,
    for: [],
    against: [],
    missing: [],
    source: 'a paper',
  }
}

export function diagnosisOf(part: Partial<Diagnosis> = {}): Diagnosis {
  return {
    differential: [],
    mustNotMiss: [],
    unchecked: [],
    dissent: [],
    risk: { level: 'low', reasons: [] },
    next: [],
    actions: [],
    scores: [],
    local: [],
    model: [],
    rulesVersion: '1',
    ...part,
  }
}

export function runOf(row: RunRow, part: Partial<Run> = {}): Run {
  return {
    ...row,
    findings: Findings.parse({}),
    diagnosis: null,
    approval: null,
    ledger: { budget: defaultBudget, calls: 0, moneyMicro: 0, modelMs: 0, runMs: 0, spent: null },
    progress: [],
    fullFeedback: null,
    ...part,
  }
}
