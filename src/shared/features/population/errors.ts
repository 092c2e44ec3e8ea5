import { z } from 'zod'

export const PopulationErrorCode = z.enum([
  'population.hub-unreachable',
  'population.outcome-unknown',
  'population.not-found',
  /** The value cannot be: a unit mixed up, a date in the future. */
  'population.bad-reading',
  'population.bad-roster',
  /** Somebody else has changed it meanwhile; the newer state comes with the answer. */
  'population.changed-meanwhile',
])
export type PopulationErrorCode = z.infer<typeof PopulationErrorCode>
