import { z } from 'zod'

const Count = z.number().int().nonnegative()

/** How far a batch has come, as stations share it. */
export const BatchProgress = z.object({
  id: z.string(),
  rev: z.number().int().positive(),
  name: z.string(),
  /** The user who began it; null where an older version did not say. */
  askedBy: z.string().nullable().default(null),
  state: z.enum(['running', 'cancelled', 'done']),
  rows: Count,
  /** The first row that is not done. */
  next: Count,
  automatic: Count,
  pending: Count,
  failed: Count,
  failures: z.array(z.object({ row: z.number().int(), reason: z.string() })),
  /** Milliseconds of work so far. */
  workedMs: z.number().nonnegative(),
  owner: z.string(),
  /** Until then nobody else carries it on. */
  leaseUntil: z.number(),
})
export type BatchProgress = z.infer<typeof BatchProgress>
