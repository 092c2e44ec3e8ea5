import { assertNever } from '@shared/assert-never.ts'
import { labs, vitals } from '@shared/features/diagnostics/findings-measured.ts'
import type { LocalOpinion, NextTest } from '@shared/features/diagnostics/model.ts'
import type { Condition, Feature } from './condition.ts'
import { conditionOf } from './conditions.ts'
import type { Case } from './engine-case.ts'
import { compareText, type Weighed } from './engine-weigh.ts'
import { type Examination, examinations, type Harm } from './tests-next.ts'

const MOST_TESTS = 8
/** What cannot be more likely than this needs no examination of its own; house policy. */
const WORTH_A_TEST = 0.05
/** How much harm counts against a test, in the steps of its cost (one per tenfold dollars); house policy. */
const burdenOf: Readonly<Record<Harm, number>> = { none: 0, slight: 0.3, moderate: 1, considerable: 2 }
const labelOf: Readonly<Record<string, { readonly label: string }>> = { ...vitals, ...labs }

/**
 * Ranks what to examine next: how far an examination could move the hypotheses (those that must not be missed twice,
 * those that are neither likely nor unlikely most) divided by its cost and harm.
 */
export function nextTests(ranked: readonly Weighed[], opened: Case): readonly NextTest[] {
  const rated = examinations.flatMap((examination) => {
    let value = 0
    const decides: string[] = []
    for (const { hypothesis } of ranked) {
      const condition = conditionOf(hypothesis.condition)
      if (condition === undefined || hypothesis.atMost < WORTH_A_TEST) continue
      const swing = swingOf(condition, examination, opened)
      if (swing === 0) continue
      const open = 4 * hypothesis.confidence * (1 - hypothesis.confidence)
      value += swing * (hypothesis.mustNotMiss ? 2 : 1) * Math.max(0.1, open)
      decides.push(hypothesis.name)
    }
    return value === 0 ? [] : [{ examination, decides, value: Number(value.toFixed(3)) }]
  })
  return rated
    .map((each) => ({ ...each, worth: each.value / burden(each.examination) }))
    .toSorted((a, b) => b.worth - a.worth || compareText(a.examination.id, b.examination.id))
    .slice(0, MOST_TESTS)
    .map(({ examination: { id, name, costUsd, harm, harmText }, decides, value }) => ({
      test: id,
      name,
      costUsd,
      harm,
      harmText,
      decides,
      value,
    }))
}

function burden({ costUsd, harm }: Examination): number {
  return 1 + Math.log10(1 + costUsd) + burdenOf[harm]
}

/** How far the unknown features that the examination would answer can move the condition, in points. */
function swingOf(condition: Condition, examination: Examination, opened: Case): number {
  return condition.features.reduce(
    (sum, feature) =>
      sum + (answers(examination, feature, opened) ? Math.abs(feature.yes) + Math.abs(feature.no) : 0),
    0,
  )
}

function answers({ numbers, studies }: Examination, { probe }: Feature, opened: Case): boolean {
  const reading = opened.read(probe)
  if (reading.known) return false
  switch (probe.kind) {
    case 'study':
      return studies.includes(probe.id)
    case 'over':
    case 'under':
      return numbers.includes(probe.id)
    case 'score':
      return numbers.some((id) => reading.missing.includes(labelOf[id]?.label ?? ''))
    case 'symptom':
    case 'history':
    case 'older':
    case 'sex':
    case 'infection-suspected':
      return false
    default:
      return assertNever(probe)
  }
}

const radiating = new Set(['chest-radiograph', 'ct-head', 'ct-pulmonary', 'ct-aorta', 'ct-abdomen'])
const contrasting = new Set(['ct-pulmonary', 'ct-aorta', 'ct-abdomen'])
/** Creatinine above which contrast is weighed anew, µmol/L; house policy, review locally. */
const CONTRAST_CREATININE = 200

/** The steward's opinion: the tests in order, and what speaks against ordering them blindly. */
export function stewardOpinion(ranked: readonly Weighed[], opened: Case): LocalOpinion {
  const tests = nextTests(ranked, opened)
  const { findings } = opened
  const proposed = (ids: ReadonlySet<string>): boolean => tests.some(({ test }) => ids.has(test))
  const remarks: string[] = []
  const wells = opened.score('wellsPe')
  const unlikely = wells.kind === 'scored' && wells.band === 'unlikely'
  if (unlikely && findings.labs.dDimer === undefined && proposed(new Set(['ct-pulmonary'])))
    remarks.push(
      'Pulmonary embolism is unlikely by the Wells score: a D-dimer comes before CT pulmonary angiography.',
    )
  const perc = opened.score('perc')
  if (unlikely && perc.kind === 'scored' && perc.band === 'rule-met')
    remarks.push('The PERC rule is met: with a low suspicion neither D-dimer nor CT is needed for embolism.')
  if (proposed(contrasting) && findings.labs.creatinine === undefined)
    remarks.push('Creatinine is not known: look at it before contrast unless life is at stake.')
  if (proposed(contrasting) && (findings.labs.creatinine ?? 0) > CONTRAST_CREATININE)
    remarks.push('Creatinine is high: weigh contrast against an examination without it.')
  if (mayBePregnant(opened) && proposed(radiating))
    remarks.push('Pregnancy is not excluded: test for it before ionising radiation unless life is at stake.')
  return {
    specialist: 'steward',
    heard: tests.length > 0,
    confidence: null,
    hypotheses: [],
    scores: [],
    remarks,
    tests: [...tests],
  }
}

function mayBePregnant({ findings }: Case): boolean {
  const { sex, ageYears, history, studies } = findings
  if (sex !== 'female' || studies['pregnancy-test'] !== undefined) return false
  return history.pregnancy === true || (history.pregnancy !== false && (ageYears ?? 30) <= 55)
}
