/** A blood pressure in mmHg. */
export interface BloodPressure {
  readonly systolic: number
  readonly diastolic: number
}

const written = /^\s*(\d{1,3}(?:\.\d+)?)\s*\/\s*(\d{1,3}(?:\.\d+)?)\s*(?:mm\s?\[?hg\]?)?\s*$/i

/**
 * Reads "120/80" (the seed's vitals cache), with or without a unit. Null when the text is not a blood pressure or when
 * the diastolic is not below the systolic: a swapped pair must not be shown as a reading.
 */
export function parseBloodPressure(text: string): BloodPressure | null {
  const match = written.exec(text)
  if (match === null) return null
  const systolic = Number(match[1])
  const diastolic = Number(match[2])
  return diastolic < systolic ? { systolic, diastolic } : null
}

/**
 * Mean arterial pressure estimated as diastolic plus a third of the pulse pressure, mmHg, rounded.
 * An estimate for cuffs at normal heart rates, not a measurement; a measured mean always takes its place.
 */
export function estimatedMeanPressure({ systolic, diastolic }: BloodPressure): number {
  return Math.round(diastolic + (systolic - diastolic) / 3)
}
