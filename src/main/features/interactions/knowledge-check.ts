import { interactionRank } from '@shared/features/interactions/model.ts'
import type { KnowledgeBase } from './knowledge-base.ts'
import { readKnowledge } from './knowledge-base.ts'
import { indexNames, namesOf } from './formulary.ts'
import type { Complain, KnowledgeFiles, KnowledgeProblem } from './knowledge-lines.ts'
import { createRecogniser } from './recognise.ts'
import type { Rule, RuleTerm } from './rules.ts'

/** What the issue asks for; the knowledge may grow but not shrink below it. */
const fewest = { ingredients: 800, rules: 448 } as const

export interface KnowledgeReport {
  readonly problems: readonly KnowledgeProblem[]
  readonly base: KnowledgeBase
}

/**
 * Checks every line of the knowledge: what reading it finds, and beyond that unknown sources, rules written twice,
 * rules that contradict each other, and names that do not lead back to their own entry.
 */
export function checkKnowledge(files: KnowledgeFiles): KnowledgeReport {
  const { base, problems: unread } = readKnowledge(files)
  const problems: KnowledgeProblem[] = [...unread]
  const complain: Complain = (place, message) => problems.push({ ...place, message })
  indexNames(base.formulary.items, complain)
  checkSources(base, complain)
  checkRepetition(base.rules, complain)
  checkTriplesFillable(base.rules, complain)
  checkNames(base, complain)
  problems.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
  return { base, problems }
}

/** What is missing to the size that the issue asks for. */
export function checkSize({ version }: KnowledgeBase): readonly string[] {
  const missing: string[] = []
  if (version.ingredients < fewest.ingredients)
    missing.push(`${version.ingredients} active ingredients; ${fewest.ingredients} are needed.`)
  if (version.rules < fewest.rules) missing.push(`${version.rules} rules; ${fewest.rules} are needed.`)
  return missing
}

function checkSources(base: KnowledgeBase, complain: Complain): void {
  const used = new Set<string>()
  const lines = [...base.classes.values(), ...base.rules, ...base.duplicates, ...base.allergens.byId.values()]
  for (const { sources, place } of lines) {
    if (sources.length === 0) complain(place, 'The line names no source.')
    for (const source of sources) {
      used.add(source)
      if (!base.sources.has(source)) complain(place, `There is no source "${source}" in sources.txt.`)
    }
  }
}

const sidesOf = (rule: Rule): string =>
  rule.terms
    .map(({ text }) => text)
    .sort()
    .join(' + ')

/**
 * The same terms twice: a contradiction or a repetition, unless one is of the low-priority list and the other is the
 * ward's newer judgement of it.
 */
function checkRepetition(rules: readonly Rule[], complain: Complain): void {
  const bySides = new Map<string, Rule[]>()
  for (const rule of rules) {
    const known = bySides.get(sidesOf(rule))
    if (known === undefined) bySides.set(sidesOf(rule), [rule])
    else known.push(rule)
  }
  for (const same of bySides.values())
    for (const [at, rule] of same.entries())
      for (const earlier of same.slice(0, at)) {
        const where = `${earlier.place.file}:${earlier.place.line}`
        if ((rule.tier === 'onc-low') !== (earlier.tier === 'onc-low')) continue
        complain(
          rule.place,
          rule.severity === earlier.severity
            ? `The rule for "${sidesOf(rule)}" is there already (${where}).`
            : `The rule for "${sidesOf(rule)}" contradicts ${where}: ${rule.severity} and ${earlier.severity}.`,
        )
      }
  checkEqualClasses(rules, complain)
}

const sameMembers = (a: RuleTerm, b: RuleTerm): boolean =>
  a.members.size === b.members.size && [...a.members].every((member) => b.members.has(member))

/** Two differently named terms with the same members, and different severities for them. */
function checkEqualClasses(rules: readonly Rule[], complain: Complain): void {
  for (const [at, rule] of rules.entries())
    for (const earlier of rules.slice(0, at)) {
      const [a, b] = rule.terms
      const [c, d] = earlier.terms
      if (rule.terms.length !== 2 || earlier.terms.length !== 2) continue
      if (a === undefined || b === undefined || c === undefined || d === undefined) continue
      if (rule.severity === earlier.severity || sidesOf(rule) === sidesOf(earlier)) continue
      if ((rule.tier === 'onc-low') !== (earlier.tier === 'onc-low')) continue
      if (!(sameMembers(a, c) && sameMembers(b, d)) && !(sameMembers(a, d) && sameMembers(b, c))) continue
      complain(
        rule.place,
        `The rule speaks of the same drugs as ${earlier.place.file}:${earlier.place.line} under other names and contradicts it.`,
      )
    }
}

/** A rule that no two or three different ingredients can fill never speaks. */
function checkTriplesFillable(rules: readonly Rule[], complain: Complain): void {
  for (const { terms, place } of rules) {
    const all = new Set(terms.flatMap(({ members }) => [...members]))
    if (all.size < terms.length || terms.some(({ members }) => members.size === 0))
      complain(place, 'No different ingredients can fill the terms of this rule.')
  }
}

/** Every entry is found by each of its names, as itself. */
function checkNames(base: KnowledgeBase, complain: Complain): void {
  const recogniser = createRecogniser(base.formulary)
  for (const item of base.formulary.items)
    for (const { text, kind } of namesOf(item)) {
      const found = recogniser.recognise({ text, chosen: null, route: null })
      if (found.kind === 'known' && found.name === item.name) continue
      const instead = found.kind === 'known' ? `"${found.name}"` : `an answer that is ${found.kind}`
      complain(item.place, `The ${kind} "${text}" leads to ${instead} instead of "${item.name}".`)
    }
}

/** Contradictions that the check settles by the worse severity, for an author to look at: nothing is wrong with them. */
export function overlaps(base: KnowledgeBase): readonly KnowledgeProblem[] {
  const found: KnowledgeProblem[] = []
  const named = base.rules.filter(({ terms }) => terms.length === 2 && terms.every(({ isClass }) => !isClass))
  const general = base.rules.filter(({ terms }) => terms.length === 2 && terms.some(({ isClass }) => isClass))
  for (const rule of named)
    for (const other of general) {
      const ids = rule.terms.flatMap(({ members }) => [...members])
      const [x, y] = ids
      const [first, second] = other.terms
      if (x === undefined || y === undefined || first === undefined || second === undefined) continue
      const holds =
        (first.members.has(x) && second.members.has(y)) || (first.members.has(y) && second.members.has(x))
      if (!holds || interactionRank(other.severity) - interactionRank(rule.severity) < 1) continue
      found.push({
        ...rule.place,
        message: `"${sidesOf(rule)}" (${rule.severity}) softens "${sidesOf(other)}" (${other.severity}, ${other.place.file}:${other.place.line}).`,
      })
    }
  return found
}
