import type { Route } from '@shared/features/interactions/model.ts'
import type { NameToken } from './formulary-names.ts'
import type { NameMatch } from './recognise-names.ts'
import {
  combinationWords,
  beside,
  formWords,
  makerWords,
  releaseWords,
  routeWords,
  saltWords,
  sigWords,
  strengthUnits,
} from './recognise-words.ts'

/** What a text says about a drug beside its name. */
export interface DrugDetails {
  /** As written: "5 mg", "20/12.5 mg", "25 mcg/h". */
  readonly strength: string | null
  readonly form: string | null
  readonly route: Route | null
}

const number = String.raw`\d+(?:[.,]\d+)*`
const unit = String.raw`(?:micrograms?|milligrams?|mikrogramm|milligramm|mcg|µg|μg|ug|mg|grams?|gm|g|ml|units?|i\.?\s?[ue]\.?|u|meq|mval|mmol|mio\.?\s?i\.?e\.?|%)`
const per = String.raw`(?:\s?\/\s?(?:${number}\s?)?(?:ml|h|hr|hour|std|l|dose|actuation|puff|hub|day|d|tablet|tab|g|mg)\b)?`
const strengthPattern = new RegExp(
  String.raw`(?<![\p{L}\d.,])${number}(?:\s?(?:mg|mcg|g)?\s?[-–/]\s?${number})*\s?${unit}(?![\p{L}])${per}`,
  'giu',
)

/** Reads strength, form and route. Numbers inside a name (vitamin B12, 70/30 insulin) are no strength. */
export function readDetails(
  text: string,
  tokens: readonly NameToken[],
  matches: readonly NameMatch[],
): DrugDetails {
  const inName = (from: number, to: number): boolean =>
    matches.some(
      (match) => from < (tokens[match.to - 1]?.to ?? 0) && to > (tokens[match.from]?.from ?? Infinity),
    )
  let strength: string | null = null
  for (const found of text.matchAll(strengthPattern)) {
    if (inName(found.index, found.index + found[0].length)) continue
    strength = found[0].trim()
    break
  }
  let form: string | null = null
  let formRoute: Route | null = null
  let route: Route | null = null
  for (const [at, token] of tokens.entries()) {
    const named = routeWords.get(token.text)
    if (named !== undefined) route ??= named
    const known = form === null ? formWords.get(token.text) : undefined
    if (known === undefined) continue
    const before = routeWords.get(tokens[at - 1]?.text ?? '')
    form = combinedForm(known.form, before)
    formRoute = known.route
  }
  return { strength, form, route: route ?? formRoute }
}

function combinedForm(form: string, before: Route | undefined): string {
  if (before === 'ophthalmic' && (form === 'drops' || form === 'ointment')) return `eye ${form}`
  if (before === 'otic' && form === 'drops') return 'ear drops'
  if (before === 'nasal' && form === 'spray') return 'nasal spray'
  if (before === 'oral' && (form === 'solution' || form === 'gel' || form === 'drops')) return `oral ${form}`
  return form
}

/** True when a token is part of a prescription and names no drug. */
export function isExplained({ text, kind }: NameToken): boolean {
  if (combinationWords.has(text)) return false
  return kind === 'number' || text === '%' || text.length === 1 || isDirection(text) || isAttribute(text)
}

/** Units, forms, routes and words of dosing: after one of them the rest of a line is instructions. */
function isDirection(text: string): boolean {
  return strengthUnits.has(text) || formWords.has(text) || routeWords.has(text) || sigWords.has(text)
}

/** What may follow a name and changes no ingredient: salts, ways of release, makers. */
function isAttribute(text: string): boolean {
  return saltWords.has(text) || releaseWords.has(text) || makerWords.has(text) || beside.has(text)
}

/** Letters of instructions ("q 12h", "x 3", "i tablet"). */
const instructionLetters = new Set(['q', 'x', 'i'])

/** A letter right behind a brand often stands for a second ingredient ("Coversyl D", "Telma H"). */
function isAddition({ text, kind }: NameToken): boolean {
  return kind === 'word' && /^[a-z]$/.test(text) && !instructionLetters.has(text)
}

/**
 * Words beside the names that nothing explains. They may make the drug another one ("methyl...", "... plus"), so a
 * text that has any is asked about.
 */
export function unexplained(
  tokens: readonly NameToken[],
  matches: readonly NameMatch[],
): readonly NameToken[] {
  const first = matches[0]
  if (first === undefined) return tokens.filter((token) => !isExplained(token))
  let instructions = false
  return tokens.filter((token, at) => {
    if (matches.some(({ from, to }) => at >= from && at < to)) return false
    if (at === first.to && isAddition(token)) return true
    if (combinationWords.has(token.text)) return at >= first.to
    if (at >= first.to && (token.kind === 'number' || isDirection(token.text))) instructions = true
    return !instructions && !isExplained(token)
  })
}
