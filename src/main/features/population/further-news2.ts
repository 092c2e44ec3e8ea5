import type { FurtherScore } from '@shared/features/population/board.ts'
import {
  news2,
  riskBand,
  type News2Observations,
  type News2Parameter,
  type News2Result,
} from '@shared/clinical/news2.ts'
import {
  NEWS2_TREND_WINDOW_MS,
  news2Trend,
  type News2Trend,
  type TimedObservations,
} from '@shared/clinical/news2-trend.ts'
import { newest, type KnownPatient, type KnownValue } from './further-known.ts'

const SOURCE =
  'Royal College of Physicians. National Early Warning Score (NEWS) 2. London 2017; trend: change of two points or more over 24 hours (house policy)'
/** RCP 2017: not for children under 16. */
const YOUNGEST = 16
/** Readings within so long of each other are one set (house policy). */
const ONE_SET_MS = 30 * 60_000
const DAYS = 1

const metrics: readonly (readonly [News2Parameter, string, string])[] = [
  ['respiratoryRate', 'respiratory_rate', 'respiratory rate'],
  ['oxygenSaturation', 'oxygen_saturation', 'oxygen saturation'],
  ['oxygen', 'oxygen', 'air or oxygen'],
  ['systolic', 'systolic', 'systolic blood pressure'],
  ['pulse', 'heart_rate', 'pulse'],
  ['consciousness', 'glasgow', 'consciousness'],
  ['temperature', 'temperature', 'temperature'],
]

/**
 * NEWS2 of the newest readings of the last 24 hours, on SpO₂ scale 1 (scale 2 needs a clinician's decision that no
 * series holds), with its trend. A Glasgow Coma Scale of 15 counts as alert; a lower one does not say which of C, V, P
 * or U it is, all of which give 3 points.
 */
export function news2Score(known: KnownPatient): FurtherScore {
  const observations = observationsAt((metric) => newest(known, metric, DAYS))
  const result = news2(observations, 1)
  const trend = news2Trend(setsOf(known), 1, known.now)
  const inputs = metrics.map(([parameter, metric, label]) => ({
    label,
    input: inputOf(newest(known, metric, DAYS), metric),
    points: result.parts[parameter] ?? null,
    at: newest(known, metric, DAYS)?.at ?? null,
  }))
  return {
    name: 'news2',
    title: 'NEWS2 and its trend',
    result: resultOf(known, result),
    inputs: [
      ...inputs,
      {
        label: 'trend over 24 hours',
        input: wordsOf(trend),
        points: null,
        at: trend.points.at(-1)?.at ?? null,
      },
    ],
    source: SOURCE,
  }
}

function observationsAt(at: (metric: string) => KnownValue | null): News2Observations {
  const oxygen = at('oxygen')?.value
  const glasgow = at('glasgow')?.value
  return {
    respiratoryRate: at('respiratory_rate')?.value ?? null,
    oxygenSaturation: at('oxygen_saturation')?.value ?? null,
    oxygen: oxygen === 0 ? 'air' : oxygen === 1 ? 'oxygen' : null,
    systolic: at('systolic')?.value ?? null,
    pulse: at('heart_rate')?.value ?? null,
    consciousness: glasgow === undefined || glasgow < 3 || glasgow > 15 ? null : glasgow === 15 ? 'A' : 'V',
    temperature: at('temperature')?.value ?? null,
  }
}

/** Sets of observations of the last day: readings that lie close together are one set. */
function setsOf(known: KnownPatient): readonly TimedObservations[] {
  const times = metrics
    .flatMap(([, metric]) => known.readings.get(metric) ?? [])
    .flatMap(({ at }) =>
      at !== null && at <= known.now && known.now - at <= NEWS2_TREND_WINDOW_MS ? [at] : [],
    )
    .sort((a, b) => a - b)
  const ends: number[] = []
  let start = Number.NEGATIVE_INFINITY
  for (const time of times) {
    if (time - start > ONE_SET_MS) {
      start = time
      ends.push(time)
    } else ends[ends.length - 1] = time
  }
  return ends.map((end) => ({
    at: end,
    observations: observationsAt((metric) => within(known, metric, end)),
  }))
}

function within(known: KnownPatient, metric: string, end: number): KnownValue | null {
  const fitting = (known.readings.get(metric) ?? []).filter(
    ({ at }) => at !== null && at <= end && end - at <= ONE_SET_MS,
  )
  return fitting.at(-1) ?? null
}

function inputOf(value: KnownValue | null, metric: string): string {
  if (value === null) return 'not known'
  if (metric === 'oxygen') return value.value === 1 ? 'oxygen' : value.value === 0 ? 'air' : 'not known'
  if (metric === 'glasgow') return `Glasgow Coma Scale ${value.value}`
  return `${value.value}`
}

function resultOf(known: KnownPatient, result: News2Result): FurtherScore['result'] {
  if (known.ageYears !== null && known.ageYears < YOUNGEST)
    return { kind: 'refused', reason: 'NEWS2 is not made for children under 16 years.' }
  if (result.kind === 'complete')
    return {
      kind: 'scored',
      value: result.score,
      band: result.risk,
      meaning: `Clinical risk by the chart of 2017: ${result.risk.replace('-', ' to ')}.`,
    }
  const possible = new Set<string>()
  for (let score = result.scoreAtLeast; score <= result.scoreAtMost; score += 1)
    for (const red of result.redScore.length > 0 ? [true] : [false, true]) possible.add(riskBand(score, red))
  const labels = new Map(metrics.map(([parameter, , label]) => [parameter, label]))
  return {
    kind: 'incomplete',
    lowest: result.scoreAtLeast,
    highest: result.scoreAtMost,
    possible: [...possible],
    missing: result.missing.map(({ parameter }) => labels.get(parameter) ?? parameter),
  }
}

function wordsOf(trend: News2Trend): string {
  if (trend.kind === 'cannot-tell')
    return trend.reason === 'newest-set-is-partial'
      ? 'cannot tell: the newest set is not complete'
      : 'cannot tell: fewer than two complete sets'
  const slope = Math.round(trend.perHour * 100) / 100
  return `${trend.direction}, ${slope} points per hour over ${trend.sets} sets`
}
