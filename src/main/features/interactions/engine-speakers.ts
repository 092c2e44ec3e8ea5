import { interactionRank } from '@shared/features/interactions/model.ts'
import type { RuleTier } from '@shared/features/interactions/model.ts'
import { coversTopics, sameTopic } from './rules-topics.ts'
import type { Rule, RuleTerm } from './rules.ts'

/** A rule that speaks for a pair, and how the pair fills its terms. */
export interface Speaker {
  readonly rule: Rule
  /** The high tier of a rule that this one speaks for passes to it, so that it cannot be silenced by a finer rule. */
  readonly tier: RuleTier
  /** The first ingredient may fill the first term and the second one the second. */
  readonly forward: boolean
  /** The other way round; both for overlapping classes. */
  readonly backward: boolean
}

const named = (rule: Rule): number => rule.terms.filter((term) => !term.isClass).length

const within = (inner: RuleTerm, outer: RuleTerm): boolean =>
  inner.members.size <= outer.members.size && [...inner.members].every((member) => outer.members.has(member))

/** The terms of a pair rule in the order in which the pair fills them. */
function sides(rule: Rule, a: number, b: number): readonly [RuleTerm, RuleTerm] | null {
  const [first, second] = rule.terms
  if (first === undefined || second === undefined) return null
  return first.members.has(a) && second.members.has(b) ? [first, second] : [second, first]
}

/** Everything for which the rule holds lies within what the other one holds for, and not the other way round. */
function isNested(rule: Rule, other: Rule, a: number, b: number): boolean {
  const own = sides(rule, a, b)
  const others = sides(other, a, b)
  if (own === null || others === null) return false
  if (!within(own[0], others[0]) || !within(own[1], others[1])) return false
  return !(within(others[0], own[0]) && within(others[1], own[1]))
}

/** More of its terms are ingredients, or its classes lie within the other's. */
function isMoreSpecific(rule: Rule, other: Rule, a: number, b: number): boolean {
  if (named(rule) !== named(other)) return named(rule) > named(other)
  return isNested(rule, other, a, b)
}

const tierRank: Readonly<Record<RuleTier, number>> = { 'onc-high': 2, ward: 1, 'onc-low': 0 }

/** Which of two rules about the same thing comes first where neither is more specific. */
function isWorse(rule: Rule, other: Rule): boolean {
  const severity = interactionRank(rule.severity) - interactionRank(other.severity)
  if (severity !== 0) return severity > 0
  if (rule.tier !== other.tier) return tierRank[rule.tier] > tierRank[other.tier]
  return rule.key < other.key
}

/** True when `rule` speaks in place of `other` for this pair. */
function outranks(rule: Rule, other: Rule, a: number, b: number): boolean {
  if (!sameTopic(rule.topics(), other.topics())) return false
  // The low-priority list of 2013 says what need not interrupt; it never takes back what the ward's own rules say.
  if ((rule.tier === 'onc-low') !== (other.tier === 'onc-low')) return other.tier === 'onc-low'
  // And a finer rule of the ward may sharpen the high-priority list but not soften it.
  if ((rule.tier === 'onc-high') !== (other.tier === 'onc-high')) return isWorse(rule, other)
  const worse = interactionRank(rule.severity) - interactionRank(other.severity)
  // A milder rule takes back a worse one only where it is the narrower of the two and is about all that the other
  // warns of: "digoxin + ticagrelor" may soften P-gp inhibitors, a CYP3A4 rule may not soften what adds up in the brain.
  if (worse < 0) return isNested(rule, other, a, b) && coversTopics(rule.topics(), other.topics())
  if (worse > 0) return isMoreSpecific(rule, other, a, b) || !isNested(other, rule, a, b)
  return isMoreSpecific(rule, other, a, b) || (!isMoreSpecific(other, rule, a, b) && isWorse(rule, other))
}

/**
 * Of the rules that hold for a pair, those that speak for it: about each thing the most specific one, and the worst
 * of equally specific ones. Never empty when there is a rule.
 */
export function speakersFor(rules: readonly Rule[], a: number, b: number): readonly Speaker[] {
  let speaking: { rule: Rule; tier: RuleTier }[] = []
  for (const rule of [...rules].sort((x, y) => named(y) - named(x) || (isWorse(x, y) ? -1 : 1))) {
    const above = speaking.find((one) => outranks(one.rule, rule, a, b))
    if (above !== undefined) {
      if (rule.tier === 'onc-high') above.tier = 'onc-high'
      continue
    }
    const below = speaking.filter((one) => outranks(rule, one.rule, a, b))
    const tier = below.some((one) => one.tier === 'onc-high') ? 'onc-high' : rule.tier
    speaking = [...speaking.filter((one) => !below.includes(one)), { rule, tier }]
  }
  return speaking.map(({ rule, tier }) => {
    const [first, second] = rule.terms
    const forward = first?.members.has(a) === true && second?.members.has(b) === true
    const backward = first?.members.has(b) === true && second?.members.has(a) === true
    return { rule, tier, forward, backward }
  })
}
