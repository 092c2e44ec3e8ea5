import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Evaluation, PriorAuthRequest } from '@shared/features/prior-auth/model.ts'
import { normalCode, normalDiagnosis } from './engine.ts'
import { AUTOMATIC_CONFIDENCE, isLowCost } from './engine-route.ts'

/** Seven days, as the seed says: policies change. */
export const CACHE_SECONDS = 604_800

/**
 * What two requests have to share to count as identical, as the text whose SHA-256 is the cache key. Compact JSON of
 * `[1, procedure, diagnoses, payer, plan, policy version, quantity, used before, age, documents, facts]`; diagnoses
 * without dots, in capitals; lists sorted by their UTF-16 text and without repetition; facts as `[id, value, day or null]`.
 * Nothing in it says who the patient is, where a fact comes from, or what notes say.
 */
export function cacheText(request: PriorAuthRequest, policyVersion: string): string {
  const facts = new Map(
    request.facts.map(({ id, value, on }) => [JSON.stringify([id, value, on]), [id, value, on] as const]),
  )
  return JSON.stringify([
    1,
    normalCode(request.procedure),
    sorted(request.diagnoses.map(normalDiagnosis).filter((code) => code !== '')),
    request.payer,
    request.plan,
    policyVersion,
    request.quantity,
    request.usedBefore,
    request.ageYears,
    sorted(request.documents),
    sorted([...facts.keys()]).map((text) => facts.get(text)),
  ])
}

/** The digest under which an identical request finds an earlier approval; null when there is no policy to check by. */
export function cacheDigest(request: PriorAuthRequest, evaluation: Evaluation): string | null {
  if (evaluation.kind === 'unchecked') return null
  return createHash('sha256').update(cacheText(request, evaluation.policyVersion)).digest('hex')
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

/** A cache entry: what the seed's reader needs (`outcome`, `reference`), what its writer writes, and what was decided. */
export const CacheEntry = z.looseObject({
  outcome: z.string().optional(),
  reference: z.string().min(1).max(200).optional(),
  status: z.string().optional(),
  reason: z.string().max(100_000).optional(),
  confidence: z.number().optional(),
  latency_ms: z.number().optional(),
  procedure: z.string().optional(),
  diagnoses: z.array(z.string()).optional(),
  payer: z.string().optional(),
  plan: z.string().optional(),
  policy_version: z.string().optional(),
})
export type CacheEntry = z.infer<typeof CacheEntry>

/** What is written for an automatic approval. Nothing in it says who the patient is. */
export function entryOf(
  request: PriorAuthRequest,
  evaluation: Extract<Evaluation, { kind: 'checked' }>,
  reference: string,
  latencyMs: number,
): CacheEntry {
  return {
    outcome: 'approved',
    reference,
    status: 'auto_approved',
    reason: `All ${evaluation.criteria.length} criteria of policy ${evaluation.policy} are met.`,
    confidence: evaluation.confidence,
    latency_ms: latencyMs,
    procedure: normalCode(request.procedure),
    diagnoses: sorted(request.diagnoses.map(normalDiagnosis)),
    payer: request.payer,
    plan: request.plan,
    policy_version: evaluation.policyVersion,
  }
}

/**
 * The reference of an earlier approval that holds for this request too; null when it does not. What the seed's own
 * writer leaves (no `outcome`, no `reference`) is understood and cannot be cited, so it is decided anew. The entry may
 * come from anybody: it never stands against what the rules find not met or contradictory, nor for a cost that is high
 * or unknown.
 */
export function reusable(
  entry: CacheEntry,
  request: PriorAuthRequest,
  evaluation: Extract<Evaluation, { kind: 'checked' }>,
): string | null {
  const { outcome, reference, confidence, policy_version, procedure, payer, plan, diagnoses } = entry
  if (outcome !== 'approved' || reference === undefined) return null
  if (confidence !== undefined && !(confidence >= AUTOMATIC_CONFIDENCE)) return null
  if (!isLowCost(request.estimatedCost)) return null
  if (evaluation.criteria.some(({ state }) => state === 'not-met')) return null
  if (evaluation.remarks.length > 0) return null
  if (policy_version !== undefined && policy_version !== evaluation.policyVersion) return null
  if (procedure !== undefined && normalCode(procedure) !== normalCode(request.procedure)) return null
  if (payer !== undefined && payer !== request.payer) return null
  if (plan !== undefined && plan !== request.plan) return null
  if (diagnoses !== undefined) {
    const own = sorted(request.diagnoses.map(normalDiagnosis))
    if (JSON.stringify(sorted(diagnoses.map(normalDiagnosis))) !== JSON.stringify(own)) return null
  }
  return reference
}
