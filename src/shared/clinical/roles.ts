import { z } from 'zod'

/** Who signs in. Order carries no rank: escalation chains are policy, and rights are in `permissions.ts`. */
export const Role = z.enum([
  'nurse',
  'charge-nurse',
  'physician',
  'pharmacist',
  'care-manager',
  'quality-research',
  'privacy-officer',
  'administrator',
])
export type Role = z.infer<typeof Role>

/** Whom an unanswered alert goes to. The rapid-response team is called as a team; its members sign in by their own roles. */
export const EscalationTarget = z.enum([
  'nurse',
  'charge-nurse',
  'physician',
  'rapid-response',
  'pharmacist',
  'care-manager',
])
export type EscalationTarget = z.infer<typeof EscalationTarget>
