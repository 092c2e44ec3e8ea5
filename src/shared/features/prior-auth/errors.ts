import { z } from 'zod'

export const PriorAuthErrorCode = z.enum([
  'prior-auth.bad-request',
  'prior-auth.bad-fhir',
  'prior-auth.bad-csv',
  'prior-auth.not-found',
  'prior-auth.hub-unreachable',
  'prior-auth.outcome-unknown',
  'prior-auth.batch-running',
])
export type PriorAuthErrorCode = z.infer<typeof PriorAuthErrorCode>
