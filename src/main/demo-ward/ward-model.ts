import { valueAt } from './curve.ts'
import type { WardPatient } from './patient.ts'
import { jitter, smoothNoise } from './prng.ts'
import {
  laboratory,
  levelAt,
  storyMinute,
  type Analyte,
  type MonitoredMetric,
  type Sign,
  type Story,
} from './story.ts'

/** What a bedside monitor shows at one moment. Pressures in mmHg, rates per minute, temperature in °C. */
export interface MonitorReading {
  readonly heartRate: number
  readonly systolic: number
  readonly diastolic: number
  readonly meanPressure: number
  readonly respiratoryRate: number
  readonly saturation: number
  readonly temperature: number
  /** L/min; 0 is air. */
  readonly oxygen: number
  readonly consciousness: 'A' | 'C' | 'V'
}

/** A result as it leaves the laboratory. */
export interface LabReading {
  readonly analyte: Analyte
  readonly value: number
  readonly unit: string
  readonly note: string | null
  /** Seconds since the start of the demonstration. */
  readonly atSeconds: number
}

/** Natural variation of a settled patient: amplitude of the slow part; the quick part is a third of it. */
const variation: Readonly<Record<Sign, number>> = {
  heartRate: 5,
  meanPressure: 4,
  pulsePressure: 4,
  respiratoryRate: 1.6,
  saturation: 0.8,
  temperature: 0.12,
}

/** Beyond these the simulation has made a mistake, whatever a story says. */
const bounds: Readonly<Record<Sign, { readonly low: number; readonly high: number }>> = {
  heartRate: { low: 30, high: 190 },
  meanPressure: { low: 35, high: 150 },
  pulsePressure: { low: 14, high: 90 },
  respiratoryRate: { low: 6, high: 45 },
  saturation: { low: 70, high: 100 },
  temperature: { low: 33, high: 41.5 },
}

const SLOW_SECONDS = 900
const QUICK_SECONDS = 70

function signAt(sign: Sign, patient: WardPatient, seed: number, seconds: number): number {
  const { story, patientId } = patient
  const centre = valueAt(story.signs[sign], storyMinute(story, seconds / 60))
  const name = `${patientId}:${sign}`
  const wave =
    smoothNoise(seed, `${name}:slow`, seconds, SLOW_SECONDS) +
    smoothNoise(seed, `${name}:quick`, seconds, QUICK_SECONDS) / 3
  const { low, high } = bounds[sign]
  return Math.min(high, Math.max(low, centre + wave * variation[sign] * story.restlessness))
}

/**
 * The monitor of a patient at a time in seconds since the start; negative times are the history before it.
 * Depends on seed, patient and time alone, so that every speed shows the same ward.
 */
export function monitorAt(patient: WardPatient, seed: number, seconds: number): MonitorReading {
  const { story } = patient
  const minute = storyMinute(story, seconds / 60)
  const mean = signAt('meanPressure', patient, seed, seconds)
  const pulsePressure = signAt('pulsePressure', patient, seed, seconds)
  const diastolic = Math.round(mean - pulsePressure / 3)
  return {
    heartRate: Math.round(signAt('heartRate', patient, seed, seconds)),
    // Mean = diastolic + a third of the pulse pressure, read backwards, so that the three always fit.
    systolic: Math.round(diastolic + pulsePressure),
    diastolic,
    meanPressure: Math.round(diastolic + pulsePressure / 3),
    respiratoryRate: Math.round(signAt('respiratoryRate', patient, seed, seconds)),
    saturation: Math.round(signAt('saturation', patient, seed, seconds)),
    temperature: Math.round(signAt('temperature', patient, seed, seconds) * 10) / 10,
    oxygen: Math.round(valueAt(story.oxygen, minute)),
    consciousness: levelAt(story.consciousness, minute, 'A'),
  }
}

/** The metrics of a monitor reading under the names and units that alerts and series use. */
export function metricsOf(reading: MonitorReading): readonly {
  readonly metric: MonitoredMetric
  readonly value: number
  readonly unit: string
  readonly decimals: number
}[] {
  return [
    { metric: 'heart_rate', value: reading.heartRate, unit: 'bpm', decimals: 0 },
    { metric: 'respiratory_rate', value: reading.respiratoryRate, unit: '/min', decimals: 0 },
    { metric: 'oxygen_saturation', value: reading.saturation, unit: '%', decimals: 0 },
    { metric: 'blood_pressure_systolic', value: reading.systolic, unit: 'mmHg', decimals: 0 },
    { metric: 'mean_arterial_pressure', value: reading.meanPressure, unit: 'mmHg', decimals: 0 },
    { metric: 'temperature', value: reading.temperature, unit: '°C', decimals: 1 },
  ]
}

/** Events of a story after `from` up to and including `to`, both in seconds, with the loop unrolled. */
function eventsBetween<Event extends { readonly minute: number }>(
  story: Story,
  events: readonly Event[],
  from: number,
  to: number,
): readonly { readonly event: Event; readonly atSeconds: number }[] {
  const length = (story.loop.to - story.loop.from) * 60
  const due: { event: Event; atSeconds: number }[] = []
  for (const event of events) {
    const first = event.minute * 60
    if (first > from && first <= to) due.push({ event, atSeconds: first })
    if (event.minute < story.loop.from) continue
    const rounds = Math.max(1, Math.ceil((from - first) / length))
    for (let at = first + rounds * length; at <= to; at += length)
      if (at > from) due.push({ event, atSeconds: at })
  }
  return due.sort((a, b) => a.atSeconds - b.atSeconds)
}

/** Laboratory results that leave the laboratory after `from` up to and including `to`, seconds since the start. */
export function labsBetween(
  patient: WardPatient,
  seed: number,
  from: number,
  to: number,
): readonly LabReading[] {
  const { story, patientId } = patient
  return eventsBetween(story, story.labs, from, to).map(({ event, atSeconds }) => {
    const { unit, decimals } = laboratory[event.analyte]
    // Analytical imprecision of about half a percent; it never carries a value across its story.
    const imprecise =
      event.value * (1 + jitter(seed, `${patientId}:${event.analyte}`, Math.round(atSeconds)) * 0.005)
    const scale = 10 ** decimals
    return {
      analyte: event.analyte,
      value: Math.round(imprecise * scale) / scale,
      unit,
      note: event.note ?? null,
      atSeconds,
    }
  })
}

/** Values for the population monitor after `from` up to and including `to`. */
export function populationBetween(
  { story }: WardPatient,
  from: number,
  to: number,
): readonly { readonly metric: 'a1c'; readonly value: number; readonly atSeconds: number }[] {
  return eventsBetween(story, story.population, from, to).map(({ event, atSeconds }) => ({
    metric: event.metric,
    value: event.value,
    atSeconds,
  }))
}
