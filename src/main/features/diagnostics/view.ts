import type { Run } from '@shared/features/diagnostics/contract.ts'
import type {
  ApprovalState,
  CalibrationBucket,
  CalibrationMonth,
  ProgressLine,
  RunRow,
} from '@shared/features/diagnostics/model.ts'
import type { ApprovalGate, FeedbackFigure, StoredRun } from './ports.ts'

/** A run as a line of a list. */
export function rowOf(run: StoredRun): RunRow {
  const leading = run.diagnosis?.differential[0]
  return {
    sessionId: run.sessionId,
    patientId: run.patientId,
    status: run.status,
    source: run.source,
    startedBy: run.startedBy,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    leading: leading?.name ?? null,
    confidence: leading?.confidence ?? null,
    risk: run.diagnosis?.risk.level ?? null,
    feedback: run.feedback?.verdict ?? null,
  }
}

/** A whole run. */
export function runOf(
  run: StoredRun,
  progress: readonly ProgressLine[],
  approval: ApprovalState | null,
): Run {
  return {
    ...rowOf(run),
    findings: run.findings,
    diagnosis: run.diagnosis,
    approval,
    ledger: run.ledger,
    progress: [...progress],
    fullFeedback: run.feedback,
  }
}

const NO_QUEUE =
  'A physician has to look at this before it is acted on, and this installation has no queue of approvals.'
const NOT_READ =
  'A physician was asked. What has been decided cannot be read at present; treat it as undecided.'

/** What has become of the question to a person; null while none is known to be needed. */
export async function approvalOf(run: StoredRun, gate: ApprovalGate | null): Promise<ApprovalState | null> {
  if (run.diagnosis === null) return null
  if (run.diagnosis.risk.level !== 'high') return { kind: 'not-needed' }
  if (run.approval === null) return null
  if (run.approval === '' || gate === null) return { kind: 'no-queue', why: NO_QUEUE }
  try {
    const state = await gate.read(run.approval)
    return state === null
      ? { kind: 'unknown', id: run.approval, why: NOT_READ }
      : { kind: 'asked', id: run.approval, status: state.status, reason: state.reason }
  } catch {
    return { kind: 'unknown', id: run.approval, why: NOT_READ }
  }
}

const BUCKETS = 10
const outcomeOf = { right: 1, partly: 0.5, wrong: 0 } as const

const MOST_MONTHS = 24

/** Confidence against outcome in ten equal buckets (the upper end belongs to the next one, 1 to the last), and by month. */
export function calibrate(figures: readonly FeedbackFigure[]): {
  buckets: CalibrationBucket[]
  months: CalibrationMonth[]
  brier: number | null
  useful: number
  judged: number
} {
  const buckets = Array.from({ length: BUCKETS }, (_, index) => {
    const inside = figures.filter(
      ({ confidence }) => Math.min(BUCKETS - 1, Math.floor(confidence * BUCKETS)) === index,
    )
    return { from: index / BUCKETS, to: (index + 1) / BUCKETS, ...judgedOf(inside) }
  })
  const months = [...new Set(figures.map(({ month }) => month))]
    .toSorted((a, b) => ((a ?? '') < (b ?? '') ? 1 : -1))
    .slice(0, MOST_MONTHS)
    .map((month) => {
      const inside = figures.filter((figure) => figure.month === month)
      return { month, ...judgedOf(inside), brier: brierOf(inside) }
    })
  return {
    buckets,
    months,
    brier: brierOf(figures),
    useful: figures.filter(({ useful }) => useful).length,
    judged: figures.length,
  }
}

function judgedOf(
  figures: readonly FeedbackFigure[],
): Pick<CalibrationBucket, 'runs' | 'right' | 'partly' | 'wrong' | 'meanConfidence'> {
  const count = (verdict: FeedbackFigure['verdict']): number =>
    figures.filter((figure) => figure.verdict === verdict).length
  return {
    runs: figures.length,
    right: count('right'),
    partly: count('partly'),
    wrong: count('wrong'),
    meanConfidence: mean(figures.map(({ confidence }) => confidence)),
  }
}

function brierOf(figures: readonly FeedbackFigure[]): number | null {
  return mean(figures.map(({ confidence, verdict }) => (confidence - outcomeOf[verdict]) ** 2))
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}
