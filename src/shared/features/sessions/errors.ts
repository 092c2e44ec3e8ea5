import { z } from 'zod'

export const SessionErrorCode = z.enum([
  'sessions.refused',
  'sessions.locked-out',
  'sessions.disabled',
  'sessions.hub-unreachable',
  'sessions.not-recorded',
  'sessions.users-exist',
  'sessions.not-offered',
  'sessions.not-found',
  'sessions.name-taken',
  'sessions.last-administrator',
  'sessions.own-review',
])
export type SessionErrorCode = z.infer<typeof SessionErrorCode>
