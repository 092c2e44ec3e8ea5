import { FindingType } from './finding-types.ts'
import { vocabulary } from './vocabulary.ts'

function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_\-./]+/g, '')
    .replaceAll('₂', '2')
}

const byName = new Map<string, FindingType>()
/** Names as most publishers write them, so that the common case needs no folding. */
const asWritten = new Map<string, FindingType>()
for (const type of FindingType.options) {
  for (const name of [type, ...vocabulary[type].aliases]) {
    byName.set(folded(name), type)
    asWritten.set(name, type)
  }
}

/** The answer to "which finding is this?": a canonical type, or unknown. Unknown is shown as such, never guessed. */
export type NormalisedType = { kind: 'known'; type: FindingType } | { kind: 'unknown' }

/** Finds the canonical type of a publisher's `alert_type`; case, space, hyphen, dot, slash and underscore do not matter. */
export function normaliseType(text: string): NormalisedType {
  const type = asWritten.get(text) ?? byName.get(folded(text))
  return type === undefined ? { kind: 'unknown' } : { kind: 'known', type }
}
