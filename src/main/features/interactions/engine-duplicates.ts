import type { Finding } from '@shared/features/interactions/check.ts'
import type { InteractionSeverity, Route } from '@shared/features/interactions/model.ts'
import type { DuplicateRule } from './duplicates.ts'
import type { CheckedList, ListedIngredient } from './engine-list.ts'
import { interruption } from './engine-severity.ts'
import type { Demotions } from './ports.ts'

/** Given so, a drug acts where it is applied and duplicates no systemic one. */
const localRoutes: ReadonlySet<Route> = new Set<Route>(['topical', 'ophthalmic', 'otic', 'nasal', 'vaginal'])

/** The groups to which an ingredient belongs. */
export type DuplicateIndex = ReadonlyMap<number, readonly DuplicateRule[]>

export function indexDuplicates(rules: readonly DuplicateRule[]): DuplicateIndex {
  const index = new Map<number, DuplicateRule[]>()
  for (const rule of rules)
    for (const member of rule.members) {
      const known = index.get(member)
      if (known === undefined) index.set(member, [rule])
      else known.push(rule)
    }
  return index
}

/** The part of a finding's key and of `ruleOf` that stands for one ingredient listed twice. */
export const sameDrugKey = 'duplicate:same:'

/**
 * Therapeutic duplication: more products of a group than are usual, and one ingredient in several products. Products
 * whose route is known to be local are not counted among the systemic ones.
 */
export function findDuplicates(
  index: DuplicateIndex,
  list: CheckedList,
  demotions: Demotions,
  now: number,
): readonly Finding[] {
  const findings: Finding[] = []
  const covered = new Set<string>()
  for (const [rule, members] of membersByRule(index, list)) {
    if (members.length <= rule.usual) continue
    for (const [name, places] of byIngredient(members))
      if (places.length > 1) covered.add(sameAt(name, places))
    const words = splitWords(rule.words)
    findings.push(duplicate(rule.key, members, rule.severity, words, rule.sources, demotions, now))
  }
  const all = list.products.flatMap(({ ingredients }) => ingredients)
  for (const [name, places] of byIngredient(all)) {
    if (places.length < 2 || covered.has(sameAt(name, places))) continue
    // One systemic and one local product of a drug are often meant (tablets and eye drops of a beta-blocker).
    const ways = places.map(({ facts: { route } }) =>
      route !== null && localRoutes.has(route) ? route : 'systemic',
    )
    const severity = new Set(ways).size === ways.length ? 'minor' : 'moderate'
    const words = {
      effect: `${name} is on the list ${places.length === 2 ? 'twice' : `${places.length} times`}: the doses add up.`,
      action: 'Confirm that all are meant and add up the daily dose; otherwise keep one.',
    }
    findings.push(duplicate(`${sameDrugKey}${name}`, places, severity, words, [], demotions, now))
  }
  return findings
}

/** One ingredient of every systemic product for every group that it belongs to. */
function membersByRule(
  index: DuplicateIndex,
  list: CheckedList,
): ReadonlyMap<DuplicateRule, readonly ListedIngredient[]> {
  const members = new Map<DuplicateRule, ListedIngredient[]>()
  for (const { route, ingredients } of list.products) {
    if (route !== null && localRoutes.has(route)) continue
    for (const ingredient of ingredients)
      for (const rule of index.get(ingredient.id) ?? []) {
        const known = members.get(rule)
        if (known === undefined) members.set(rule, [ingredient])
        else if (known[known.length - 1]?.place !== ingredient.place) known.push(ingredient)
      }
  }
  return members
}

const sameAt = (name: string, places: readonly ListedIngredient[]): string =>
  `${name} ${places.map(({ place }) => place).join(' ')}`

function byIngredient(
  members: readonly ListedIngredient[],
): ReadonlyMap<string, readonly ListedIngredient[]> {
  const groups = new Map<string, ListedIngredient[]>()
  for (const member of members) {
    const group = groups.get(member.facts.ingredient)
    if (group === undefined) groups.set(member.facts.ingredient, [member])
    else group.push(member)
  }
  return groups
}

/** "Two statins: more myopathy; keep one." is what happens, and what to do after its first semicolon or colon. */
function splitWords(words: string): { readonly effect: string; readonly action: string } {
  const at = words.lastIndexOf(';') >= 0 ? words.indexOf(';') : words.indexOf(':')
  if (at < 0) return { effect: words, action: words }
  const rest = words.slice(at + 1).trim()
  return {
    effect: `${words.slice(0, at).trim()}.`,
    action: `${rest.charAt(0).toUpperCase()}${rest.slice(1)}`,
  }
}

function duplicate(
  key: string,
  members: readonly ListedIngredient[],
  severity: InteractionSeverity,
  words: { readonly effect: string; readonly action: string },
  sources: readonly string[],
  demotions: Demotions,
  now: number,
): Finding {
  return {
    key,
    kind: 'duplicate',
    drugs: members.map(({ place }) => place),
    ingredients: members.map(({ facts }) => facts.ingredient),
    severity,
    baseSeverity: severity,
    tier: 'ward',
    effect: words.effect,
    mechanism: 'Duplicate therapy: the same effect from several products.',
    action: words.action,
    onset: 'unknown',
    evidence: 'established',
    sources: [...sources],
    source: 'local',
    standing: 'knowledge',
    provenance: null,
    applied: [],
    missing: [],
    ...interruption(key, 'ward', severity, false, demotions, now),
  }
}
