import type { VitalId } from '@shared/features/diagnostics/findings.ts'
import { vitals } from '@shared/features/diagnostics/findings-measured.ts'
import type { Dissent, RiskLevel, RiskReason } from '@shared/features/diagnostics/model.ts'
import { type Condition } from './condition.ts'
import { conditionOf, conditions } from './conditions.ts'
import type { Case } from './engine-case.ts'
import { askedScores, scoreIds } from './engine-scores.ts'
import { raisedBy, type Weighed } from './engine-weigh.ts'

/** House policy, review locally: as likely as not; and not negligible. */
const LIKELY = 0.5
const NOT_NEGLIGIBLE = 0.1

/** The seven measurements of NEWS2 without supplemental oxygen, which this feature reads apart. */
const expectedVitals: readonly VitalId[] = [
  'heartRate',
  'systolic',
  'respiratoryRate',
  'saturation',
  'temperature',
  'gcs',
]

export interface Unchecked {
  readonly condition: string
  readonly name: string
  readonly missing: readonly string[]
}

/** Dangers that only a measurement shows, and whose measurement is not known: they could not be checked. */
export function uncheckedDangers(opened: Case): readonly Unchecked[] {
  return conditions
    .filter((condition) => condition.mustNotMiss && condition.checkedBy.length > 0)
    .filter((condition) => raisedBy(condition, opened) === null && !isChecked(condition, opened))
    .map((condition) => ({
      condition: condition.id,
      name: condition.name,
      missing: condition.features.flatMap(({ probe }) => {
        const measures =
          (probe.kind === 'over' || probe.kind === 'under') && condition.checkedBy.includes(probe.id)
        const reading = measures ? opened.read(probe) : null
        return reading === null || reading.known ? [] : [...reading.missing]
      }),
    }))
}

function isChecked({ features, checkedBy }: Condition, opened: Case): boolean {
  return features.some(
    ({ probe }) =>
      (probe.kind === 'over' || probe.kind === 'under') &&
      checkedBy.includes(probe.id) &&
      opened.read(probe).known,
  )
}

/** A history or complaint that makes an unchecked danger more than a formality. */
function isSuspected(id: string, opened: Case): boolean {
  return (
    conditionOf(id)?.features.some(({ probe, yes }) => {
      if (yes <= 0 || (probe.kind !== 'symptom' && probe.kind !== 'history')) return false
      const reading = opened.read(probe)
      return reading.known && reading.yes
    }) ?? false
  )
}

/**
 * The rules of the risk level, each with its reason. What a complaint raises counts by the worst that the unknown inputs
 * leave possible, so that taking a value away never lowers the level.
 */
export function riskReasons(
  ranked: readonly Weighed[],
  unchecked: readonly Unchecked[],
  opened: Case,
): readonly RiskReason[] {
  const reasons: RiskReason[] = []
  for (const { hypothesis } of ranked.filter((each) => each.hypothesis.mustNotMiss)) {
    const { condition, name, confidence, atMost, missing } = hypothesis
    const known = conditionOf(condition)
    const complained = known !== undefined && raisedBy(known, opened) === 'complaint'
    if (confidence >= LIKELY)
      reasons.push({
        rule: 'must-not-miss-likely',
        level: 'high',
        text: `${name} is likely and must not be missed.`,
      })
    else if (complained && atMost >= LIKELY)
      reasons.push({
        rule: 'must-not-miss-not-excluded',
        level: 'high',
        text: `${name} is not excluded while these are not known: ${missing.join(', ')}.`,
      })
    else if (atMost >= NOT_NEGLIGIBLE)
      reasons.push({
        rule: 'must-not-miss-raised',
        level: 'moderate',
        text: `${name} is on the list and must not be missed.`,
      })
  }
  for (const { condition, name, missing } of unchecked)
    reasons.push({
      rule: 'must-not-miss-unchecked',
      level: isSuspected(condition, opened) ? 'moderate' : 'low',
      text: `${name} could not be checked: ${missing.join(', ')} not known.`,
    })
  reasons.push(...criticalScores(opened))
  const open = expectedVitals.filter((id) => opened.findings.vitals[id] === undefined)
  if (open.length > 0)
    reasons.push({
      rule: 'vital-signs-incomplete',
      level: 'moderate',
      text: `Vital signs are incomplete: ${open.map((id) => vitals[id].label).join(', ')} not known.`,
    })
  if (ranked.length === 0)
    reasons.push({
      rule: 'nothing-found',
      level: 'moderate',
      text: 'The local rules know no condition that fits. That excludes nothing.',
    })
  return reasons
}

function criticalScores(opened: Case): RiskReason[] {
  return scoreIds.flatMap((id): RiskReason[] => {
    const { name, when, critical, decidedOnly } = askedScores[id]
    if (critical.length === 0 || !when(opened.findings)) return []
    const result = opened.score(id)
    if (result.kind === 'refused') return []
    const bands = result.kind === 'scored' ? [result.band] : result.possible
    const inside = bands.filter((band) => critical.includes(band)).length
    const counts = decidedOnly === true ? inside === bands.length : inside > 0
    if (!counts || inside === 0) return []
    const text =
      inside === bands.length
        ? `${name} is in its critical range.`
        : `${name} may be in its critical range: ${result.missing.join(', ')} not known.`
    return [{ rule: 'critical-score', level: 'high', text }]
  })
}

const steps: readonly RiskLevel[] = ['low', 'moderate', 'high']

/** Orders risk levels. */
export function riskRank(level: RiskLevel): number {
  return steps.indexOf(level)
}

/** The highest level of the reasons, one step higher with any dissent. */
export function riskOf(
  reasons: readonly RiskReason[],
  dissent: readonly Dissent[],
): { level: RiskLevel; reasons: RiskReason[] } {
  const base = Math.max(0, ...reasons.map(({ level }) => riskRank(level)))
  const raised = dissent.length > 0 ? Math.min(base + 1, steps.length - 1) : base
  const level = steps[raised] ?? 'high'
  if (dissent.length === 0) return { level, reasons: [...reasons] }
  const text =
    dissent.length === 1
      ? 'One opinion contradicts the leading hypothesis.'
      : `${dissent.length} opinions contradict the leading hypothesis.`
  return { level, reasons: [...reasons, { rule: 'dissent', level, text }] }
}
