import { z } from 'zod'
import { Permission } from '@shared/clinical/permissions.ts'
import { Role } from '@shared/clinical/roles.ts'

/** Milliseconds since 1970. */
const Instant = z.number().int().nonnegative()
const Count = z.number().int().nonnegative()

/** What a person types to sign in: letters, digits and `._-`, as most hospitals' directories have it. */
export const UserId = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/)
export type UserId = z.infer<typeof UserId>

/** A PIN has digits only; a password is longer. Length, not composition, is what helps (NIST SP 800-63B, 5.1.1.2). */
export const Secret = z
  .string()
  .max(256)
  .refine((text) => (/^\d+$/.test(text) ? text.length >= 6 : text.length >= 8), {
    message: 'A PIN needs at least 6 digits, a password at least 8 characters.',
  })

/** What a badge reader types: without blanks, at least six characters, so that no key press is taken for a badge. */
export const BadgeCode = z.string().regex(/^[\x21-\x7e]{6,128}$/)

/** How somebody has proven who they are. */
export const SignInMethod = z.enum(['password', 'badge', 'provider', 'demonstration'])
export type SignInMethod = z.infer<typeof SignInMethod>

/** Why a station is locked. `start`: nobody has signed in since it was started. */
export const LockReason = z.enum([
  'start',
  'signed-out',
  'timed-out',
  'screen-locked',
  'suspended',
  'clock-changed',
  'ended-elsewhere',
  'account-changed',
  'displaced',
  'other-hub',
])
export type LockReason = z.infer<typeof LockReason>

/** Unanswered alerts by priority; all that a locked screen tells. */
export const Waiting = z.object({ high: Count, medium: Count, low: Count })
export type Waiting = z.infer<typeof Waiting>

export const DemonstrationUser = z.object({ id: UserId, name: z.string(), role: Role })
export type DemonstrationUser = z.infer<typeof DemonstrationUser>

/** Limited time with rights beyond the role's own. */
export const EmergencyView = z.object({ reason: z.string(), endsAt: Instant })
export type EmergencyView = z.infer<typeof EmergencyView>

/** Time left before the station locks by itself; null for no limit. */
export const Remaining = z.object({ leftMs: z.number(), limitMs: z.number(), warnMs: z.number() })
export type Remaining = z.infer<typeof Remaining>

export const LockedView = z.object({
  phase: z.literal('locked'),
  reason: LockReason,
  waiting: Waiting,
  /** Whether this hub has users at all; `unknown` while it does not answer. */
  users: z.enum(['some', 'none', 'unknown']),
  /** Offered only beside the demonstration ward. */
  demonstration: z.array(DemonstrationUser),
  /** The hospital's identity provider, by its host name; null when none is set up. */
  provider: z.string().nullable(),
  /** A wall display: the board without names may be shown. */
  wall: z.boolean(),
  /** What became of a sign-in in the browser, for people; null when there is nothing to say. */
  notice: z.string().nullable(),
})
export type LockedView = z.infer<typeof LockedView>

export const OpenView = z.object({
  phase: z.literal('open'),
  user: z.object({
    id: UserId,
    name: z.string(),
    role: Role,
    department: z.string(),
    demonstration: z.boolean(),
  }),
  permissions: z.array(Permission),
  remaining: Remaining.nullable(),
  emergency: EmergencyView.nullable(),
  /** Emergency accesses that wait for review; null for those who do not review, or when it cannot be told. */
  reviewsWaiting: Count.nullable(),
})
export type OpenView = z.infer<typeof OpenView>

/** Who is at this station, as its window may know it. */
export const SessionView = z.discriminatedUnion('phase', [LockedView, OpenView])
export type SessionView = z.infer<typeof SessionView>

/** A session in a list; `handle` names it without giving its id away. */
export const SessionLine = z.object({
  handle: z.string(),
  userId: z.string(),
  role: z.string(),
  station: z.string(),
  startedAt: Instant.nullable(),
  lastActivity: z.string(),
  here: z.boolean(),
})
export type SessionLine = z.infer<typeof SessionLine>

/** A user as the administrator sees one; secrets and badge numbers never leave main. */
export const UserLine = z.object({
  id: UserId,
  name: z.string(),
  role: Role,
  department: z.string(),
  disabled: z.boolean(),
  hasSecret: z.boolean(),
  hasBadge: z.boolean(),
  /** What the identity provider calls this person; null for those who do not come by it. */
  providerName: z.string().nullable(),
})
export type UserLine = z.infer<typeof UserLine>

/** What became of the review of one emergency access. */
export const EmergencyReview = z.object({
  by: UserId,
  at: Instant,
  verdict: z.enum(['justified', 'not-justified']),
  note: z.string(),
})
export type EmergencyReview = z.infer<typeof EmergencyReview>

export const EmergencyEntry = z.object({
  id: z.uuid(),
  userId: UserId,
  role: Role,
  station: z.string(),
  reason: z.string(),
  begunAt: Instant,
  endsAt: Instant,
  endedAt: Instant.nullable(),
  /** Patients that were opened meanwhile, by the audit of that station; null while it runs, or when nobody can tell. */
  patients: z.array(z.string().max(128)).max(1_000).nullable().default(null),
  review: EmergencyReview.nullable(),
})
export type EmergencyEntry = z.infer<typeof EmergencyEntry>

/** The number under which the review of an emergency access stands in the queue of approvals. */
export function reviewRequestOf({ id }: Pick<EmergencyEntry, 'id'>): string {
  return `emergency_access:${id}`
}

const LimitSeconds = z.number().int().min(60).max(86_400)

/** How long a session may be idle, in seconds; of several that apply the shortest is in force. */
export const SessionPolicy = z.object({
  /** 30 minutes, as the seed has it; no regulation names a number. */
  everybody: LimitSeconds.default(1_800),
  roles: z.partialRecord(Role, LimitSeconds).default({}),
  /** By station name. */
  stations: z.record(z.string(), LimitSeconds).default({}),
})
export type SessionPolicy = z.infer<typeof SessionPolicy>

export const defaultSessionPolicy: SessionPolicy = SessionPolicy.parse({})
