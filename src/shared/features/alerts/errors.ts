import { z } from 'zod'

export const AlertErrorCode = z.enum([
  'alerts.hub-unreachable',
  'alerts.outcome-unknown',
  'alerts.not-found',
  'alerts.bad-policy',
])
export type AlertErrorCode = z.infer<typeof AlertErrorCode>
