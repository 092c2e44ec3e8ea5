/**
 * The scoring chart of NEWS2 as data: Royal College of Physicians, National Early Warning Score (NEWS) 2, London 2017,
 * chart 1 "The NEWS scoring system". Each list runs upwards; a value takes the points of the first band that it does
 * not exceed. Values are charted to whole numbers, temperature to a tenth of a degree.
 */
export interface Band {
  /** Highest value of the band, inclusive. */
  readonly upTo: number
  readonly points: Points
}

export type Points = 0 | 1 | 2 | 3

const above = Number.POSITIVE_INFINITY

/** Respiration rate per minute: <=8 3, 9-11 1, 12-20 0, 21-24 2, >=25 3. */
export const respiratoryRateBands: readonly Band[] = [
  { upTo: 8, points: 3 },
  { upTo: 11, points: 1 },
  { upTo: 20, points: 0 },
  { upTo: 24, points: 2 },
  { upTo: above, points: 3 },
]

/** SpO2 scale 1, %: <=91 3, 92-93 2, 94-95 1, >=96 0. */
export const saturationScale1Bands: readonly Band[] = [
  { upTo: 91, points: 3 },
  { upTo: 93, points: 2 },
  { upTo: 95, points: 1 },
  { upTo: above, points: 0 },
]

/** SpO2 scale 2 on air, %: <=83 3, 84-85 2, 86-87 1, 88-92 0, >=93 on air 0. */
export const saturationScale2AirBands: readonly Band[] = [
  { upTo: 83, points: 3 },
  { upTo: 85, points: 2 },
  { upTo: 87, points: 1 },
  { upTo: above, points: 0 },
]

/** SpO2 scale 2 on oxygen, %: up to 92 as on air, then 93-94 1, 95-96 2, >=97 3. */
export const saturationScale2OxygenBands: readonly Band[] = [
  { upTo: 83, points: 3 },
  { upTo: 85, points: 2 },
  { upTo: 87, points: 1 },
  { upTo: 92, points: 0 },
  { upTo: 94, points: 1 },
  { upTo: 96, points: 2 },
  { upTo: above, points: 3 },
]

/** Up to this saturation scale 2 gives the same points on air and on oxygen, so that it can be scored without knowing which. */
export const SCALE_2_SAME_UP_TO = 92

/** Air or oxygen: oxygen 2, air 0. */
export const oxygenPoints = { air: 0, oxygen: 2 } as const

/** Systolic blood pressure, mmHg: <=90 3, 91-100 2, 101-110 1, 111-219 0, >=220 3. */
export const systolicBands: readonly Band[] = [
  { upTo: 90, points: 3 },
  { upTo: 100, points: 2 },
  { upTo: 110, points: 1 },
  { upTo: 219, points: 0 },
  { upTo: above, points: 3 },
]

/** Pulse per minute: <=40 3, 41-50 1, 51-90 0, 91-110 1, 111-130 2, >=131 3. */
export const pulseBands: readonly Band[] = [
  { upTo: 40, points: 3 },
  { upTo: 50, points: 1 },
  { upTo: 90, points: 0 },
  { upTo: 110, points: 1 },
  { upTo: 130, points: 2 },
  { upTo: above, points: 3 },
]

/** Consciousness: alert 0; new confusion, voice, pain or unresponsive 3. */
export const consciousnessPoints = { A: 0, C: 3, V: 3, P: 3, U: 3 } as const

/** Temperature, °C: <=35.0 3, 35.1-36.0 1, 36.1-38.0 0, 38.1-39.0 1, >=39.1 2. */
export const temperatureBands: readonly Band[] = [
  { upTo: 35, points: 3 },
  { upTo: 36, points: 1 },
  { upTo: 38, points: 0 },
  { upTo: 39, points: 1 },
  { upTo: above, points: 2 },
]

/** Points of a charted value. */
export function pointsIn(bands: readonly Band[], value: number): Points {
  for (const band of bands) if (value <= band.upTo) return band.points
  throw new RangeError('A NEWS2 band list must end without an upper bound and the value must be a number.')
}
