import { z } from 'zod'
import {
  BadgeCode,
  EmergencyEntry,
  Remaining,
  Secret,
  SessionLine,
  SessionPolicy,
  SessionView,
  UserId,
  UserLine,
  Waiting,
} from './model.ts'
import { Role } from '@shared/clinical/roles.ts'
import { event, request } from '@shared/ipc/contract.ts'

/** Characters of one draft: a list of a hundred drugs fits, however they are written. */
export const MAX_DRAFT = 100_000
const Nothing = z.object({})
const PersonName = z.string().trim().min(1).max(120)
const Department = z.string().trim().max(80)
const Handle = z.string().regex(/^[0-9a-f]{32}$/)

/** What an administrator writes about a user. */
const UserFacts = z.object({
  id: UserId,
  name: PersonName,
  role: Role,
  department: Department,
  providerName: z.string().trim().min(1).max(200).nullable(),
})

// Signing in is put on record by the feature itself, with its method and outcome; the router stays quiet about it.
export const sessionRequests = {
  'sessions.view': request({ input: Nothing, output: SessionView, role: 'anyone', audit: 'quiet' }),
  'sessions.sign-in': request({
    // A wrong entry of whatever shape gets the same answer, so that nothing is learnt from it.
    input: z.object({ userId: z.string().max(200), secret: z.string().max(256) }),
    output: SessionView,
    role: 'anyone',
    audit: 'quiet',
  }),
  /** Signs in, displaces whoever is here, or signs out when it is one's own. */
  'sessions.badge': request({
    input: z.object({ badge: BadgeCode }),
    output: SessionView,
    role: 'anyone',
    audit: 'quiet',
  }),
  'sessions.demonstration': request({
    input: z.object({ userId: UserId }),
    output: SessionView,
    role: 'anyone',
    audit: 'quiet',
  }),
  /** Opens the system's browser; how it ends comes by `sessions.changed`. */
  'sessions.provider': request({ input: Nothing, output: Nothing, role: 'anyone', audit: 'quiet' }),
  'sessions.first-administrator': request({
    input: z.object({ id: UserId, name: PersonName, secret: Secret }),
    output: SessionView,
    role: 'anyone',
    audit: 'quiet',
  }),
  'sessions.sign-out': request({ input: Nothing, output: SessionView, role: 'anyone', audit: 'quiet' }),
  /** A person moved, typed or pressed something; sent every few seconds at most. */
  'sessions.activity': request({ input: Nothing, output: Nothing, role: 'signed-in', audit: 'quiet' }),
  'sessions.mine': request({
    input: Nothing,
    output: z.object({ sessions: z.array(SessionLine) }),
    role: 'signed-in',
    audit: 'quiet',
  }),
  'sessions.end-mine': request({
    input: z.object({ handle: Handle }),
    output: Nothing,
    role: 'signed-in',
    audit: 'write',
  }),
  'sessions.all': request({
    input: Nothing,
    output: z.object({ sessions: z.array(SessionLine) }),
    role: 'end-any-session',
    audit: 'read',
  }),
  'sessions.end-any': request({
    input: z.object({ handle: Handle }),
    output: Nothing,
    role: 'end-any-session',
    audit: 'write',
  }),
  'sessions.policy': request({ input: Nothing, output: SessionPolicy, role: 'signed-in', audit: 'quiet' }),
  'sessions.save-policy': request({
    input: SessionPolicy,
    output: SessionPolicy,
    role: 'set-session-policy',
    audit: 'write',
    kind: 'setting',
  }),
  'users.list': request({
    input: Nothing,
    output: z.object({ users: z.array(UserLine) }),
    role: 'manage-users',
    audit: 'read',
  }),
  'users.add': request({
    input: UserFacts.extend({ secret: Secret.nullable() }),
    output: UserLine,
    role: 'manage-users',
    audit: 'write',
    kind: 'setting',
  }),
  'users.change': request({
    input: UserFacts,
    output: UserLine,
    role: 'manage-users',
    audit: 'write',
    kind: 'setting',
  }),
  'users.set-secret': request({
    input: z.object({ id: UserId, secret: Secret }),
    output: UserLine,
    role: 'manage-users',
    audit: 'write',
    kind: 'setting',
  }),
  'users.set-badge': request({
    input: z.object({ id: UserId, badge: BadgeCode.nullable() }),
    output: UserLine,
    role: 'manage-users',
    audit: 'write',
    kind: 'setting',
  }),
  'users.disable': request({
    input: z.object({ id: UserId, disabled: z.boolean() }),
    output: UserLine,
    role: 'manage-users',
    audit: 'write',
    kind: 'setting',
  }),
  'emergency.begin': request({
    input: z.object({ reason: z.string().trim().min(5).max(500), minutes: z.number().int().min(5).max(60) }),
    output: SessionView,
    role: 'request-emergency-access',
    audit: 'write',
    kind: 'break-glass',
    why: ({ reason }) => reason,
  }),
  'emergency.end': request({ input: Nothing, output: SessionView, role: 'signed-in', audit: 'write' }),
  'emergency.queue': request({
    input: Nothing,
    output: z.object({ entries: z.array(EmergencyEntry) }),
    role: 'review-emergency-access',
    audit: 'read',
  }),
  /** Half-finished work of one person at this station, by its place; empty text removes it. */
  'drafts.keep': request({
    input: z.object({ place: z.string().min(1).max(200), text: z.string().max(MAX_DRAFT) }),
    output: Nothing,
    role: 'signed-in',
    audit: 'quiet',
  }),
  'drafts.all': request({
    input: Nothing,
    output: z.object({ drafts: z.record(z.string(), z.string()) }),
    role: 'signed-in',
    audit: 'quiet',
  }),
} as const

export const sessionEvents = {
  /** Who is here has changed, or what they may do. */
  'sessions.changed': event(SessionView, 'anyone'),
  /** Every second while somebody is signed in. */
  'sessions.remaining': event(z.object({ remaining: Remaining.nullable() }), 'signed-in'),
  /** Unanswered alerts by priority, while nobody is signed in. */
  'sessions.waiting': event(Waiting, 'anyone'),
} as const
