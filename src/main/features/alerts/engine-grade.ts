import { type Grading, grade } from '@shared/clinical/grade.ts'
import { normaliseType } from '@shared/clinical/normalise-type.ts'
import type { SourceId } from '@shared/clinical/sources.ts'
import { higherSeverity, readPublisherSeverity, type Severity } from '@shared/clinical/severity.ts'
import { vocabulary } from '@shared/clinical/vocabulary.ts'
import type { Basis, Direction, Doubt } from '@shared/features/alerts/model.ts'
import type { AlertPolicy } from '@shared/features/alerts/policy.ts'
import type { Finding } from './finding.ts'

/** What the station makes of one finding: how urgent, on which side, and what that rests on. */
export interface Assessment {
  readonly type: string
  readonly symbol: string
  readonly label: string
  readonly value: number
  readonly unitOfMeasure: string | null
  readonly direction: Direction
  readonly severity: Severity
  readonly ourSeverity: Severity | null
  readonly publisherSeverity: string | null
  readonly basis: Basis
  readonly doubts: readonly Doubt[]
  readonly isLaboratory: boolean
}

interface ScoreAlert {
  readonly symbol: string
  readonly label: string
  readonly limit: number
  /** What the score is out of; null for 1. */
  readonly scale: string | null
  readonly source: SourceId
}

/**
 * Scores that alerts are raised of, with the seeds' limits: a population risk above 75 wants a care manager (use
 * case 5), a clinical risk above 0.8 a physician at once (analytics pipeline).
 */
const scoreAlerts: ReadonlyMap<string, ScoreAlert> = new Map([
  [
    'high_risk_patient',
    { symbol: 'Risk', label: 'Population risk', limit: 75, scale: '/ 100', source: 'seed-population' },
  ],
  [
    'clinical_risk',
    {
      symbol: 'Clinical risk',
      label: 'Clinical risk',
      limit: 0.8,
      scale: null,
      source: 'seed-clinical-risk',
    },
  ],
  [
    // The last of a run for a ward: it says that further patients stand only in the list.
    'clinical_risk_and_more',
    {
      symbol: 'Clinical risk +',
      label: 'Clinical risk, and more patients in its list',
      limit: 0.8,
      scale: null,
      source: 'seed-clinical-risk',
    },
  ],
])

/**
 * Grades a finding under a unit's policy. The publisher's severity is kept beside ours and the higher one is
 * shown. What cannot be graded is never read as harmless: it counts at least as a warning and carries the doubt.
 * Null: an unknown type of which nobody said how urgent it is; there is nothing to show but the complaint.
 */
export function assess(finding: Finding, policy: AlertPolicy): Assessment | null {
  const score = scoreAlerts.get(finding.type)
  if (score !== undefined) return assessScore(finding, score)
  const grading = grade(
    { type: finding.type, value: finding.value, unit: finding.unitOfMeasure },
    { unit: policy.unitThresholds, patient: policy.patientThresholds[finding.card.patientId] },
  )
  const publisher = readPublisherSeverity(finding.publisherSeverity)
  const stated = publisher.kind === 'stated' ? publisher.severity : null
  const names = namesOf(finding.type)
  if (grading.kind === 'graded') {
    const { displayUnit, decimals } = vocabulary[grading.type]
    return {
      ...names,
      value: roundTo(grading.canonicalValue, decimals + 1),
      unitOfMeasure: displayUnit === '' ? null : displayUnit,
      direction: grading.direction,
      severity: stated === null ? grading.severity : higherSeverity(grading.severity, stated),
      ourSeverity: grading.severity,
      publisherSeverity: finding.publisherSeverity,
      basis: {
        limit: grading.threshold?.limit ?? null,
        side: grading.threshold?.side ?? null,
        unit: displayUnit === '' ? null : displayUnit,
        source: grading.source,
      },
      doubts: finding.doubts,
    }
  }
  if (grading.reason === 'unknown-type' && stated === null) return null
  return {
    ...names,
    value: finding.value,
    unitOfMeasure: finding.unitOfMeasure,
    direction: 'none',
    severity: grading.reason === 'unknown-type' && stated !== null ? stated : atLeastWarning(stated),
    ourSeverity: null,
    publisherSeverity: finding.publisherSeverity,
    basis: { limit: null, side: null, unit: finding.unitOfMeasure, source: null },
    doubts: [...finding.doubts, doubtOf(grading.reason)],
  }
}

function assessScore(finding: Finding, { symbol, label, limit, scale, source }: ScoreAlert): Assessment {
  const publisher = readPublisherSeverity(finding.publisherSeverity)
  return {
    type: finding.type,
    symbol,
    label,
    value: finding.value,
    unitOfMeasure: scale,
    direction: 'high',
    severity: atLeastWarning(publisher.kind === 'stated' ? publisher.severity : null),
    ourSeverity: 'warning',
    publisherSeverity: finding.publisherSeverity,
    basis: { limit, side: 'high', unit: scale, source },
    doubts: finding.doubts,
    isLaboratory: false,
  }
}

function namesOf(type: string): Pick<Assessment, 'type' | 'symbol' | 'label' | 'isLaboratory'> {
  const known = normaliseType(type)
  if (known.kind === 'unknown') return { type, symbol: type, label: type, isLaboratory: false }
  const { symbol, label, kind } = vocabulary[known.type]
  return { type: known.type, symbol, label, isLaboratory: kind === 'laboratory' }
}

function atLeastWarning(stated: Severity | null): Severity {
  return stated === null ? 'warning' : higherSeverity(stated, 'warning')
}

function doubtOf(reason: Extract<Grading, { kind: 'could-not-grade' }>['reason']): Doubt {
  return reason === 'no-thresholds' ? 'not-graded' : reason
}

/** Rounds away what a conversion of units adds beyond the measurement's own digits. */
function roundTo(value: number, decimals: number): number {
  const factor = 10 ** decimals
  return Math.round(value * factor) / factor
}
