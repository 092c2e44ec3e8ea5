import { RiskBand } from './model.ts'

/**
 * From which score each band reaches up, in points of 100. `high` is the seed's and begins above its value (75 itself
 * is not high); the other three divide the rest evenly for people (house policy) and begin at theirs.
 */
export const bandFrom: Readonly<Record<RiskBand, number>> = { high: 75, raised: 50, moderate: 25, low: 0 }

/** The band of a score from 0 to 100. */
export function bandOf(score: number): RiskBand {
  if (score > bandFrom.high) return 'high'
  return RiskBand.options.find((band) => band !== 'high' && score >= bandFrom[band]) ?? 'low'
}
