import { callFor, type AlarmMemory } from './bedside-alarms.ts'
import type { WardPatient } from './patient.ts'
import { laboratory, type Metric } from './story.ts'
import { labsBetween, metricsOf, monitorAt } from './ward-model.ts'

/** An alert to be published. */
export interface WardCall {
  readonly patient: WardPatient
  readonly metric: Metric
  readonly value: number
  readonly unit: string
  readonly decimals: number
  readonly note: string | null
}

/** A laboratory result to be recorded, whether it calls or not. */
export interface WardResult {
  readonly patient: WardPatient
  readonly metric: Metric
  readonly value: number
  readonly decimals: number
}

/** How far the ward has come, in seconds since the start, and which alarms are open. */
export interface WardCourse {
  readonly atSeconds: number
  readonly memory: AlarmMemory
}

/** Just before the start, so that a result at second zero is still to come. */
export const beforeStart: WardCourse = { atSeconds: -0.001, memory: new Map() }

/** Seconds between two looks at a monitor. */
const CHECK_EVERY = 5

/** The last look at this patient's monitor after `from` up to `to`; null when there was none. */
function lastCheck({ story }: WardPatient, from: number, to: number): number | null {
  const count = Math.floor((to - story.firstCheckSeconds) / CHECK_EVERY)
  const at = story.firstCheckSeconds + count * CHECK_EVERY
  return count >= 0 && at > from ? at : null
}

/**
 * Moves the ward on to a later second: which results arrive, which alarms are called. When time runs fast and several
 * looks at a monitor fall into one step, the last one counts.
 */
export function advance(
  course: WardCourse,
  patients: readonly WardPatient[],
  seed: number,
  toSeconds: number,
): {
  readonly course: WardCourse
  readonly calls: readonly WardCall[]
  readonly results: readonly WardResult[]
} {
  let memory = course.memory
  const calls: WardCall[] = []
  const results: WardResult[] = []
  const consider = (call: WardCall, atSeconds: number, fromLaboratory: boolean): void => {
    const { patient, metric, value } = call
    const decision = callFor(memory, patient, { metric, value, atSeconds, fromLaboratory })
    memory = decision.memory
    if (decision.call) calls.push(call)
  }
  for (const patient of patients) {
    for (const { analyte, value, unit, note, atSeconds } of labsBetween(
      patient,
      seed,
      course.atSeconds,
      toSeconds,
    )) {
      const { decimals } = laboratory[analyte]
      results.push({ patient, metric: analyte, value, decimals })
      consider({ patient, metric: analyte, value, unit, decimals, note }, atSeconds, true)
    }
    const look = lastCheck(patient, course.atSeconds, toSeconds)
    if (look === null) continue
    for (const { metric, value, unit, decimals } of metricsOf(monitorAt(patient, seed, look))) {
      consider({ patient, metric, value, unit, decimals, note: null }, look, false)
    }
  }
  return { course: { atSeconds: toSeconds, memory }, calls, results }
}
