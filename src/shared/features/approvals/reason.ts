/** Answers that name no reason, whatever their length. Compared without case and punctuation. */
const empty: ReadonlySet<string> = new Set([
  'no',
  'denied',
  'not approved',
  'not medically necessary',
  'not medically needed',
  'does not meet criteria',
  'criteria not met',
  'see notes',
  'see note',
  'as discussed',
  'insufficient information',
  'insufficient documentation',
  'not covered',
  'see above',
  'per policy',
  'per guidelines',
])

const LEAST_WORDS = 4
const LEAST_LETTERS = 20

/**
 * True when a denial's reason can be acted on: at least four words of at least twenty letters and digits together, and
 * none of the phrases that only repeat the denial. CMS-0057-F (42 CFR 422.122(a)) demands a specific reason; the
 * lengths are ours.
 */
export function isSpecificReason(reason: string): boolean {
  const words = reason
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]/gu, ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
  if (empty.has(words.join(' '))) return false
  const letters = words.reduce((sum, word) => sum + word.length, 0)
  return new Set(words).size >= LEAST_WORDS && letters >= LEAST_LETTERS
}
