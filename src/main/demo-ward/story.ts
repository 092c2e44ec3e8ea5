import type { Curve } from './curve.ts'

/** The signs that are simulated; blood pressures follow from mean and pulse pressure. */
export type Sign =
  'heartRate' | 'meanPressure' | 'pulsePressure' | 'respiratoryRate' | 'saturation' | 'temperature'

/** Laboratory results that the demonstration knows, with unit and digits as its laboratory writes them. */
export const laboratory = {
  potassium: { unit: 'mmol/L', decimals: 1 },
  sodium: { unit: 'mmol/L', decimals: 0 },
  creatinine: { unit: 'umol/L', decimals: 0 },
  lactate: { unit: 'mmol/L', decimals: 1 },
  hemoglobin: { unit: 'g/L', decimals: 0 },
  platelets: { unit: '10*9/L', decimals: 0 },
  white_blood_cells: { unit: '10*9/L', decimals: 1 },
  glucose: { unit: 'mmol/L', decimals: 1 },
  pco2: { unit: 'mmHg', decimals: 0 },
  ph: { unit: '', decimals: 2 },
  inr: { unit: '', decimals: 1 },
  troponin: { unit: 'ng/L', decimals: 0 },
  magnesium: { unit: 'mmol/L', decimals: 2 },
  c_reactive_protein: { unit: 'mg/L', decimals: 0 },
} as const
export type Analyte = keyof typeof laboratory

/** One result: when it leaves the laboratory, in minutes since the start (negative: history before it). */
export interface LabResult {
  readonly minute: number
  readonly analyte: Analyte
  readonly value: number
  /** What the laboratory wrote beside it. */
  readonly note?: string
}

/** The signs that a monitor watches, under the names that alerts and series use. */
export type MonitoredMetric =
  | 'heart_rate'
  | 'respiratory_rate'
  | 'oxygen_saturation'
  | 'blood_pressure_systolic'
  | 'mean_arterial_pressure'
  | 'temperature'

/** What a bedside system measures and may call about. */
export type Metric = MonitoredMetric | Analyte

/** Limits set for one patient, in place of the ward's. */
export type OwnLimits = { readonly [Name in Metric]?: { readonly low?: number; readonly high?: number } }

/**
 * What happens to a patient. The story runs once from its history to `loop.to` and then repeats from `loop.from`;
 * every curve has the same value at both, so that the repetition is seamless.
 */
export interface Story {
  readonly signs: Readonly<Record<Sign, Curve>>
  readonly labs: readonly LabResult[]
  readonly loop: { readonly from: number; readonly to: number }
  /** Size of the natural variation, 1 being that of a settled patient. */
  readonly restlessness: number
  /** Oxygen in L/min by time; 0 is air. */
  readonly oxygen: Curve
  readonly consciousness: readonly (readonly [minute: number, level: 'A' | 'C' | 'V'])[]
  readonly limits: OwnLimits
  /** Seconds until the monitor is first looked at; staggers the beds after the start. */
  readonly firstCheckSeconds: number
  /** Seconds after which an alarm that persists unchanged is published again. */
  readonly repeatSeconds: number
  /** Values for the population monitor (HbA1c in percent). */
  readonly population: readonly { readonly minute: number; readonly metric: 'a1c'; readonly value: number }[]
}

/** The value of a stepwise history at a minute. */
export function levelAt<Level>(
  steps: readonly (readonly [minute: number, level: Level])[],
  minute: number,
  first: Level,
): Level {
  let level = first
  for (const [from, next] of steps) if (minute >= from) level = next
  return level
}

/** Minutes of the story at a minute of the demonstration: straight on, then round and round. */
export function storyMinute({ loop }: Story, minute: number): number {
  return minute < loop.to ? minute : loop.from + ((minute - loop.to) % (loop.to - loop.from))
}
