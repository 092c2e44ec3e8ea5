import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Findings } from '@shared/features/diagnostics/findings.ts'
import { RULES_VERSION } from './conditions.ts'

/** Seconds that the seed's lock lives without being renewed. */
export const LEASE_MS = 300_000
/** The seed's window: this many runs in this time, over all stations. */
export const WINDOW = { most: 100, ms: 60_000 } as const
/** Seconds that a similar case is reused. */
export const CACHE_SECONDS = 3_600

/** A new session id, `diag:{patient}:{8 hex}`. */
export function newSessionId(patientId: string): string {
  return `diag:${patientId}:${randomBytes(4).toString('hex')}`
}

/** The patient of a session id. */
export function patientOf(sessionId: string): string {
  return sessionId.slice('diag:'.length, -9)
}

/** The eight hex digits of a session id. */
export function hexOf(sessionId: string): string {
  return sessionId.slice(-8)
}

const Progress = z.object({
  event: z.enum(['specialist_started', 'specialist_complete']),
  specialist: z.string().min(1).max(60),
  confidence: z.number().min(0).max(1).nullish().catch(null),
})
/** More than any message of the seed. */
const LONGEST = 2_000

/** What a program of others says of its run; null for what is no message of the seed's. */
export function readProgressMessage(payload: string): {
  readonly specialist: string
  readonly done: boolean
  readonly confidence: number | null
} | null {
  if (payload.length > LONGEST) return null
  try {
    const { data } = Progress.safeParse(JSON.parse(payload))
    if (data === undefined) return null
    const { specialist, confidence = null } = data
    return { specialist, done: data.event === 'specialist_complete', confidence }
  } catch {
    return null
  }
}

/** The bytes that the seed's Python publishes (`json.dumps`: spaces after comma and colon, floats with a point). */
export function progressPayload(
  event: 'specialist_started' | 'specialist_complete',
  specialist: string,
  confidence: number | null,
  atMs: number,
): string {
  const middle = event === 'specialist_complete' ? `"confidence": ${pythonFloat(confidence)}, ` : ''
  return `{"event": "${event}", "specialist": "${specialist}", ${middle}"timestamp": ${pythonFloat(atMs / 1_000)}}`
}

function pythonFloat(value: number | null): string {
  if (value === null) return 'null'
  return Number.isInteger(value) ? `${value}.0` : String(value)
}

/**
 * The key of similar cases: SHA-256 over the version of the rules, the model that would be asked, and the findings in a
 * fixed order. What is not known is left out, so that absent and null are the same. It holds every finding, because two
 * patients with the same complaint and other values are not similar, and nothing that names a patient or a station.
 */
export function similarCaseDigest(findings: Findings, model: string | null): string {
  return createHash('sha256')
    .update(JSON.stringify([RULES_VERSION, model, inOrder(findings)]))
    .digest('hex')
}

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.entries(value)
    .filter(([, member]) => member !== null && member !== undefined)
    .map(([name, member]): [string, unknown] => [name, inOrder(member)])
    .filter(([, member]) => !Array.isArray(member) || member.length > 0)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** A run's name among figures, from which no patient can be read. */
export function runDigest(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex').slice(0, 32)
}
