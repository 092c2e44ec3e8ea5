import { z } from 'zod'

/** Who a person is on the ward. Order carries no rank: escalation chains are policy, never this list. */
export const Role = z.enum([
  'nurse',
  'charge-nurse',
  'physician',
  'rapid-response',
  'pharmacist',
  'care-manager',
  'engineer',
])
export type Role = z.infer<typeof Role>

/** What a request may demand: a given group of roles, or nothing beyond a running station. */
export const RoleDemand = z.enum(['any', 'clinician', 'engineer'])
export type RoleDemand = z.infer<typeof RoleDemand>

const clinicians: ReadonlySet<Role> = new Set([
  'nurse',
  'charge-nurse',
  'physician',
  'rapid-response',
  'pharmacist',
  'care-manager',
])

/** True when a person of this role may do what the demand guards. */
export function satisfies(role: Role, demand: RoleDemand): boolean {
  switch (demand) {
    case 'any':
      return true
    case 'clinician':
      return clinicians.has(role)
    case 'engineer':
      return role === 'engineer'
  }
}
