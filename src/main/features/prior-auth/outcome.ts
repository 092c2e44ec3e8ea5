import { z } from 'zod'
import { type PriorAuthRecord, RecordStatus } from '@shared/features/prior-auth/model.ts'

/** What is kept of a request for the figures, longer than the request itself and without the patient. */
export const Outcome = z.object({
  /** Submitted, decided (null while open), deadline: milliseconds since 1970. */
  s: z.number(),
  d: z.number().nullable(),
  t: z.number(),
  /** Expedited. */
  u: z.boolean(),
  o: RecordStatus,
  /** An appeal against a denial. */
  a: z.boolean(),
  /** The request that was denied first was expedited; null when this is no appeal, or that is not known. */
  f: z.boolean().nullable().default(null),
})
export type Outcome = z.infer<typeof Outcome>

export function outcomeOf({ clock, decidedAt, status, request, firstUrgent }: PriorAuthRecord): Outcome {
  return {
    s: clock.submittedAt,
    d: decidedAt,
    t: clock.deadlineAt,
    u: request.urgent,
    o: status,
    a: request.appealOf !== null,
    f: firstUrgent,
  }
}
