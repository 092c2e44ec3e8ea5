import { z } from 'zod'

export const DiagnosticErrorCode = z.enum([
  'diagnostics.hub-unreachable',
  'diagnostics.outcome-unknown',
  /** A run for this patient is under way, here or in another program. */
  'diagnostics.already-running',
  'diagnostics.rate-limited',
  'diagnostics.not-found',
  'diagnostics.already-ended',
  'diagnostics.nothing-known',
])
export type DiagnosticErrorCode = z.infer<typeof DiagnosticErrorCode>
