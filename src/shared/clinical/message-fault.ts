import { z } from 'zod'

/** What can be wrong with a published message; known to whoever reads messages and to whoever reports on them. */
export const MessageFault = z.enum([
  'not-json',
  'not-an-object',
  'too-large',
  'invalid-utf8',
  'missing-patient',
  'missing-type',
  'wrong-value',
  'wrong-types',
  'forbidden-key',
  'unknown-type',
  'unknown-unit',
  'implausible-value',
  'time-ahead',
  'time-ancient',
  'time-unreadable',
  'ward-not-watched',
])
export type MessageFault = z.infer<typeof MessageFault>
