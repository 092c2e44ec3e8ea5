import { z } from 'zod'

export const InteractionErrorCode = z.enum([
  'interactions.too-many-drugs',
  'interactions.hub-unreachable',
  'interactions.outcome-unknown',
  'interactions.changed-meanwhile',
  'interactions.not-found',
  'interactions.reason-needed',
  'interactions.bad-model-settings',
  'interactions.not-demotable',
])
export type InteractionErrorCode = z.infer<typeof InteractionErrorCode>
