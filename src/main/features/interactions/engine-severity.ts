import type { Adjustment } from '@shared/features/interactions/check.ts'
import { interactionRank } from '@shared/features/interactions/model.ts'
import type { InteractionSeverity, RuleTier } from '@shared/features/interactions/model.ts'
import { judge, wordsOf } from './conditions.ts'
import type { Condition, Facts } from './conditions.ts'
import type { Demotions } from './ports.ts'
import type { Rule } from './rules.ts'

/** A rule's severity for this patient. */
export interface Weighed {
  /** `none`: by what is known of the patient nothing speaks against it. */
  readonly severity: InteractionSeverity | 'none'
  readonly applied: readonly Adjustment[]
  readonly missing: readonly string[]
  /** A measured fact of the patient, a pregnancy or a dose made it worse than the rule says in general. */
  readonly raised: boolean
}

/** Age alone makes nothing interrupt: on a geriatric ward it would make everything interrupt. */
function isOfThePatientNow(condition: Condition): boolean {
  if (condition.kind === 'measured') return condition.what !== 'age'
  return condition.kind === 'child-pugh' || condition.kind === 'pregnant' || condition.kind === 'dose'
}

/**
 * Applies a rule's context in order; the last item that holds decides the severity, every note that holds is kept. A
 * condition whose fact is not known does not hold, and its fact is named.
 */
export function weigh(rule: Rule, facts: Facts): Weighed {
  let severity: InteractionSeverity | 'none' = rule.severity
  let change: Adjustment | null = null
  let raised = false
  const notes: Adjustment[] = []
  const missing = new Set<string>()
  for (const item of rule.context) {
    const { holds, missing: unknown } = judge(item.conditions, facts)
    for (const fact of unknown) missing.add(fact)
    if (!holds) continue
    const condition = wordsOf(item.conditions, facts)
    if (item.severity === null) {
      notes.push({ condition, severity: null, note: item.note })
      continue
    }
    severity = item.severity
    change = { condition, severity: item.severity === 'none' ? null : item.severity, note: item.note }
    raised =
      item.severity !== 'none' &&
      interactionRank(item.severity) > interactionRank(rule.severity) &&
      item.conditions.some(isOfThePatientNow)
  }
  return { severity, applied: change === null ? notes : [change, ...notes], missing: [...missing], raised }
}

export interface Interruption {
  readonly interrupts: boolean
  /** Until when pharmacists have lowered it; null when they have not or could not. */
  readonly demotedUntil: number | null
}

/**
 * Whether a warning may stop the work of the person who prescribes. What is contraindicated always does, whatever was
 * demoted; the low-priority list (Phansalkar 2013) never does; the high-priority list (Phansalkar 2012) does unless it
 * was demoted; of the rest only what this patient's own facts made major.
 */
export function interruption(
  key: string,
  tier: RuleTier,
  severity: InteractionSeverity,
  raised: boolean,
  demotions: Demotions,
  now: number,
): Interruption {
  if (severity === 'contraindicated' && tier !== 'onc-low') return { interrupts: true, demotedUntil: null }
  const until = demotions.get(key)
  if (until !== undefined && until > now) return { interrupts: false, demotedUntil: until }
  const interrupts = tier === 'onc-high' || (tier === 'ward' && severity === 'major' && raised)
  return { interrupts, demotedUntil: null }
}

/** Compares findings: worst first, then what interrupts. */
export function byWeight(
  a: { readonly severity: InteractionSeverity; readonly interrupts: boolean },
  b: { readonly severity: InteractionSeverity; readonly interrupts: boolean },
): number {
  return (
    interactionRank(b.severity) - interactionRank(a.severity) || Number(b.interrupts) - Number(a.interrupts)
  )
}
