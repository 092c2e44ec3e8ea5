import type { Candidate } from '@shared/features/interactions/model.ts'
import type { Formulary, FormularyItem, FormularyName } from './formulary.ts'
import { foldName, tokenise } from './formulary-names.ts'
import { indexSpelling, soundOf, spellingLimit } from './spelling.ts'
import type { SpellingIndex } from './spelling.ts'

/** Names that could be meant by a text that is none. */
export interface NearNames {
  /** Names whose first words are these ("insulin" for "insulin glargine"), one for each ingredient. */
  beginningWithWords(words: readonly string[]): readonly FormularyName[]
  /**
   * What a misspelt key most likely is: one name for each ingredient that is as near as the nearest, so that more than
   * one means that nobody can tell.
   */
  misspelt(key: string): readonly FormularyName[]
  /** Names that begin with the key or are like it, best first, one for each ingredient. */
  suggestions(key: string, most: number): readonly FormularyName[]
}

const kindOrder = { name: 0, combination: 1, synonym: 2, brand: 3, salt: 4, spelling: 5 } as const
/** A misspelt brand must be at least this long: brands are invented names and lie close together. */
const shortestMisspeltBrand = 6

export const toCandidate = ({ item, text, kind }: FormularyName): Candidate => ({
  name: item.name,
  matched: text,
  kind,
})

/** Built at its first use: a text that is written correctly needs none of it. */
export function createNearNames(formulary: Formulary): NearNames {
  let sortedKeys: readonly string[] | null = null
  let spelling: SpellingIndex | null = null
  const sorted = () => (sortedKeys ??= [...formulary.byFold.keys()].sort())
  const nearest = (key: string, limit: number) => {
    spelling ??= indexSpelling([...formulary.byFold.keys()])
    return spelling.near(key, limit)
  }

  const withPrefix = (prefix: string): readonly FormularyName[] => {
    const keys = sorted()
    let at = lowerBound(keys, prefix)
    const found: FormularyName[] = []
    for (let key = keys[at]; key !== undefined && key.startsWith(prefix); key = keys[at]) {
      const name = formulary.byFold.get(key)
      if (name !== undefined) found.push(name)
      at += 1
    }
    return found
  }

  return {
    beginningWithWords: (words) => {
      const start = words.join(' ')
      const fitting = withPrefix(words.join('')).filter((name) =>
        `${tokenise(name.text)
          .map(({ text }) => text)
          .join(' ')} `.startsWith(`${start} `),
      )
      return bestPerItem(fitting)
    },
    misspelt: (key) => {
      const limit = spellingLimit(key.length)
      const fitting = nearest(key, limit).flatMap(({ key: other, distance }) => {
        const name = formulary.byFold.get(other)
        if (name === undefined || soundOf(other).charAt(0) !== soundOf(key).charAt(0)) return []
        const isShort = other.length < 5 || (name.kind === 'brand' && other.length < shortestMisspeltBrand)
        if (distance > 0 && (isShort || (name.kind === 'brand' && distance > 1))) return []
        return [{ name, distance }]
      })
      const best = fitting[0]?.distance ?? 0
      // From two errors on, what is one error further is no less likely to be meant.
      const margin = best >= 2 ? best + 1 : best
      return bestPerItem(fitting.filter(({ distance }) => distance <= margin).map(({ name }) => name))
    },
    suggestions: (key, most) => {
      if (key === '') return []
      const exact = formulary.byFold.get(key)
      const found = new Map<FormularyItem, FormularyName>()
      const add = (names: readonly FormularyName[]) => {
        for (const name of names) if (found.size < most && !found.has(name.item)) found.set(name.item, name)
      }
      add(exact === undefined ? [] : [exact])
      add(bestPerItem(withPrefix(key)))
      if (found.size < most && key.length > 3)
        add(
          nearest(key, spellingLimit(key.length) + 1).flatMap(
            ({ key: other }) => formulary.byFold.get(other) ?? [],
          ),
        )
      return [...found.values()]
    },
  }
}

/** The best name of every item, single ingredients before combinations, in the order of the alphabet. */
function bestPerItem(names: readonly FormularyName[]): readonly FormularyName[] {
  const best = new Map<FormularyItem, FormularyName>()
  for (const name of names) {
    const known = best.get(name.item)
    if (known === undefined || kindOrder[name.kind] < kindOrder[known.kind]) best.set(name.item, name)
  }
  return [...best.values()].sort(
    (a, b) =>
      Number(a.item.ingredients.length > 1) - Number(b.item.ingredients.length > 1) ||
      kindOrder[a.kind] - kindOrder[b.kind] ||
      (foldName(a.text) < foldName(b.text) ? -1 : 1),
  )
}

function lowerBound(keys: readonly string[], wanted: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((keys[middle] ?? '') < wanted) low = middle + 1
    else high = middle
  }
  return low
}
