import { MAX_DRUG_TEXT } from '@shared/features/interactions/model.ts'
import type { KnownDrug, ListedDrug, MatchKind, Recognition } from '@shared/features/interactions/model.ts'
import type { Candidate } from '@shared/features/interactions/model.ts'
import type { Formulary, FormularyItem, FormularyName } from './formulary.ts'
import { foldName } from './formulary-names.ts'
import type { NameToken } from './formulary-names.ts'
import { isExplained, readDetails, unexplained } from './recognise-details.ts'
import { findNames, indexCombinations, nameTokens } from './recognise-names.ts'
import type { NameMatch } from './recognise-names.ts'
import { createNearNames, toCandidate } from './recognise-near.ts'
import { saltWords, strengthUnits } from './recognise-words.ts'

export interface Recogniser {
  /** What one text means; see `InteractionKnowledge.recognise`. */
  recognise(drug: ListedDrug): Recognition
  /** Names that begin or sound like the text, best first, at most 12. */
  suggest(text: string): readonly Candidate[]
  /** True when the text holds a name of the formulary as it is written there. */
  holdsName(text: string): boolean
}

const mostCandidates = 12
const mostSuggestions = 6
const invisible = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g
const controls = /[^\P{Cc}\t\n\r]|[\u202A-\u202E\u2066-\u2069]/u
const markup = /<\/?[a-z!][^>]*>/i

const sentences = {
  empty: 'No drug was given.',
  'too-long': `The text is longer than ${MAX_DRUG_TEXT} characters and was not looked up. Enter one drug at a time.`,
  unreadable: 'The text holds characters or markup that no drug name has. Type the name again.',
  'not-in-formulary':
    'This drug is not in the formulary, so nothing was checked for it. Look at the spelling or ask the pharmacy.',
} as const

type UnknownReason = keyof typeof sentences

/** What the names in a text amount to. */
type Meaning =
  | {
      readonly kind: 'one'
      readonly name: string
      readonly items: readonly FormularyItem[]
      readonly via: MatchKind
      readonly matched: string
    }
  | { readonly kind: 'ask'; readonly names: readonly FormularyName[] }
  | { readonly kind: 'none'; readonly suggestions: readonly FormularyName[] }

/** Recognition over a formulary. Exact names cost microseconds; what misspelt names need is built when one comes. */
export function createRecogniser(formulary: Formulary): Recogniser {
  const near = createNearNames(formulary)
  let combinations: ReturnType<typeof indexCombinations> | null = null
  const combination = (ids: readonly number[]) => (combinations ??= indexCombinations(formulary.items))(ids)
  const ingredientsOf = (item: FormularyItem): readonly FormularyItem[] =>
    item.ingredients.flatMap((id) => formulary.items[id] ?? [])

  const meaningOf = (text: string, tokens: readonly NameToken[], matches: readonly NameMatch[]): Meaning => {
    const items = [...new Set(matches.map(({ name }) => name.item))]
    const [first] = matches
    if (first === undefined) return meaningOfUnknown(tokens)
    if (unexplained(tokens, matches).length > 0)
      return {
        kind: 'ask',
        names: onePerItem([...matches.map(({ name }) => name), ...nearLeftovers(tokens, matches)]),
      }
    const whole = items.length === 1 ? items[0] : wholeOf(items)
    if (whole !== undefined && whole !== null) {
      const match = matches.find(({ name }) => name.item === whole)?.name
      return {
        kind: 'one',
        name: whole.name,
        items: ingredientsOf(whole),
        via: match === undefined ? 'combination' : viaOf(match, tokens, first),
        matched: match?.text ?? whole.name,
      }
    }
    const written = matches.map(({ name }) => name)
    if (!areJoined(text, tokens, matches)) return { kind: 'ask', names: onePerItem(written) }
    const singles = [...new Set(items.flatMap(ingredientsOf))]
    const name = singles
      .map((item) => item.name)
      .sort()
      .join(' + ')
    return { kind: 'one', name, items: singles, via: 'combination', matched: name }
  }

  /** The product that holds all ingredients that are named: "Percocet (oxycodone/acetaminophen)" is Percocet. */
  const wholeOf = (items: readonly FormularyItem[]): FormularyItem | null => {
    const all = [...new Set(items.flatMap((item) => item.ingredients))]
    return items.find((item) => all.every((id) => item.ingredients.includes(id))) ?? combination(all)
  }

  const meaningOfUnknown = (tokens: readonly NameToken[]): Meaning => {
    const segment = nameSegment(tokens)
    const key = segment.map(({ text }) => text).join('')
    if (key === '') return { kind: 'none', suggestions: [] }
    const beginning = near.beginningWithWords(segment.map(({ text }) => text))
    if (beginning.length > 0) return { kind: 'ask', names: beginning.slice(0, mostCandidates) }
    for (const part of partsOf(segment)) {
      const names = near.misspelt(part.key)
      const [only] = names
      if (only === undefined) continue
      if (names.length > 1 || !part.isWhole) return { kind: 'ask', names: names.slice(0, mostCandidates) }
      return {
        kind: 'one',
        name: only.item.name,
        items: ingredientsOf(only.item),
        via: 'spelling',
        matched: only.text,
      }
    }
    return { kind: 'none', suggestions: near.suggestions(key, mostSuggestions) }
  }

  /** Misspelt names among the words that nothing explains ("amoxicillin clavulanat"). */
  const nearLeftovers = (
    tokens: readonly NameToken[],
    matches: readonly NameMatch[],
  ): readonly FormularyName[] =>
    unexplained(tokens, matches).flatMap(({ text }) => near.misspelt(text).slice(0, 2))

  const recogniseText = (
    text: string,
  ): {
    readonly meaning: Meaning
    readonly tokens: readonly NameToken[]
    readonly matches: readonly NameMatch[]
  } => {
    const tokens = nameTokens(text)
    const matches = findNames(formulary, tokens)
    return { meaning: meaningOf(text, tokens, matches), tokens, matches }
  }

  /** A candidate that a person chose: a normal name, or ingredients joined by " + ". */
  const chosenItems = (chosen: string): readonly FormularyItem[] => {
    const item = formulary.byName.get(chosen)
    if (item !== undefined) return ingredientsOf(item)
    const parts = chosen.split(' + ').map((part) => formulary.byName.get(part))
    const named = parts.filter((part) => part !== undefined)
    return named.length === parts.length ? named.flatMap(ingredientsOf) : []
  }

  const unknown = (
    text: string,
    reason: UnknownReason,
    suggestions: readonly FormularyName[] = [],
  ): Recognition => ({
    kind: 'unknown',
    text,
    reason,
    sentence: sentences[reason],
    suggestions: suggestions.map(toCandidate),
  })

  return {
    recognise: ({ text: given, chosen, route }) => {
      const fault = faultOf(given)
      const text = fault === null ? given.replace(invisible, '') : ''
      if (chosen !== null) {
        const items = chosenItems(chosen)
        if (items.length === 0) return unknown(given, 'not-in-formulary')
        const tokens = nameTokens(text)
        const via = items.length > 1 ? 'combination' : 'name'
        return known(given, chosen, items, via, chosen, text, tokens, findNames(formulary, tokens), route)
      }
      if (fault !== null) return unknown(given, fault)
      const { meaning, tokens, matches } = recogniseText(text)
      if (meaning.kind === 'none') return unknown(given, 'not-in-formulary', meaning.suggestions)
      if (meaning.kind === 'ask')
        return { kind: 'ambiguous', text: given, candidates: meaning.names.map(toCandidate) }
      return known(
        given,
        meaning.name,
        meaning.items,
        meaning.via,
        meaning.matched,
        text,
        tokens,
        matches,
        route,
      )
    },
    suggest: (text) => {
      if (faultOf(text) !== null) return []
      const tokens = nameTokens(text.replace(invisible, ''))
      const key = nameSegment(tokens)
        .map((token) => token.text)
        .join('')
      return near.suggestions(key === '' ? foldName(text) : key, mostCandidates).map(toCandidate)
    },
    holdsName: (text) => findNames(formulary, nameTokens(text)).length > 0,
  }
}

function known(
  given: string,
  name: string,
  items: readonly FormularyItem[],
  via: MatchKind,
  matched: string,
  text: string,
  tokens: readonly NameToken[],
  matches: readonly NameMatch[],
  route: ListedDrug['route'],
): KnownDrug {
  const details = readDetails(text, tokens, matches)
  return {
    kind: 'known',
    text: given,
    name,
    ingredients: items.map((item) => item.name),
    via,
    matched,
    strength: details.strength,
    form: details.form,
    route: route ?? details.route,
  }
}

/** Why a text is not looked up; null when it is. */
export function faultOf(text: string): 'empty' | 'too-long' | 'unreadable' | null {
  if (text.length > MAX_DRUG_TEXT) return 'too-long'
  const visible = text.replace(invisible, '').trim()
  if (visible === '') return 'empty'
  return controls.test(visible) || markup.test(visible) || !/[\p{L}\d]/u.test(visible) ? 'unreadable' : null
}

function viaOf(name: FormularyName, tokens: readonly NameToken[], match: NameMatch): MatchKind {
  const after = tokens[match.to]
  return name.kind === 'name' && after !== undefined && saltWords.has(after.text) ? 'salt' : name.kind
}

/** The words that are meant to be the name: after leading directions, up to the next direction or strength. */
function nameSegment(tokens: readonly NameToken[]): readonly NameToken[] {
  const from = tokens.findIndex(
    (token) => token.kind === 'word' && (!isExplained(token) || token.text.length === 1),
  )
  if (from < 0) return []
  let to = from
  while (to < tokens.length) {
    const token = tokens[to]
    const next = tokens[to + 1]
    if (token === undefined) break
    const isStrength =
      token.kind === 'number' && (next === undefined || strengthUnits.has(next.text) || token.gap !== '')
    if (to > from && (isStrength || (isExplained(token) && !saltWords.has(token.text)))) break
    to += 1
  }
  return tokens.slice(from, to)
}

/** The whole segment, then without its salts; its first word alone can only be asked about. */
function partsOf(
  segment: readonly NameToken[],
): readonly { readonly key: string; readonly isWhole: boolean }[] {
  const keyOf = (tokens: readonly NameToken[]) => tokens.map(({ text }) => text).join('')
  const withoutSalts = segment.filter((token, at) => at === 0 || !saltWords.has(token.text))
  const parts = [{ key: keyOf(segment), isWhole: true }]
  if (withoutSalts.length < segment.length) parts.push({ key: keyOf(withoutSalts), isWhole: true })
  if (withoutSalts.length > 1) parts.push({ key: keyOf(withoutSalts.slice(0, 1)), isWhole: false })
  return parts
}

function onePerItem(names: readonly FormularyName[]): readonly FormularyName[] {
  return names
    .filter((name, at) => names.findIndex(({ item }) => item === name.item) === at)
    .slice(0, mostCandidates)
}

/** "lisinopril/hydrochlorothiazide" and "a + b" are one product; "a, b" and "a and b" may be two drugs. */
function areJoined(text: string, tokens: readonly NameToken[], matches: readonly NameMatch[]): boolean {
  return matches.every((match, at) => {
    const next = matches[at + 1]
    if (next === undefined) return true
    const between = text.slice(tokens[match.to - 1]?.to ?? 0, tokens[next.from]?.from ?? 0)
    return /^[^,;]*[+/&][^,;]*$/.test(between) || between === '-'
  })
}
