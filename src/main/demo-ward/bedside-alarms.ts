import type { WardPatient } from './patient.ts'
import type { Metric } from './story.ts'

interface AlarmLimits {
  readonly low?: number
  readonly high?: number
  /** How far beyond the last published value counts as worse. */
  readonly step: number
  /** How far back inside the limits a value must come before the alarm ends. */
  readonly back: number
}

/**
 * The limits set on the monitors and in the laboratory system of this invented hospital. They decide only what is
 * published; how urgent it is, each receiver decides for itself. Reaching a limit counts.
 */
const limits: Readonly<Record<Metric, AlarmLimits>> = {
  heart_rate: { low: 50, high: 120, step: 10, back: 3 },
  respiratory_rate: { low: 8, high: 25, step: 4, back: 1 },
  oxygen_saturation: { low: 91, step: 3, back: 1 },
  blood_pressure_systolic: { low: 95, high: 170, step: 10, back: 4 },
  mean_arterial_pressure: { low: 64, high: 125, step: 5, back: 2 },
  temperature: { low: 35.5, high: 39, step: 0.5, back: 0.2 },
  potassium: { low: 3, high: 6, step: 0.3, back: 0 },
  sodium: { low: 128, high: 150, step: 4, back: 0 },
  creatinine: { high: 200, step: 50, back: 0 },
  lactate: { high: 2.5, step: 0.5, back: 0 },
  hemoglobin: { low: 80, step: 10, back: 0 },
  platelets: { low: 50, step: 10, back: 0 },
  white_blood_cells: { low: 3, high: 15, step: 5, back: 0 },
  glucose: { low: 3.9, high: 15, step: 2, back: 0 },
  pco2: { low: 28, high: 50, step: 6, back: 0 },
  ph: { low: 7.3, high: 7.5, step: 0.05, back: 0 },
  inr: { high: 4.5, step: 1, back: 0 },
  troponin: { high: 20, step: 20, back: 0 },
  magnesium: { low: 0.5, high: 1.6, step: 0.1, back: 0 },
  c_reactive_protein: { high: 150, step: 50, back: 0 },
}

/** What was last published of one finding of one patient. */
interface Called {
  readonly side: 'high' | 'low'
  readonly value: number
  readonly atSeconds: number
}

/** Open alarms by patient and metric. */
export type AlarmMemory = ReadonlyMap<string, Called>

function limitsFor(patient: WardPatient, metric: Metric): AlarmLimits {
  return { ...limits[metric], ...patient.story.limits[metric] }
}

function sideOf(value: number, { low, high }: AlarmLimits): 'high' | 'low' | null {
  if (high !== undefined && value >= high) return 'high'
  return low !== undefined && value <= low ? 'low' : null
}

function stillOpen(value: number, { side }: Called, { low, high, back }: AlarmLimits): boolean {
  return side === 'high' ? high !== undefined && value > high - back : low !== undefined && value < low + back
}

/** Shortest pause between two calls about the same finding from a monitor, in seconds. */
const SHORTEST_PAUSE = 30

/**
 * Whether a measured value is published as an alert, and what is remembered of it. Monitors call on crossing a limit,
 * on worsening by a step, and again after the patient's repeat time; the laboratory calls every result out of range.
 */
export function callFor(
  memory: AlarmMemory,
  patient: WardPatient,
  measured: {
    readonly metric: Metric
    readonly value: number
    readonly atSeconds: number
    readonly fromLaboratory: boolean
  },
): { readonly call: boolean; readonly memory: AlarmMemory } {
  const { metric, value, atSeconds } = measured
  const key = `${patient.patientId}:${metric}`
  const set = limitsFor(patient, metric)
  const last = memory.get(key)
  const side = sideOf(value, set)
  if (side === null) {
    if (last === undefined || stillOpen(value, last, set)) return { call: false, memory }
    return { call: false, memory: new Map([...memory].filter(([name]) => name !== key)) }
  }
  const called = { call: true, memory: new Map([...memory, [key, { side, value, atSeconds }]]) }
  if (measured.fromLaboratory || last === undefined || last.side !== side) return called
  const silent = atSeconds - last.atSeconds
  const worse = (side === 'high' ? value - last.value : last.value - value) >= set.step
  if ((worse && silent >= SHORTEST_PAUSE) || silent >= patient.story.repeatSeconds) return called
  return { call: false, memory }
}
