import type { Finding } from '@shared/features/interactions/check.ts'
import { interactionRank } from '@shared/features/interactions/model.ts'
import type { RuleTier } from '@shared/features/interactions/model.ts'
import type { RuleIndex } from './engine-index.ts'
import { factsFor } from './engine-list.ts'
import type { CheckedList, ListedIngredient } from './engine-list.ts'
import { interruption, weigh } from './engine-severity.ts'
import type { Weighed } from './engine-severity.ts'
import { speakersFor } from './engine-speakers.ts'
import type { Speaker } from './engine-speakers.ts'
import type { Demotions } from './ports.ts'
import type { Rule } from './rules.ts'

/** What the rules say about two ingredients. */
export interface PairAnswer {
  /** False: the knowledge has no rule for them, which is not the same as nothing found. */
  readonly spoken: boolean
  readonly findings: readonly Finding[]
}

export interface RuleChecker {
  pair(
    list: CheckedList,
    a: ListedIngredient,
    b: ListedIngredient,
    demotions: Demotions,
    now: number,
  ): PairAnswer
  triples(list: CheckedList, demotions: Demotions, now: number): readonly Finding[]
}

const unspoken: PairAnswer = { spoken: false, findings: [] }
/** Pairs whose speakers are remembered; a station meets far fewer. */
const rememberedPairs = 20_000

/** Answers from the rules. Which rules speak for a pair depends on nothing else and is remembered. */
export function createRuleChecker(
  rules: readonly Rule[],
  index: RuleIndex,
  ingredients: number,
): RuleChecker {
  const remembered = new Map<number, readonly Speaker[]>()
  const speakers = (low: number, high: number): readonly Speaker[] => {
    const key = low * ingredients + high
    const known = remembered.get(key)
    if (known !== undefined) return known
    const holding = index.pairRules(low, high).flatMap((at) => rules[at] ?? [])
    const found = holding.length === 0 ? [] : speakersFor(holding, low, high)
    if (remembered.size >= rememberedPairs) remembered.clear()
    remembered.set(key, found)
    return found
  }
  return {
    pair: (list, a, b, demotions, now) => {
      const inOrder = a.id < b.id
      const found = inOrder ? speakers(a.id, b.id) : speakers(b.id, a.id)
      if (found.length === 0) return unspoken
      const [low, high] = inOrder ? [a, b] : [b, a]
      return {
        spoken: true,
        findings: found.flatMap((speaker) => {
          const weighed = weighPair(list, speaker, low, high)
          const finding = findingOf(speaker.rule, speaker.tier, [a, b], weighed, demotions, now)
          return finding === null ? [] : [finding]
        }),
      }
    },
    triples: (list, demotions, now) => {
      const all = list.products.flatMap((product) => product.ingredients)
      return index.tripleRules([...new Set(all.map(({ id }) => id))]).flatMap((at) => {
        const rule = rules[at]
        return rule === undefined ? [] : tripleFindings(list, rule, all, demotions, now)
      })
    },
  }
}

/** Where either drug may fill either term, the worse reading counts. */
function weighPair(
  list: CheckedList,
  speaker: Speaker,
  low: ListedIngredient,
  high: ListedIngredient,
): Weighed {
  const forward = speaker.forward ? weigh(speaker.rule, factsFor(list, [low, high])) : null
  const backward = speaker.backward ? weigh(speaker.rule, factsFor(list, [high, low])) : null
  if (forward === null || backward === null)
    return forward ?? backward ?? weigh(speaker.rule, factsFor(list, []))
  return rankOf(backward) > rankOf(forward) ? backward : forward
}

const rankOf = ({ severity }: Weighed): number => (severity === 'none' ? 0 : interactionRank(severity))

function findingOf(
  rule: Rule,
  tier: RuleTier,
  drugs: readonly ListedIngredient[],
  weighed: Weighed,
  demotions: Demotions,
  now: number,
): Finding | null {
  const { severity } = weighed
  if (severity === 'none') return null
  return {
    key: rule.key,
    kind: 'interaction',
    drugs: drugs.map(({ place }) => place),
    ingredients: drugs.map(({ facts }) => facts.ingredient),
    severity,
    baseSeverity: rule.severity,
    tier,
    effect: rule.effect,
    mechanism: rule.mechanism,
    action: rule.action,
    onset: rule.onset,
    evidence: rule.evidence,
    sources: [...rule.sources],
    source: 'local',
    standing: 'knowledge',
    provenance: null,
    applied: [...weighed.applied],
    missing: [...weighed.missing],
    ...interruption(rule.key, tier, severity, weighed.raised, demotions, now),
  }
}

/**
 * Every way to fill a rule's three terms with different ingredients of at least two products. Three terms of one and
 * the same class make one finding that names all its members: "three or more" is one thing to say, not one per choice.
 */
function tripleFindings(
  list: CheckedList,
  rule: Rule,
  all: readonly ListedIngredient[],
  demotions: Demotions,
  now: number,
): readonly Finding[] {
  const [first, second, third] = rule.terms
  if (first === undefined || second === undefined || third === undefined) return []
  const filling = (members: ReadonlySet<number>) => all.filter(({ id }) => members.has(id))
  if (first.members === second.members && second.members === third.members) {
    const members = filling(first.members).filter(
      (one, at, filled) => filled.findIndex(({ id }) => id === one.id) === at,
    )
    if (members.length < 3 || new Set(members.map(({ place }) => place)).size < 2) return []
    const finding = findingOf(rule, rule.tier, members, weigh(rule, factsFor(list, members)), demotions, now)
    return finding === null ? [] : [finding]
  }
  const worst = new Map<string, Finding>()
  for (const a of filling(first.members))
    for (const b of filling(second.members)) {
      if (b.id === a.id) continue
      for (const c of filling(third.members)) {
        if (c.id === a.id || c.id === b.id) continue
        if (a.place === b.place && b.place === c.place) continue
        const found = findingOf(
          rule,
          rule.tier,
          [a, b, c],
          weigh(rule, factsFor(list, [a, b, c])),
          demotions,
          now,
        )
        if (found === null) continue
        const drugs = [a, b, c]
          .map(({ place, id }) => `${place}.${id}`)
          .sort()
          .join(' ')
        const known = worst.get(drugs)
        if (known === undefined || interactionRank(found.severity) > interactionRank(known.severity))
          worst.set(drugs, found)
      }
    }
  return [...worst.values()]
}
