import type { Formulary, FormularyItem, FormularyName } from './formulary.ts'
import { keyOfTokens, tokenise } from './formulary-names.ts'
import type { NameToken } from './formulary-names.ts'
import {
  beside,
  formWords,
  makerWords,
  releaseWords,
  routeWords,
  saltWords,
  sigWords,
  strengthUnits,
} from './recognise-words.ts'

/** A name of the formulary that stands in a text, from token `from` up to `to`. */
export interface NameMatch {
  readonly name: FormularyName
  readonly from: number
  readonly to: number
}

/** Longer names than any formulary has are not looked for. */
const longestName = 9

/**
 * Names of the formulary in a text, the longest first at every place, from left to right. Words of dosing that are
 * names too ("sodium" after a drug is its salt, "water" what it is taken with) count only where nothing stands before.
 */
export function findNames(formulary: Formulary, tokens: readonly NameToken[]): readonly NameMatch[] {
  const found: NameMatch[] = []
  let at = 0
  while (at < tokens.length) {
    const match = longestAt(formulary, tokens, at)
    if (match === null || isOnlyAWord(tokens, match, found.length > 0)) at += 1
    else {
      found.push(match)
      at = match.to
    }
  }
  return found
}

function longestAt(formulary: Formulary, tokens: readonly NameToken[], from: number): NameMatch | null {
  for (let to = Math.min(tokens.length, from + longestName); to > from; to -= 1) {
    const name = formulary.byFold.get(keyOfTokens(tokens, from, to))
    if (name !== undefined && hasSameWords(name.text, tokens, from, to)) return { name, from, to }
  }
  return null
}

/** Shorter words make a name only where the name has its words apart too: "as a" is not ASA. */
const shortestPart = 4

function hasSameWords(name: string, tokens: readonly NameToken[], from: number, to: number): boolean {
  if (to - from === 1) return true
  const apart: number[] = []
  let length = 0
  for (let at = from; at < to; at += 1) {
    const token = tokens[at]
    if (token === undefined) return false
    const before = tokens[at - 1]
    const isJoinedFromParts =
      before !== undefined && before.text.length >= shortestPart && token.text.length >= shortestPart
    if (at > from && /[\s,;:()]/.test(token.gap) && !isJoinedFromParts) apart.push(length)
    length += token.text.length
  }
  if (apart.length === 0) return true
  const boundaries = new Set<number>()
  let written = 0
  for (const { text } of tokenise(name)) boundaries.add((written += text.length))
  return apart.every((boundary) => boundaries.has(boundary))
}

const prescriptionWords: readonly { has(word: string): boolean }[] = [
  sigWords,
  beside,
  makerWords,
  releaseWords,
  formWords,
  routeWords,
  strengthUnits,
]

function isOnlyAWord(tokens: readonly NameToken[], match: NameMatch, afterAName: boolean): boolean {
  if (match.to - match.from > 1) return false
  const word = tokens[match.from]?.text ?? ''
  if (match.from > 0 && prescriptionWords.some((some) => some.has(word))) return true
  return afterAName && saltWords.has(word)
}

/** The tokens of a text in which names are looked for; the one abbreviation that names have in common is written out. */
export function nameTokens(text: string): readonly NameToken[] {
  return tokenise(text).map((token) => (token.text === 'vit' ? { ...token, text: 'vitamin' } : token))
}

/** A combination product by the set of its ingredients. */
export function indexCombinations(
  items: readonly FormularyItem[],
): (ingredients: readonly number[]) => FormularyItem | null {
  const keyOf = (ids: readonly number[]): string => [...new Set(ids)].sort((a, b) => a - b).join(' ')
  const bySet = new Map<string, FormularyItem>()
  for (const item of items) {
    const key = item.ingredients.length > 1 ? keyOf(item.ingredients) : null
    if (key !== null && !bySet.has(key)) bySet.set(key, item)
  }
  return (ingredients) => bySet.get(keyOf(ingredients)) ?? null
}
