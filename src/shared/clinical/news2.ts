import { z } from 'zod'
import * as chart from './news2-chart.ts'
import type { Points } from './news2-chart.ts'
import { vocabulary } from './vocabulary.ts'

/** ACVPU: alert, new confusion, responds to voice, to pain, unresponsive. */
export const Consciousness = z.enum(['A', 'C', 'V', 'P', 'U'])
export type Consciousness = z.infer<typeof Consciousness>

/** Breathing air or supplemental oxygen. */
export const OxygenSupply = z.enum(['air', 'oxygen'])
export type OxygenSupply = z.infer<typeof OxygenSupply>

/**
 * SpO2 scale. Scale 2 (target 88-92 %) only for hypercapnic respiratory failure confirmed by a competent clinical
 * decision maker (RCP 2017, recommendations on SpO2 scales); everyone else scale 1.
 */
export const Spo2Scale = z.union([z.literal(1), z.literal(2)])
export type Spo2Scale = z.infer<typeof Spo2Scale>

/** The seven parameters of NEWS2, in the chart's order. */
export const news2Parameters = [
  'respiratoryRate',
  'oxygenSaturation',
  'oxygen',
  'systolic',
  'pulse',
  'consciousness',
  'temperature',
] as const
export type News2Parameter = (typeof news2Parameters)[number]

/** One set of observations; what was not recorded is absent or null. */
export interface News2Observations {
  /** Breaths per minute. */
  readonly respiratoryRate?: number | null | undefined
  /** SpO2 in percent. */
  readonly oxygenSaturation?: number | null | undefined
  readonly oxygen?: OxygenSupply | null | undefined
  /** Systolic blood pressure, mmHg. */
  readonly systolic?: number | null | undefined
  /** Beats per minute. */
  readonly pulse?: number | null | undefined
  readonly consciousness?: Consciousness | null | undefined
  /** Degrees Celsius. */
  readonly temperature?: number | null | undefined
}

/** Clinical risk (RCP 2017, chart 2). `low-medium` is an aggregate below 5 with 3 in a single parameter. */
export const riskBands = ['low', 'low-medium', 'medium', 'high'] as const
export type RiskBand = (typeof riskBands)[number]

/** When the observations must be repeated at the latest (RCP 2017, chart 4). */
export type ReviewInterval =
  | { readonly kind: 'within'; readonly soonestMinutes: number; readonly latestMinutes: number }
  | { readonly kind: 'continuous' }

/** Who must respond (RCP 2017, charts 2 and 4). */
export type ResponseLevel =
  'routine' | 'ward-assessment' | 'urgent-ward-review' | 'urgent-response' | 'emergency-response'

export interface News2Response {
  readonly level: ResponseLevel
  readonly review: ReviewInterval
}

/** Points per scored parameter; a parameter that was not scored is absent, never zero. */
export type News2Parts = { readonly [Parameter in News2Parameter]?: Points }

/** Why a parameter carries no points. */
export interface News2Missing {
  readonly parameter: News2Parameter
  /** `needs-oxygen`: on scale 2 an SpO2 of 93 % or more cannot be scored without knowing air or oxygen. */
  readonly reason: 'not-recorded' | 'not-plausible' | 'needs-oxygen'
}

export type News2Result =
  | {
      readonly kind: 'complete'
      readonly scale: Spo2Scale
      /** 0 to 20. */
      readonly score: number
      readonly parts: Readonly<Record<News2Parameter, Points>>
      /** Parameters that score 3 alone ("red score"). */
      readonly redScore: readonly News2Parameter[]
      readonly risk: RiskBand
      readonly response: News2Response
    }
  | {
      readonly kind: 'partial'
      readonly scale: Spo2Scale
      /** The sum of what is known: the true score is this or more. */
      readonly scoreAtLeast: number
      readonly scoreAtMost: number
      readonly parts: News2Parts
      readonly missing: readonly News2Missing[]
      readonly redScore: readonly News2Parameter[]
      /** Band of the known part, to be shown as "at least"; null when nothing was scored. */
      readonly riskAtLeast: RiskBand | null
      /** The response the known part already demands; null when nothing was scored. */
      readonly responseAtLeast: News2Response | null
    }

type Scored = { readonly points: Points } | { readonly reason: News2Missing['reason'] }
const notRecorded = { reason: 'not-recorded' } as const

const measured = {
  respiratoryRate: { plausible: vocabulary.respiratory_rate.plausible, step: 1 },
  oxygenSaturation: { plausible: vocabulary.oxygen_saturation.plausible, step: 1 },
  systolic: { plausible: vocabulary.blood_pressure_systolic.plausible, step: 1 },
  pulse: { plausible: vocabulary.heart_rate.plausible, step: 1 },
  temperature: { plausible: vocabulary.temperature.plausible, step: 10 },
} as const

/** The value as it would be charted: whole numbers, temperature to a tenth. */
function charted(
  parameter: keyof typeof measured,
  value: number | null | undefined,
): { readonly value: number } | { readonly reason: 'not-recorded' | 'not-plausible' } {
  if (value === null || value === undefined) return notRecorded
  const { plausible, step } = measured[parameter]
  const inRange = Number.isFinite(value) && value >= plausible.low && value <= plausible.high
  return inRange ? { value: Math.round(value * step) / step } : { reason: 'not-plausible' }
}

function inBands(
  parameter: keyof typeof measured,
  value: number | null | undefined,
  bands: readonly chart.Band[],
): Scored {
  const reading = charted(parameter, value)
  return 'reason' in reading ? reading : { points: chart.pointsIn(bands, reading.value) }
}

function saturation(observations: News2Observations, scale: Spo2Scale): Scored {
  const { oxygen, oxygenSaturation } = observations
  if (scale === 1) return inBands('oxygenSaturation', oxygenSaturation, chart.saturationScale1Bands)
  if (oxygen === 'oxygen')
    return inBands('oxygenSaturation', oxygenSaturation, chart.saturationScale2OxygenBands)
  if (oxygen === 'air') return inBands('oxygenSaturation', oxygenSaturation, chart.saturationScale2AirBands)
  const reading = charted('oxygenSaturation', oxygenSaturation)
  if ('reason' in reading) return reading
  return reading.value <= chart.SCALE_2_SAME_UP_TO
    ? { points: chart.pointsIn(chart.saturationScale2AirBands, reading.value) }
    : { reason: 'needs-oxygen' }
}

function scoreOf(parameter: News2Parameter, observations: News2Observations, scale: Spo2Scale): Scored {
  switch (parameter) {
    case 'respiratoryRate':
      return inBands(parameter, observations.respiratoryRate, chart.respiratoryRateBands)
    case 'oxygenSaturation':
      return saturation(observations, scale)
    case 'oxygen': {
      const { oxygen } = observations
      return oxygen === null || oxygen === undefined ? notRecorded : { points: chart.oxygenPoints[oxygen] }
    }
    case 'systolic':
      return inBands(parameter, observations.systolic, chart.systolicBands)
    case 'pulse':
      return inBands(parameter, observations.pulse, chart.pulseBands)
    case 'consciousness': {
      const { consciousness } = observations
      return consciousness === null || consciousness === undefined
        ? notRecorded
        : { points: chart.consciousnessPoints[consciousness] }
    }
    case 'temperature':
      return inBands(parameter, observations.temperature, chart.temperatureBands)
  }
}

/** Most points that a parameter can add: 2 for oxygen, 3 for all others; 20 together. */
function mostPoints(parameter: News2Parameter): number {
  return parameter === 'oxygen' ? 2 : 3
}

/** Risk band of an aggregate score (RCP 2017, chart 2): 0-4 low, 3 in one parameter low-medium, 5-6 medium, 7 or more high. */
export function riskBand(score: number, hasRedScore: boolean): RiskBand {
  if (score >= 7) return 'high'
  if (score >= 5) return 'medium'
  return hasRedScore ? 'low-medium' : 'low'
}

/**
 * Response and monitoring frequency (RCP 2017, chart 4): 0 at least 12-hourly; 1-4 at least 4- to 6-hourly; 3 in a
 * single parameter at least hourly; 5-6 at least hourly with urgent response; 7 or more continuous, emergency response.
 */
export function news2Response(score: number, hasRedScore: boolean): News2Response {
  const hourly = { kind: 'within', soonestMinutes: 60, latestMinutes: 60 } as const
  switch (riskBand(score, hasRedScore)) {
    case 'high':
      return { level: 'emergency-response', review: { kind: 'continuous' } }
    case 'medium':
      return { level: 'urgent-response', review: hourly }
    case 'low-medium':
      return { level: 'urgent-ward-review', review: hourly }
    case 'low':
      return score === 0
        ? { level: 'routine', review: { kind: 'within', soonestMinutes: 720, latestMinutes: 720 } }
        : { level: 'ward-assessment', review: { kind: 'within', soonestMinutes: 240, latestMinutes: 360 } }
  }
}

/**
 * National Early Warning Score 2 of one set of observations, exactly as the RCP's chart of 2017 scores it.
 * Values are rounded to the chart's resolution first. A missing or implausible observation makes the result partial:
 * it names what is missing and gives bounds, and never counts the missing parameter as zero points.
 */
export function news2(observations: News2Observations, scale: Spo2Scale): News2Result {
  const parts: { [Parameter in News2Parameter]?: Points } = {}
  const missing: News2Missing[] = []
  let score = 0
  for (const parameter of news2Parameters) {
    const scored = scoreOf(parameter, observations, scale)
    if ('reason' in scored) missing.push({ parameter, reason: scored.reason })
    else {
      parts[parameter] = scored.points
      score += scored.points
    }
  }
  const redScore = news2Parameters.filter((parameter) => parts[parameter] === 3)
  const red = redScore.length > 0
  if (isComplete(parts)) {
    return {
      kind: 'complete',
      scale,
      score,
      parts,
      redScore,
      risk: riskBand(score, red),
      response: news2Response(score, red),
    }
  }
  const nothing = missing.length === news2Parameters.length
  return {
    kind: 'partial',
    scale,
    scoreAtLeast: score,
    scoreAtMost: score + missing.reduce((sum, { parameter }) => sum + mostPoints(parameter), 0),
    parts,
    missing,
    redScore,
    riskAtLeast: nothing ? null : riskBand(score, red),
    responseAtLeast: nothing ? null : news2Response(score, red),
  }
}

function isComplete(parts: News2Parts): parts is Readonly<Record<News2Parameter, Points>> {
  return news2Parameters.every((parameter) => parts[parameter] !== undefined)
}
