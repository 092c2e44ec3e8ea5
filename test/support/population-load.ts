import { takeReading } from '@main/features/population/engine.ts'
import type { PatientState, Reading } from '@main/features/population/ports.ts'
import { readingId } from '@main/features/population/reading-id.ts'
import { mulberry32 } from '@main/demo-ward/prng.ts'
import { riskMetrics } from '@shared/features/population/model.ts'

/** What one writer of the population's tests is to write. */
export interface WriterOrder {
  readonly url: string
  readonly prefix: string
  /** Which of the writers; each writes other readings of the same patients. */
  readonly writer: number
  readonly readings: number
  readonly patients: number
  /** Milliseconds since 1970 before which all readings lie. */
  readonly before: number
}

/** The readings of one writer: the same at every call. Many share a patient, a metric, and even a millisecond. */
export function readingsOf({ writer, readings, patients, before }: WriterOrder): Reading[] {
  let drawn = 0
  /** A whole number of this range, both ends included. */
  const draw = (from: number, to: number): number => {
    drawn += 1
    return from + Math.floor(mulberry32(writer * 1_000_003 + drawn) * (to - from + 1))
  }
  return Array.from({ length: readings }, () => {
    const metric = riskMetrics[draw(0, riskMetrics.length - 1)] ?? 'a1c'
    const value = { a1c: draw(40, 160) / 10, bmi: draw(180, 500) / 10, blood_pressure: draw(90, 220) }[metric]
    const bare = {
      patientId: `P${draw(1, patients)}`,
      metric,
      value,
      at: before - draw(0, readings),
    }
    return { ...bare, id: readingId(bare) }
  })
}

/** What all these readings come to, by the pure engine. */
export function statesAfter(readings: Iterable<Reading>, now: number): ReadonlyMap<string, PatientState> {
  const states = new Map<string, PatientState>()
  for (const reading of readings) {
    const step = takeReading(states.get(reading.patientId) ?? null, reading, now)
    if (step !== null) states.set(reading.patientId, step.next)
  }
  return states
}
