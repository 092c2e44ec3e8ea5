import { z } from 'zod'
import { CareRecord } from '@shared/features/population/model.ts'

/** What the channel of care work tells: one record as it now is, or that the roster was imported anew. */
export const CareWake = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('care'), record: CareRecord }),
  z.object({ kind: z.literal('roster') }),
])
export type CareWake = z.infer<typeof CareWake>

/** Null when the payload is none of ours. */
export function readCareWake(payload: string): CareWake | null {
  try {
    return CareWake.parse(JSON.parse(payload))
  } catch {
    return null
  }
}
