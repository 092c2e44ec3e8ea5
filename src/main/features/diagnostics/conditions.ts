import { abdomen } from './conditions-abdomen.ts'
import { brain } from './conditions-brain.ts'
import { heartAndLungs } from './conditions-heart.ts'
import { infections } from './conditions-infection.ts'
import { metabolism } from './conditions-metabolism.ts'
import { poisonings } from './conditions-poisoning.ts'
import type { Condition } from './condition.ts'

/** Changes with every change of a rule, a condition or a weight: cached results of other rules are not used. */
export const RULES_VERSION = 'diagnostics-1'

/** Every condition that the local rules know. What is not in here they cannot find. */
export const conditions: readonly Condition[] = [
  ...heartAndLungs,
  ...brain,
  ...infections,
  ...abdomen,
  ...metabolism,
  ...poisonings,
]

const byId = new Map(conditions.map((each) => [each.id, each]))

/** The condition with this id; undefined when the rules do not know it. */
export function conditionOf(id: string): Condition | undefined {
  return byId.get(id)
}
