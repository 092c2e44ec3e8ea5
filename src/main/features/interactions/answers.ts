import { z } from 'zod'
import { Provenance } from '@shared/features/interactions/check.ts'
import { Evidence, InteractionSeverity, Onset } from '@shared/features/interactions/model.ts'
import { foreignSeverity } from './answers-words.ts'
import type { Pair } from './pair-key.ts'

/** What the hub or a model says about a pair. */
export const Answer = z.object({
  /** Null: nothing found that speaks against the two together. */
  severity: InteractionSeverity.nullable(),
  effect: z.string(),
  mechanism: z.string(),
  action: z.string(),
  onset: Onset,
  evidence: Evidence,
  standing: z.enum(['validated', 'unvalidated', 'foreign']),
  provenance: Provenance,
})
export type Answer = z.infer<typeof Answer>

/** What a key of the seed holds: an answer, nothing, or something that must not be believed (`fault`, for people). */
export type Entry =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unusable'; readonly fault: string }

/** Larger entries are no answer: the longest of ours is under 8 KB. */
export const MOST_ENTRY_BYTES = 65_536
/** Longest text that is shown of an answer, in characters. */
const MOST_TEXT = 1_200

const Foreign = z.object({
  severity: z.unknown().optional(),
  description: z.unknown().optional(),
  recommendation: z.unknown().optional(),
})

/** Ours: what the seed's programs read and write, and the rest beside it under a name of its own. */
const Own = z.object({
  severity: z.enum([...InteractionSeverity.options, 'none']),
  description: z.string(),
  recommendation: z.string(),
  wardlight: z.object({
    version: z.literal(1),
    pair: z.tuple([z.string(), z.string()]),
    standing: z.enum(['validated', 'unvalidated']),
    mechanism: z.string(),
    onset: Onset,
    evidence: Evidence,
    provenance: Provenance,
  }),
})

/**
 * The value of the seed's key. Its reader lays these fields over its own `source` and `latency_ms`, so neither may
 * occur at the top.
 */
export function writeEntry(pair: Pair, answer: Answer): string {
  const { severity, effect, action, mechanism, onset, evidence, standing, provenance } = answer
  return JSON.stringify({
    severity: severity ?? 'none',
    description: effect,
    recommendation: action,
    wardlight: { version: 1, pair, standing, mechanism, onset, evidence, provenance },
  })
}

/** Reads what the seed's key of this pair holds, whoever wrote it. */
export function readEntry(pair: Pair, text: string | null): Entry {
  if (text === null) return { kind: 'absent' }
  // No character takes more than three bytes for each of its units.
  if (text.length * 3 > MOST_ENTRY_BYTES && Buffer.byteLength(text) > MOST_ENTRY_BYTES)
    return unusable('it is larger than 64 KB')
  const value = parsed(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return unusable('it is not a JSON object, or only half of one')
  return 'wardlight' in value ? readOwn(pair, value) : readForeign(value)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function unusable(fault: string): Entry {
  return { kind: 'unusable', fault }
}

function readOwn(pair: Pair, value: object): Entry {
  const own = Own.safeParse(value)
  if (!own.success) return unusable('it is not of the shape in which Wardlight writes')
  const { severity, description, recommendation, wardlight } = own.data
  const [a, b] = wardlight.pair
  if (a !== pair[0] || b !== pair[1]) return unusable('it is about other drugs than its key')
  const { mechanism, onset, evidence, provenance } = wardlight
  return {
    kind: 'answer',
    answer: {
      severity: severity === 'none' ? null : severity,
      effect: readable(description),
      action: readable(recommendation),
      mechanism: readable(mechanism),
      onset,
      evidence,
      // What a pharmacist has accepted is known from the verdicts; whoever can write this key cannot claim it.
      standing: 'unvalidated',
      provenance,
    },
  }
}

/** A text that says something; anything else reads as silence. */
function wordsOf(value: unknown): string | undefined {
  const words = typeof value === 'string' ? value.trim() : ''
  return words === '' ? undefined : words
}

function readForeign(value: object): Entry {
  const said = Foreign.parse(value)
  const [severity, description] = [wordsOf(said.severity), wordsOf(said.description)]
  if (severity === undefined && description === undefined)
    return unusable('it names neither a severity nor an effect')
  const meant = foreignSeverity(severity ?? null)
  const effect = description ?? 'Another program stored this without saying what happens.'
  return {
    kind: 'answer',
    answer: {
      severity: meant.severity,
      effect: readable(meant.note === null ? effect : `${effect} ${meant.note}`),
      action: readable(wordsOf(said.recommendation) ?? ''),
      mechanism: '',
      onset: 'unknown',
      evidence: 'theoretical',
      standing: 'foreign',
      provenance: { model: null, promptVersion: null, at: null, contradictedBy: null },
    },
  }
}

/** Printable ASCII without doubled spaces has nothing to clean. */
const clean = /^(?:[!-~]+(?: [!-~]+)*)?$/

/** A text without control characters and of bounded length; what is cut off is marked. */
export function readable(text: string): string {
  const cleaned = clean.test(text)
    ? text
    : text
        .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]+/gu, ' ')
        .replace(/\s+/g, ' ')
        .trim()
  return cleaned.length <= MOST_TEXT ? cleaned : `${cleaned.slice(0, MOST_TEXT)}…`
}
