import type { KnowledgeBase } from './knowledge-base.ts'
import type { KnowledgeProblem } from './knowledge-lines.ts'
import { namesOf } from './formulary.ts'
import { foldName } from './formulary-names.ts'
import { editDistance, soundOf } from './spelling.ts'

/** WHO's names by their codes. */
export type AtcIndex = ReadonlyMap<string, string>

/** Reads a table whose first two columns are code and name; quotes as in CSV. */
export function readAtc(text: string): AtcIndex {
  const index = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const match = /^"?([A-Z]\d{2}[A-Z]{2}\d{2})"?,(?:"((?:[^"]|"")*)"|([^,]*))/.exec(line)
    if (match?.[1] !== undefined) index.set(match[1], (match[2] ?? match[3] ?? '').replaceAll('""', '"'))
  }
  return index
}

export interface AtcReport {
  /** Codes that WHO does not have. */
  readonly unknown: readonly KnowledgeProblem[]
  /**
   * Codes whose name at WHO is no name of the entry here. WHO gives some codes to a group ("botulinum toxin") and
   * writes radionuclides otherwise, so that a person looks at these.
   */
  readonly otherNames: readonly KnowledgeProblem[]
}

/** Compares every code of the formulary with WHO's table. */
export function checkAtc(base: KnowledgeBase, index: AtcIndex): AtcReport {
  const unknown = base.formulary.items.flatMap((item) =>
    item.atc
      .filter((code) => !index.has(code))
      .map((code) => ({ ...item.place, message: `WHO has no code ${code} ("${item.name}").` })),
  )
  return { unknown, otherNames: otherNames(base, index) }
}

function otherNames(base: KnowledgeBase, index: AtcIndex): readonly KnowledgeProblem[] {
  return base.formulary.items.flatMap((item) =>
    item.atc.flatMap((code): readonly KnowledgeProblem[] => {
      const name = index.get(code)
      if (name === undefined) return []
      const isCombination = /combination|,| and /.test(name) || item.ingredients.length > 1
      if (isCombination || namesOf(item).some(({ text }) => isSameName(text, name))) return []
      return [{ ...item.place, message: `${code} is "${name}" at WHO and "${item.name}" here.` }]
    }),
  )
}

/** The same name in another country's spelling, or with its salt or a note beside it. */
function isSameName(own: string, other: string): boolean {
  const [a, b] = [foldName(own), foldName(other.replace(/\(.*\)/, ''))]
  if (a === b || a.startsWith(b) || b.startsWith(a)) return true
  return soundOf(a) === soundOf(b) || (a.length > 6 && editDistance(a, b, 1) <= 1)
}
