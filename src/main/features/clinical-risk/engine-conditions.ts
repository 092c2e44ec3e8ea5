import { charlsonGroups, groupNames, type CharlsonGroup } from './engine-groups.ts'
import { groupOfIcd10, icd10Of, icd10Prefixes } from './engine-icd10.ts'
import { isSnomed, snomedCodes } from './engine-snomed.ts'
import { groupWords, otherWords, qualifiers } from './engine-words.ts'

/** One line of what a condition is looked up in. A null group: known, and none of the index's. */
export interface ConditionRow {
  readonly kind: 'icd10' | 'snomed' | 'word'
  /** An ICD-10 prefix without dot, a SNOMED CT code, or a folded phrase. */
  readonly key: string
  readonly group: CharlsonGroup | null
}

/** `uncertain`: suspected, possible, at risk; it may be or not. */
export type WordStanding = 'present' | 'past' | 'absent' | 'uncertain'

/** What one entry of a history is. */
export interface ConditionAnswer {
  /** Comorbidities that it names, of each family only once; empty for none of the index's. */
  readonly groups: readonly CharlsonGroup[]
  /** False: part of it is on no list, so that it could be any disease. */
  readonly understood: boolean
  /** As the words themselves say: "no diabetes" and "mother had a stroke" are absent, "history of" is past. */
  readonly standing: WordStanding
}

/**
 * Whether a comorbidity counts for certain: not when the words are unsure, and of the past only where the index counts a
 * history of it. What is not certain counts its weight at most and nothing at least.
 */
export function isCertain(
  group: CharlsonGroup,
  standing: WordStanding,
  recorded: 'present' | 'past',
): boolean {
  if (standing === 'uncertain' || standing === 'absent') return false
  return charlsonGroups[group].past === 'counts' || (standing === 'present' && recorded === 'present')
}

const phrases = (text: string): readonly string[] => text.split(';').map((phrase) => phrase.trim())

/** The whole table, for SQL and for people. Of several prefixes or phrases the longest that fits decides. */
export const conditionTable: readonly ConditionRow[] = [
  ...icd10Prefixes.map(({ prefix, group }): ConditionRow => ({ kind: 'icd10', key: prefix, group })),
  ...[...snomedCodes].map(([key, group]): ConditionRow => ({ kind: 'snomed', key, group })),
  ...groupNames.flatMap((group) =>
    phrases(groupWords[group]).map((key): ConditionRow => ({ kind: 'word', key, group })),
  ),
  ...phrases(otherWords).map((key): ConditionRow => ({ kind: 'word', key, group: null })),
]

/** Words by the first word of their phrase, the longest first. */
const byFirstWord: ReadonlyMap<string, readonly { words: readonly string[]; group: CharlsonGroup | null }[]> =
  indexWords()

function indexWords() {
  const index = new Map<string, { words: readonly string[]; group: CharlsonGroup | null }[]>()
  for (const { kind, key, group } of conditionTable) {
    if (kind !== 'word') continue
    const words = key.split(' ')
    const first = words[0] ?? ''
    const known = index.get(first)
    if (known === undefined) index.set(first, [{ words, group }])
    else known.push({ words, group })
  }
  for (const entries of index.values()) entries.sort((a, b) => b.words.length - a.words.length)
  return index
}

/** Lower case, hyphens, slashes and accents away, so that spellings of one phrase meet. */
export function foldWords(text: string): readonly string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’`]/g, "'")
    .split(/[^a-z0-9']+/)
    .filter((word) => word !== '')
}

export interface PhraseMatch {
  readonly group: CharlsonGroup | null
  /** Places of the words, from first to behind the last. */
  readonly from: number
  readonly to: number
}

/** Phrases of the table in a text that was folded, left to right, the longest first. */
export function findConditions(words: readonly string[]): readonly PhraseMatch[] {
  const found: PhraseMatch[] = []
  let at = 0
  while (at < words.length) {
    const start = at
    const match = byFirstWord
      .get(words[at] ?? '')
      ?.find(({ words: phrase }) => phrase.every((word, offset) => words[start + offset] === word))
    if (match !== undefined) found.push({ group: match.group, from: at, to: at + match.words.length })
    at += match?.words.length ?? 1
  }
  return found
}

const negated = /^(?:no|not|denies|denied|without|negative for|ruled out|r\/o|absence of|never)\b/i
const ofFamily =
  /\b(?:family history|fhx?|fam hx|mother|father|brother|sister|parents?|grandmother|grandfather|siblings?|son|daughter|aunt|uncle|maternal|paternal)\b/i
const over =
  /\b(?:history of|hx of|h\/o|resolved|past|previous|prior|former|status post|s\/p|in remission|remote|(?<!years?[- ])old|cured|healed)\b/i
const unsure =
  /^(?:\?|(?:suspected|suspicion of|possible|possibly|probable|probably|questionable|rule out|r\/o|at risk|at increased risk|risk of|screening for|evaluation for|concern for)\b)/i
// SNOMED CT's semantic tags of what is no disease.
const noDisease =
  /\((?:finding|situation|person|event|procedure|observable entity|physical object|social concept|occupation|qualifier value|regime\/therapy|morphologic abnormality)\)\s*$/i
const semanticTag = /\s*\([a-z/ ]+\)\s*$/i

/**
 * What an entry of a history is. A code of ICD-10 decides alone (the mapping is complete); a SNOMED CT code decides when
 * the table has it; otherwise the text does. Pure; a batch asks once for each distinct text and code.
 */
export function readCondition(text: string, code: string | null): ConditionAnswer {
  const standing = standingOf(text)
  const icd10 = code === null ? null : icd10Of(code)
  if (icd10 !== null) {
    const group = groupOfIcd10(icd10)
    return { groups: group === null ? [] : [group], understood: true, standing }
  }
  if (code !== null && isSnomed(code)) {
    const group = snomedCodes.get(code)
    if (group !== undefined) return { groups: group === null ? [] : [group], understood: true, standing }
  }
  return { ...readText(text), standing }
}

function standingOf(text: string): ConditionAnswer['standing'] {
  const plain = text.trim()
  if (ofFamily.test(plain)) return 'absent'
  if (negated.test(plain)) return 'absent'
  if (unsure.test(plain)) return 'uncertain'
  return over.test(plain) ? 'past' : 'present'
}

function readText(text: string): { groups: readonly CharlsonGroup[]; understood: boolean } {
  const groups = new Set<CharlsonGroup>()
  const tagged = noDisease.test(text)
  let understood = true
  for (const clause of text.replace(semanticTag, '').split(/[,;/]|\band\b/i)) {
    const words = foldWords(clause)
    const found = findConditions(words)
    for (const { group } of found) if (group !== null) groups.add(group)
    if (found.length > 0) continue
    // Single letters are what a cut at the slash leaves of "h/o".
    if (words.every((word) => word.length === 1 || qualifiers.has(word) || /^\d+$/.test(word))) continue
    understood = tagged && understood
  }
  return { groups: [...groups], understood: understood && text.trim() !== '' }
}
