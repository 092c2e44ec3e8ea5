import type { StudyId } from '@shared/features/diagnostics/findings.ts'
import type { Evidence, Hypothesis } from '@shared/features/diagnostics/model.ts'
import type { Condition, Feature, Frequency, Probe } from './condition.ts'
import type { Case } from './engine-case.ts'

/** Probability before any feature, by frequency; house policy (see `Frequency`). */
const before: Readonly<Record<Frequency, number>> = { common: 0.15, uncommon: 0.06, rare: 0.02 }
/** Natural logarithm of the likelihood ratio of one point: 2.1 for one, 4.5 for two, 9.5 for three (McGee). */
const LOG_PER_POINT = 0.75
/** Findings are not independent of each other: beyond these ends the sum would claim what no such list can know. */
const LEAST = 0.01
const MOST = 0.97

/** Studies that one orders to confirm. One that was not done is a next step, not a gap in what is known of the patient. */
const bedsideStudy = /^(ecg|urine|pregnancy)-/

/** How a condition came onto the list. Only a complaint asks for the worst case of what is not known. */
export type Raised = 'complaint' | 'sign' | null

/** Whether the condition is on the list, and why. */
export function raisedBy(condition: Condition, opened: Case): Raised {
  if (condition.complaints.some((id) => opened.findings.symptoms[id] === true)) return 'complaint'
  const signed = condition.signs.some((probe) => {
    const reading = opened.read(probe)
    return reading.known && reading.yes
  })
  return signed ? 'sign' : null
}

/** True when an unknown answer counts as a gap in what is known of the patient. */
function isGap(probe: Probe): boolean {
  return probe.kind !== 'study' || isBedside(probe.id)
}

function isBedside(id: StudyId): boolean {
  return bedsideStudy.test(id)
}

/** Confidence from the points for and against; 0.01 to 0.97. */
export function confidenceOf(frequency: Frequency, points: number): number {
  const share = before[frequency]
  const odds = (share / (1 - share)) * Math.exp(LOG_PER_POINT * points)
  return Number(Math.min(MOST, Math.max(LEAST, odds / (1 + odds))).toFixed(4))
}

export interface Weighed {
  readonly hypothesis: Hypothesis
  /** Sum of the known features. */
  readonly points: number
  /** How many features were known. */
  readonly known: number
}

/** Weighs what is known about a condition, by the features that the reader looks at. */
export function weigh(condition: Condition, opened: Case, reads: (probe: Probe) => boolean): Weighed {
  const speaksFor: Evidence[] = []
  const speaksAgainst: Evidence[] = []
  const missing = new Set<string>()
  let points = 0
  let most = 0
  let known = 0
  for (const feature of condition.features) {
    if (!reads(feature.probe)) continue
    const reading = opened.read(feature.probe)
    if (!reading.known) {
      if (isGap(feature.probe)) most += worst(feature)
      for (const name of reading.missing) missing.add(name)
      continue
    }
    const weight = reading.yes ? feature.yes : feature.no
    known += 1
    points += weight
    if (weight !== 0) (weight > 0 ? speaksFor : speaksAgainst).push({ text: reading.text, points: weight })
  }
  const { id, name, mustNotMiss, frequency, source } = condition
  return {
    points,
    known,
    hypothesis: {
      condition: id,
      name,
      mustNotMiss,
      confidence: confidenceOf(frequency, points),
      atMost: confidenceOf(frequency, points + most),
      for: speaksFor.toSorted(heaviest),
      against: speaksAgainst.toSorted(heaviest),
      missing: [...missing],
      source,
    },
  }
}

/** What an unknown feature could add at most: whatever the answer is, it is at least nothing. */
function worst({ yes, no }: Feature): number {
  return Math.max(yes, no, 0)
}

function heaviest(a: Evidence, b: Evidence): number {
  return Math.abs(b.points) - Math.abs(a.points) || compareText(a.text, b.text)
}

/** An order of texts that is the same on every computer. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Ranks: confidence, then must-not-miss first, then what is still possible, then id. */
export function byRank(a: Hypothesis, b: Hypothesis): number {
  return (
    b.confidence - a.confidence ||
    Number(b.mustNotMiss) - Number(a.mustNotMiss) ||
    b.atMost - a.atMost ||
    compareText(a.condition, b.condition)
  )
}
