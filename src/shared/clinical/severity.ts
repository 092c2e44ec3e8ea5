import { z } from 'zod'

/** How urgent a finding is. The only three grades in the product; everything else is a wording of one of them. */
export const Severity = z.enum(['critical', 'warning', 'info'])
export type Severity = z.infer<typeof Severity>

const rankOf: Readonly<Record<Severity, number>> = { critical: 2, warning: 1, info: 0 }

/** Order of urgency: critical 2, warning 1, info 0. */
export function severityRank(severity: Severity): number {
  return rankOf[severity]
}

/** The more urgent of two severities: what a station shows when publisher and station disagree. */
export function higherSeverity(a: Severity, b: Severity): Severity {
  return rankOf[a] >= rankOf[b] ? a : b
}

/**
 * What a publisher's `severity` field says in our grades.
 * `none`: the publisher gave none (absent, null or blank; the seed's own code writes null).
 * `unknown`: something was written that we do not understand; never read as harmless.
 */
export type PublisherSeverity =
  { kind: 'stated'; severity: Severity } | { kind: 'none' } | { kind: 'unknown'; text: string }

const publisherWords: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ...(
    ['critical', 'crit', 'high', 'severe', 'panic', 'emergency', 'life-threatening', 'hh', 'll'] as const
  ).map((word): [string, Severity] => [word, 'critical']),
  ...(['warning', 'warn', 'medium', 'moderate', 'abnormal', 'urgent'] as const).map(
    (word): [string, Severity] => [word, 'warning'],
  ),
  ...(['info', 'information', 'informational', 'low', 'normal', 'minor', 'mild', 'ok'] as const).map(
    (word): [string, Severity] => [word, 'info'],
  ),
])

/** Longest part of an unknown severity text that is kept; the rest of a hostile text is of no use to anyone. */
const KEPT_TEXT = 40

/**
 * Reads a publisher's severity tolerantly: case, surrounding space and common synonyms do not matter.
 * Note that `high` is IEC 60601-1-8's word for our critical and `low` its word for our info.
 */
export function readPublisherSeverity(raw: unknown): PublisherSeverity {
  if (raw === null || raw === undefined) return { kind: 'none' }
  if (typeof raw !== 'string') return { kind: 'unknown', text: typeof raw }
  const word = raw
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-')
  if (word === '') return { kind: 'none' }
  const severity = publisherWords.get(word)
  return severity === undefined
    ? { kind: 'unknown', text: raw.slice(0, KEPT_TEXT) }
    : { kind: 'stated', severity }
}
