import type { Allergen, Allergens } from './allergies.ts'
import type { Formulary } from './formulary.ts'
import { foldName, keyOfTokens } from './formulary-names.ts'
import type { NameToken } from './formulary-names.ts'
import { findNames, nameTokens } from './recognise-names.ts'
import type { Recogniser } from './recognise.ts'
import { indexSpelling, spellingLimit } from './spelling.ts'
import type { SpellingIndex } from './spelling.ts'

/** What one entry of an allergy list stands for. */
export interface AllergyReading {
  readonly text: string
  /** Ingredients that it names. */
  readonly substances: ReadonlySet<number>
  /** Groups that it names, or to which the named ingredients belong. */
  readonly groups: readonly Allergen[]
}

export interface AllergyReader {
  /** Null when nothing in it is known: then nothing can be said about it, which is not the same as safe. */
  read(text: string): AllergyReading | null
}

const longestName = 8
const noAllergies = new Set(
  [
    'none',
    'none known',
    'no known allergies',
    'no known drug allergies',
    'no allergies',
    'no drug allergies',
    'nka',
    'nkda',
    'nil',
    'nil known',
    'keine',
    'keine bekannt',
    'keine allergien',
    'keine bekannten allergien',
  ].map(foldName),
)

/** True for the ways of a chart to say that there are no allergies. */
export const saysNoAllergies = (text: string): boolean => noAllergies.has(foldName(text))

/** Reads entries of an allergy list: "Penicillin (rash)", "sulfa", "Keflex - hives". */
export function createAllergyReader(
  formulary: Formulary,
  allergens: Allergens,
  recogniser: Recogniser,
): AllergyReader {
  const remembered = new Map<string, AllergyReading | null>()
  let spelling: SpellingIndex | null = null
  /** Groups whose names are this near; where several are, all count: a warning too many is better than none. */
  const misspeltGroups = (tokens: readonly NameToken[]): readonly Allergen[] => {
    spelling ??= indexSpelling([...allergens.byFold.keys()])
    const index = spelling
    const keys = tokens.flatMap(({ text }) => index.near(text, spellingLimit(text.length)))
    return [...new Set(keys.flatMap(({ key }) => allergens.byFold.get(key) ?? []))]
  }
  const read = (text: string): AllergyReading | null => {
    if (saysNoAllergies(text)) return { text, substances: new Set(), groups: [] }
    const tokens = nameTokens(text)
    let named = groupsIn(allergens, tokens)
    const matches = findNames(formulary, tokens)
    let substances = matches.flatMap(({ name }) => name.item.ingredients)
    if (substances.length === 0 && named.length === 0) named = misspeltGroups(tokens)
    if (substances.length === 0 && named.length === 0) {
      const recognition = recogniser.recognise({ text, chosen: null, route: null })
      if (recognition.kind !== 'known') return null
      substances = recognition.ingredients.flatMap((name) => formulary.byName.get(name)?.id ?? [])
    }
    // A line of its own for a drug says better than its group with what it cross-reacts (cefazolin).
    const groups =
      named.length > 0
        ? named
        : [...allergens.byId.values()].filter(({ members }) => substances.some((id) => members.has(id)))
    return { text, substances: new Set(substances), groups }
  }
  return {
    read: (text) => {
      const known = remembered.get(text)
      if (known !== undefined) return known
      if (remembered.size > 1000) remembered.clear()
      const reading = read(text)
      remembered.set(text, reading)
      return reading
    },
  }
}

function groupsIn(allergens: Allergens, tokens: readonly NameToken[]): readonly Allergen[] {
  const found = new Set<Allergen>()
  let at = 0
  while (at < tokens.length) {
    let to = Math.min(tokens.length, at + longestName)
    for (; to > at; to -= 1) {
      const groups = allergens.byFold.get(keyOfTokens(tokens, at, to))
      if (groups === undefined) continue
      for (const group of groups) found.add(group)
      break
    }
    at = Math.max(to, at + 1)
  }
  return [...found]
}
