import { z } from 'zod'

/** What kind of act an entry of the audit is about. */
export const AuditKind = z.enum([
  'read',
  'write',
  'sign-in',
  'sign-out',
  'break-glass',
  'export',
  'setting',
  'ai-advice',
  'decision',
  'system',
])
export type AuditKind = z.infer<typeof AuditKind>

/** Whom or what a request concerns, as its input names it; main resolves it to patients and wards. */
export type Subject =
  | { readonly patient: string }
  | { readonly patients: readonly string[] }
  | { readonly alert: string }
  | { readonly unit: string }
  /** A text that names no patient for certain, such as what was searched for. */
  | { readonly about: string }
  /** Everything that the station's board shows: its wards. */
  | 'board'

/**
 * How an act ended. `intent`: it was permitted and is about to be tried; an intent without a later outcome means
 * that the station ended in between. `unknown`: it was sent, and whether it took effect could not be learnt.
 */
export const AuditOutcome = z.enum(['intent', 'done', 'refused', 'failed', 'unknown'])
export type AuditOutcome = z.infer<typeof AuditOutcome>
