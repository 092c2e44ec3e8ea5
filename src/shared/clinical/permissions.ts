import { z } from 'zod'
import type { Role } from './roles.ts'

/** Everything that a person may be allowed to do. Requests and events name one of these, never a role. */
export const Permission = z.enum([
  /** See that alerts call, at which bed and of what; names only with `read-patients`. All that a wall display may. */
  'see-board',
  /** See names, values and histories. */
  'read-patients',
  /** Acknowledge, escalate, take, read back, note, resolve. */
  'answer-alerts',
  'follow-patients',
  'set-alert-policy',
  'pause-sounds',
  /** Theme, density, sounds, wards and name of this station. */
  'adjust-station',
  'connect-hub',
  'read-hub',
  'manage-users',
  'end-any-session',
  'set-session-policy',
  'request-emergency-access',
  'review-emergency-access',
  'read-audit',
  'export-audit',
  /** Look up drugs, check lists, read the pharmacists' queue and the figures. */
  'check-interactions',
  /** Go on in spite of a warning, with a reason. */
  'override-interactions',
  /** Write a patient's list of drugs. */
  'change-medications',
  /** Judge a model's answers; keep a rule from interrupting for a time. */
  'validate-interactions',
  /** Ask for prior authorisation, see the queue and its batches. */
  'request-prior-auth',
  /** Turnaround and the yearly public metrics; no patient. */
  'see-prior-auth-figures',
  /** Open the queue of human decisions; which requests one is shown there, other permissions say, kind by kind. */
  'see-gates',
  /** See requests for prior authorisation, for high-risk diagnoses and of other programs, and what they rest on. */
  'read-approvals',
  /** Answer a reviewer's question about a request, and withdraw it. */
  'request-approvals',
  /** Take a request, ask about it, hand it to somebody, decide; of which kind the next two say. */
  'review-approvals',
  'decide-approvals-prior-auth',
  /** High-risk diagnoses, and requests of a kind that this version does not know. */
  'decide-approvals-diagnosis',
  /** See diagnostic runs, whom they concern and what they found. */
  'read-diagnostics',
  /** Start and cancel a run, and say what it was in the end. */
  'run-diagnostics',
  /** How often runs were right and what they cost; no patient. */
  'read-diagnostic-figures',
  /** See who stands where on the risk board, and why. */
  'read-population',
  /** How scores and metrics lie, what care managers carry; no patient. */
  'see-population-figures',
  /** Assign, snooze, write down a contact, enter a reading, import the roster. */
  'manage-care',
  /** Take patients of a risk board out as a file, with a reason. */
  'export-population',
  /** See what clinical risk a patient was given, and the runs that gave it. */
  'read-clinical-risk',
  /** Start, cancel and resume runs over files and the hub; mend rows that failed. */
  'run-clinical-risk',
])
export type Permission = z.infer<typeof Permission>

/** What a request or an event demands: a permission, any signed-in person, or nothing (what the lock screen needs). */
export type Demand = Permission | 'signed-in' | 'anyone'

const bedside: readonly Permission[] = [
  'see-board',
  'read-patients',
  'answer-alerts',
  'follow-patients',
  'pause-sounds',
  'adjust-station',
  'read-hub',
  'check-interactions',
  'request-prior-auth',
  'see-prior-auth-figures',
]

const asking: readonly Permission[] = ['see-gates', 'read-approvals', 'request-approvals']
const authorising: readonly Permission[] = ['review-approvals', 'decide-approvals-prior-auth']

const diagnosing: readonly Permission[] = ['read-diagnostics', 'run-diagnostics', 'read-diagnostic-figures']

const ranking: readonly Permission[] = ['read-population', 'see-population-figures', 'read-clinical-risk']
const caring: readonly Permission[] = [...ranking, 'manage-care', 'export-population', 'run-clinical-risk']

const medicating: readonly Permission[] = ['override-interactions', 'change-medications']

/** The one table of who may do what. A right that is not written here does not exist. */
const rights: Readonly<Record<Role, readonly Permission[]>> = {
  nurse: [...bedside, ...medicating, ...asking, ...diagnosing, ...ranking],
  'charge-nurse': [
    ...bedside,
    ...medicating,
    'set-alert-policy',
    ...asking,
    ...diagnosing,
    ...ranking,
    'manage-care',
  ],
  physician: [
    ...bedside,
    ...medicating,
    'set-alert-policy',
    ...asking,
    ...authorising,
    'decide-approvals-diagnosis',
    ...diagnosing,
    ...caring,
  ],
  pharmacist: [...bedside, ...medicating, 'validate-interactions', ...asking, 'read-diagnostics', ...ranking],
  'care-manager': [...bedside, ...asking, ...authorising, ...caring],
  // Works with figures, not with people: sees patients only by emergency access, which is reviewed.
  'quality-research': [
    'adjust-station',
    'read-hub',
    'request-emergency-access',
    'see-prior-auth-figures',
    'read-diagnostic-figures',
    'see-population-figures',
  ],
  'privacy-officer': [
    'review-emergency-access',
    'read-audit',
    'export-audit',
    'adjust-station',
    'read-hub',
    'see-gates',
  ],
  administrator: [
    'adjust-station',
    'connect-hub',
    'read-hub',
    'manage-users',
    'end-any-session',
    'set-session-policy',
    'request-emergency-access',
    // Sets the model up, and looks at what it costs.
    'check-interactions',
    'see-prior-auth-figures',
    'read-diagnostic-figures',
    'see-population-figures',
  ],
}

/** What emergency access adds for its limited time: what is needed at a bedside, and nothing else. */
export const emergencyRights: readonly Permission[] = [
  'see-board',
  'read-patients',
  'answer-alerts',
  'pause-sounds',
  'check-interactions',
]

/** A wall display at which nobody has signed in: it has no limit, and no patient detail. */
export const wallRights: ReadonlySet<Permission> = new Set(['see-board'])

/** The rights of a role. */
export function permissionsOf(role: Role): ReadonlySet<Permission> {
  return new Set(rights[role])
}

/**
 * True when the demand is met.
 * @param held the rights of the person who sits there; null when nobody has signed in.
 */
export function meets(held: ReadonlySet<Permission> | null, demand: Demand): boolean {
  switch (demand) {
    case 'anyone':
      return true
    case 'signed-in':
      return held !== null
    default:
      return held?.has(demand) ?? false
  }
}
