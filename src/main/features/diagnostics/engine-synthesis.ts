import type { Findings } from '@shared/features/diagnostics/findings.ts'
import {
  type Diagnosis,
  type Hypothesis,
  type LocalOpinion,
  type ModelOpinion,
  SpecialistId,
} from '@shared/features/diagnostics/model.ts'
import { conditionOf, RULES_VERSION } from './conditions.ts'
import { openCase } from './engine-case.ts'
import { dissentFrom } from './engine-dissent.ts'
import { rank } from './engine-opinions.ts'
import { riskOf, riskReasons, uncheckedDangers } from './engine-risk.ts'
import { compareText } from './engine-weigh.ts'

const MOST_IN_DIFFERENTIAL = 12
const MOST_ACTIONS = 10
/** Less likely than this is not listed, unless it must not be missed and could still be so. */
const LISTED = 0.02
const STILL_POSSIBLE = 0.1
const LIKELY = 0.5

/**
 * Puts the opinions together. The ranking weighs every finding once; opinions of a model never move it. They, like any
 * contradiction of a specialist, stay on record and raise the risk. The same findings and opinions, in any order, give
 * the same diagnosis.
 */
export function synthesise(
  findings: Findings,
  local: readonly LocalOpinion[],
  model: readonly ModelOpinion[],
): Diagnosis {
  const opened = openCase(findings)
  const ranked = rank(opened)
  const hypotheses = ranked.map(({ hypothesis }) => hypothesis)
  const inOrder = local.toSorted((a, b) => orderOf(a) - orderOf(b))
  const modelInOrder = model.toSorted(
    (a, b) =>
      orderOf(a) - orderOf(b) ||
      compareText(a.model, b.model) ||
      compareText(JSON.stringify(a), JSON.stringify(b)),
  )
  const leading = hypotheses[0] ?? null
  const dissent = dissentFrom(leading, inOrder, modelInOrder)
  const unchecked = uncheckedDangers(opened)
  const risk = riskOf(riskReasons(ranked, unchecked, opened), dissent)
  const mustNotMiss = hypotheses
    .filter((each) => each.mustNotMiss && each.atMost >= STILL_POSSIBLE)
    .toSorted(
      (a, b) => b.atMost - a.atMost || b.confidence - a.confidence || compareText(a.condition, b.condition),
    )
  const next = inOrder.find(({ specialist }) => specialist === 'steward')?.tests ?? []
  return {
    differential: hypotheses.filter(({ confidence }) => confidence >= LISTED).slice(0, MOST_IN_DIFFERENTIAL),
    mustNotMiss,
    unchecked: unchecked.map(({ condition, name, missing }) => ({ condition, name, missing: [...missing] })),
    dissent: [...dissent],
    risk,
    next: [...next],
    actions: actionsOf(leading, mustNotMiss, unchecked, next),
    scores: inOrder.flatMap(({ scores }) => scores),
    local: inOrder,
    model: modelInOrder,
    rulesVersion: RULES_VERSION,
  }
}

function orderOf({ specialist }: { specialist: SpecialistId }): number {
  return SpecialistId.options.indexOf(specialist)
}

function actionsOf(
  leading: Hypothesis | null,
  mustNotMiss: readonly Hypothesis[],
  unchecked: Diagnosis['unchecked'] | ReturnType<typeof uncheckedDangers>,
  next: Diagnosis['next'],
): string[] {
  const acts = (hypotheses: readonly Hypothesis[]): string[] =>
    hypotheses.flatMap(({ condition, name }) => {
      const act = conditionOf(condition)?.act ?? ''
      return act === '' ? [] : [`${name}: ${act}`]
    })
  const likely = mustNotMiss
    .filter(({ confidence }) => confidence >= LIKELY)
    .toSorted((a, b) => b.confidence - a.confidence || compareText(a.condition, b.condition))
  const open = mustNotMiss.filter(({ confidence, atMost }) => confidence < LIKELY && atMost >= LIKELY)
  const measures = unchecked.map(
    ({ name, missing }) => `Measure ${missing.join(' or ')}: ${name} could not be checked.`,
  )
  const [test] = next
  return [
    ...new Set([
      ...acts(likely),
      ...acts(leading === null ? [] : [leading]),
      ...acts(open),
      ...(test === undefined ? [] : [`Next examination: ${test.name}.`]),
      ...measures,
    ]),
  ].slice(0, MOST_ACTIONS)
}
