import { createHash } from 'node:crypto'
import type { Role } from '@shared/clinical/roles.ts'
import type { DemonstrationUser } from '@shared/features/sessions/model.ts'
import type { Account } from './ports.ts'

const people: readonly (readonly [string, string, Role, string])[] = [
  ['demo.nurse', 'Demo Nurse', 'nurse', 'icu'],
  ['demo.charge', 'Demo Charge Nurse', 'charge-nurse', 'icu'],
  ['demo.physician', 'Demo Physician', 'physician', 'icu'],
  ['demo.pharmacist', 'Demo Pharmacist', 'pharmacist', 'pharmacy'],
  ['demo.care', 'Demo Care Manager', 'care-manager', 'care management'],
  ['demo.research', 'Demo Researcher', 'quality-research', 'quality'],
  ['demo.privacy', 'Demo Privacy Officer', 'privacy-officer', 'privacy'],
  ['demo.admin', 'Demo Administrator', 'administrator', 'it'],
]

/** The nurse that a start check signs in. */
export const checkNurse = 'demo.nurse'

/** Who may be tried beside the demonstration ward. */
export const demonstrationUsers: readonly DemonstrationUser[] = people.map(([id, name, role]) => ({
  id,
  name,
  role,
}))

/** A demonstration user as an account; it is written nowhere and has no secret. Null when there is none. */
export function demonstrationAccount(userId: string): Account | null {
  const person = people.find(([id]) => id === userId)
  if (person === undefined) return null
  const [id, name, role, department] = person
  return {
    id,
    name,
    role,
    department,
    secretHash: null,
    badgeDigest: null,
    providerName: null,
    disabled: false,
    // Drafts about simulated patients need no secrecy, only a key of the right form.
    draftKey: createHash('sha256').update(`demonstration ${id}`).digest('hex'),
    rev: 1,
  }
}
