import { z } from 'zod'
import { Role } from '@shared/clinical/roles.ts'
import { ApprovalKind } from './model.ts'

const Milliseconds = z.number().int().positive()

const HOUR_MS = 3_600_000

/**
 * Whom a request is called to, level by level; the last stands for every further level. Care managers first with prior
 * authorisations, then physicians; what only one role decides goes to that role again. House policy.
 */
const escalateTo: Readonly<Record<ApprovalKind, readonly [Role, ...Role[]]>> = {
  prior_authorization: ['care-manager', 'physician'],
  high_risk_diagnosis: ['physician'],
  other: ['physician'],
  drug_answer: ['pharmacist'],
  emergency_access: ['privacy-officer'],
}

/** How the queue behaves. Every time is in milliseconds, counted by the hub's clock. */
export const ApprovalPolicy = z.object({
  /** How long a claim holds unless the reviewer renews it. */
  leaseMs: Milliseconds.default(120_000),
  /** How long a decision can be undone (UI.md: ten seconds); only then is it final and visible to others. */
  undoMs: Milliseconds.default(10_000),
  /** Shares of the time from asking to deadline after which the request is escalated, ascending. */
  escalateAt: z.array(z.number().gt(0).lt(1)).max(5).default([0.5, 0.8]),
  /** Whom a request of a kind is called to, level by level; kinds that are not named here stay as they are. */
  escalateTo: z.partialRecord(ApprovalKind, z.array(Role).min(1).max(5)).default({}),
  /**
   * The time for an answer where the feature that asks names none. House policy: a day for a pharmacist to judge an
   * answer that is shown as unvalidated until then, three days for the review of an emergency access.
   */
  timeMs: z
    .object({
      drug_answer: Milliseconds.default(24 * HOUR_MS),
      emergency_access: Milliseconds.default(72 * HOUR_MS),
    })
    .prefault({}),
  /** How long somebody to whom a request was delegated has it to themselves. */
  delegationMs: Milliseconds.default(4 * HOUR_MS),
  /**
   * Who has made a change does at once what follows from it elsewhere; after this time the other stations take them for
   * dead and do it.
   */
  orphanedMs: Milliseconds.default(5_000),
  /**
   * Four eyes: an approval of these kinds, or of at least this cost in US dollars, needs two reviewers, neither of them
   * the person who asked. House policy; a request whose cost nobody said needs them only by its kind.
   */
  fourEyesKinds: z.array(ApprovalKind).default([]),
  fourEyesFrom: z.number().nonnegative().nullable().default(100_000),
  /**
   * How often the seed's keys are looked through, by one station at a time: a program that writes a request and tells
   * no channel is found within this time.
   */
  lookEveryMs: Milliseconds.default(60_000),
  /** The life of the seed's key; it is written again in good time while a request stays open longer. */
  seedLifeMs: Milliseconds.default(86_400_000),
})
export type ApprovalPolicy = z.infer<typeof ApprovalPolicy>

export const defaultApprovalPolicy: ApprovalPolicy = ApprovalPolicy.parse({})

/**
 * Whom a request is called to at a level, from 1 on.
 * @param level levels below the first are the first.
 */
export function escalationRole(kind: ApprovalKind, level: number, policy: ApprovalPolicy): Role {
  const chain = policy.escalateTo[kind] ?? escalateTo[kind]
  return chain[Math.min(Math.max(level, 1), chain.length) - 1] ?? escalateTo[kind][0]
}
