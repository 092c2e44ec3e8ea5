import { bandFrom, bandOf } from '@shared/features/population/bands.ts'
import {
  type Contribution,
  RiskMetric,
  type RiskBand,
  riskMetrics,
} from '@shared/features/population/model.ts'
import type { Change, PatientState, Reading } from './ports.ts'

/**
 * Source of rule and threshold: the seed "Real-time AI for healthcare with Redis", use case 5
 * (`PopulationHealthMonitor._update_risk_score`). They are no validated clinical score.
 */
export const SEED_SOURCE =
  'Risk adjustments and the threshold of 75 from the population health monitor that this product implements (use case 5, _update_risk_score); no validated clinical score. Each metric counts once, with its newest reading.'

interface Rule {
  /** From which value on points are given. */
  readonly above: number
  /** Points for each unit above it. */
  readonly slope: number
  readonly unit: string
  readonly label: string
  readonly words: string
  /** The smallest step that is told to people. */
  readonly step: number
  /** Outside this a value cannot be of a living person, or is in another unit. */
  readonly lowest: number
  readonly highest: number
}

/** The seed's rules. The ranges are house policy: generous for the living, closed for the common mix-ups of units. */
export const rules: Readonly<Record<RiskMetric, Rule>> = {
  a1c: {
    above: 5.7,
    slope: 10,
    unit: '%',
    label: 'HbA1c',
    words: '10 points per % of HbA1c above 5.7',
    step: 0.1,
    lowest: 2,
    highest: 20,
  },
  bmi: {
    above: 25,
    slope: 2,
    unit: 'kg/m²',
    label: 'BMI',
    words: '2 points per kg/m² of BMI above 25',
    step: 0.1,
    lowest: 8,
    highest: 150,
  },
  blood_pressure: {
    above: 120,
    slope: 0.5,
    unit: 'mmHg',
    label: 'Systolic pressure',
    words: '0.5 points per mmHg of systolic pressure above 120',
    step: 1,
    lowest: 40,
    highest: 300,
  },
}

/** Above it the patient is at high risk (seed). */
export const HIGH = bandFrom.high
/** The score at which a patient who was announced has left; the distance to 75 keeps one who hovers from calling again (house policy). */
export const LEFT = 70
const MOST = 100
export const DAY_MS = 86_400_000
const AHEAD_MS = 5 * 60_000
const EARLIEST = Date.UTC(1900, 0, 1)

/** The metric when it gives points. */
export function countingMetric(metric: string): RiskMetric | null {
  const parsed = RiskMetric.safeParse(metric)
  return parsed.success ? parsed.data : null
}

/** Points of one reading, 0 or more; unbounded above. */
export function pointsOf(metric: RiskMetric, value: number): number {
  const { above, slope } = rules[metric]
  return value > above ? (value - above) * slope : 0
}

/** Sum of the contributions in the order of the metrics, from 0 to 100. */
export function scoreOf(contributions: readonly Contribution[]): number {
  const total = totalOf(contributions)
  return total > MOST ? MOST : total
}

function totalOf(contributions: readonly Contribution[]): number {
  let total = 0
  for (const metric of riskMetrics)
    total += contributions.find((contribution) => contribution.metric === metric)?.points ?? 0
  return total
}

/**
 * Whether a reading counts in place of what counted so far: the newer one, and of two at the same millisecond the
 * higher one, so that the order in which they arrive makes no difference.
 */
export function replaces(reading: Pick<Reading, 'value' | 'at'>, before: Contribution | undefined): boolean {
  if (before === undefined) return true
  return reading.at > before.at || (reading.at === before.at && reading.value > before.value)
}

export interface Step {
  readonly next: PatientState
  readonly crossing: Change['crossing']
}

/**
 * What a reading makes of a patient; null when it changes nothing. `record.lua` does the same on the hub.
 * @param now milliseconds since 1970 by the hub's clock.
 */
export function takeReading(state: PatientState | null, reading: Reading, now: number): Step | null {
  const metric = countingMetric(reading.metric)
  if (metric === null) return null
  const before = state?.contributions ?? []
  if (
    !replaces(
      reading,
      before.find((contribution) => contribution.metric === metric),
    )
  )
    return null
  const points = pointsOf(metric, reading.value)
  const mine = { metric, value: reading.value, at: reading.at, points }
  const contributions = riskMetrics.flatMap((each) =>
    each === metric ? [mine] : before.filter((contribution) => contribution.metric === each),
  )
  return stepTo(state, contributions, metric, now)
}

function stepTo(
  state: PatientState | null,
  contributions: readonly Contribution[],
  metric: RiskMetric,
  now: number,
): Step {
  const score = scoreOf(contributions)
  const day = Math.floor(now / DAY_MS)
  const announced = state?.announced ?? false
  const kind = score > HIGH && !announced ? 'entered' : announced && score <= LEFT ? 'left' : null
  return {
    next: {
      contributions,
      score,
      day: Math.max(day, state?.day ?? day),
      before: state === null ? null : day > state.day ? state.score : state.before,
      highSince: score > HIGH ? (state?.highSince ?? now) : null,
      announced: kind === null ? announced : kind === 'entered',
      enteredAt: kind === 'entered' ? now : (state?.enteredAt ?? null),
    },
    crossing: kind === null ? null : { kind, metric },
  }
}

/** The score with which yesterday ended (UTC); null when there was none. */
export function yesterdayOf(
  state: Pick<PatientState, 'score' | 'day' | 'before'>,
  now: number,
): number | null {
  return state.day < Math.floor(now / DAY_MS) ? state.score : state.before
}

/** Why a reading cannot be, as a sentence without the patient; null when it can. */
export function impossible(reading: Pick<Reading, 'metric' | 'value' | 'at'>, now: number): string | null {
  const { value, at } = reading
  if (!Number.isFinite(value)) return 'The value is not a number.'
  if (!Number.isFinite(at) || at < EARLIEST) return 'The time of the reading is missing, or before 1900.'
  if (at > now + AHEAD_MS) return 'The time of the reading is in the future.'
  const metric = countingMetric(reading.metric)
  if (metric === null) return null
  const { label, unit, lowest, highest } = rules[metric]
  if (value >= lowest && value <= highest) return null
  if (metric === 'a1c' && value > highest && value <= 200)
    return `An HbA1c of ${value} looks like mmol/mol. It is counted in %: ${mmolPerMolToPercent(value).toFixed(1)} % would be the same.`
  return `${label} ${value} ${unit} is outside what is possible (${lowest} to ${highest} ${unit}).`
}

/** HbA1c from IFCC to NGSP units; master equation of Hoelzel et al., Clin Chem 2004;50:166-174. */
function mmolPerMolToPercent(value: number): number {
  return 0.0915 * value + 2.15
}

export interface SingleChange {
  readonly metric: RiskMetric
  readonly from: number
  readonly to: number
  readonly scoreThen: number
  readonly bandThen: RiskBand
  readonly sentence: string
}

/**
 * The one change of one metric that would bring the patient into a lower band; of several the one that changes its
 * value least in proportion. Null when no metric alone is enough, or the band is the lowest.
 */
export function singleChange(contributions: readonly Contribution[]): SingleChange | null {
  const band = bandOf(scoreOf(contributions))
  if (band === 'low') return null
  const total = totalOf(contributions)
  const found = contributions.flatMap(({ metric, value, points }) => {
    const { above, slope, step } = rules[metric]
    const spare = bandFrom[band] - (total - points)
    if (points === 0 || spare < 0) return []
    // A whole number of steps, going down until the band has indeed changed: rounding must promise nothing.
    for (
      let steps = Math.floor((above + spare / slope) / step + 1e-9);
      steps * step >= above - step;
      steps -= 1
    ) {
      const to = Number((steps * step).toFixed(1))
      const then = contributions.map((each) =>
        each.metric === metric ? { ...each, value: to, points: pointsOf(metric, to) } : each,
      )
      const scoreThen = scoreOf(then)
      // What is told is rounded: a score of 24.999… must not be told as 25, which is another band.
      const told = bandOf(Number(scoreThen.toFixed(1)))
      if (told !== band && told === bandOf(scoreThen) && to < value)
        return [{ metric, from: value, to, scoreThen, bandThen: bandOf(scoreThen) }]
    }
    return []
  })
  const [best] = found.sort((a, b) => a.from / a.to - b.from / b.to)
  return best === undefined ? null : { ...best, sentence: sentenceOf(best) }
}

function sentenceOf({ metric, from, to, scoreThen, bandThen }: Omit<SingleChange, 'sentence'>): string {
  const { label, unit } = rules[metric]
  return `${label} from ${from} to ${to} ${unit} would bring the score to ${Number(scoreThen.toFixed(1))} (${bandThen}).`
}
