import type {
  Assessment,
  HistoryEntry,
  PatientRecord,
  Recommendation,
  RiskPart,
} from '@shared/features/clinical-risk/model.ts'
import type { AdviceRule } from './engine-advice.ts'
import { diseaseRules } from './engine-advice-disease.ts'
import { medicationRules } from './engine-advice-medication.ts'
import { readRecord, type ReadRecord } from './engine-count.ts'
import { factsOf, type Facts } from './engine-facts.ts'
import { missingOf, NO_QUALITY, polypharmacy, resultOf } from './engine-figures.ts'
import { charlsonGroups, familyOf } from './engine-groups.ts'
import { ageSource, ageTable, ENGINE_VERSION, historySource, medicationSource } from './engine-tables.ts'
import { suggest } from './engine-suggested.ts'
import type { MedicationJudge } from './ports.ts'

/** All rules, in the order in which they are shown within one urgency. */
export const adviceRules: readonly AdviceRule[] = [...medicationRules, ...diseaseRules]

/** What results carry as their version: the engine's tables and rules, and the judge's knowledge. */
export function versionOf(judge: MedicationJudge): string {
  return `${ENGINE_VERSION}; ${judge.version}`
}

/**
 * Assesses one record: the three parts as intervals, their mean, what is missing, confidence and recommendations. Pure:
 * the same record, judge and time give the same assessment, in whatever order drugs and history stand. The record's
 * quality is not judged here; a batch leaves out records of too low a quality before.
 * @param suggested facts that only a model read in notes: they can lift the highest score, and change nothing else.
 */
export function assess(
  record: PatientRecord,
  judge: MedicationJudge,
  now: number,
  suggested: readonly HistoryEntry[] = [],
): Assessment {
  const read = readRecord(record, judge)
  const suggestion = suggest(read, suggested)
  const row = resultOf(suggestion.figures)
  const missing = [...missingOf(read.figures), ...(suggestion.widens ? [ONLY_MODEL] : [])]
  const history = historyPart(read, row.history)
  return {
    patientId: record.patientId,
    standing: row.standing,
    low: row.low,
    high: row.high,
    parts: {
      age: agePart(read, row.age),
      medication: medicationPart(read, row.medication),
      history: { ...history, basis: [...history.basis, ...suggestion.basis] },
    },
    confidence: row.confidence,
    missing,
    recommendations: recommend(missing, factsOf(record, read, now), row.standing),
    requiresPhysicianReview: row.requiresPhysicianReview,
    assessedAt: now,
    version: versionOf(judge),
  }
}

/** As an entry of what is missing: somebody has to say whether they are there. */
export const ONLY_MODEL = 'whether diseases are there that only a model read in notes'

type Span = { readonly low: number; readonly high: number }

function agePart({ figures: { ageYears } }: ReadRecord, span: Span): RiskPart {
  const points = ageYears === null ? null : (ageTable.find(({ below }) => ageYears < below)?.points ?? null)
  const input = ageYears === null ? 'not known' : `${Math.floor(ageYears)} years`
  return {
    ...span,
    basis: [{ label: 'Age', input, points }],
    missing: ageYears === null ? ['age'] : [],
    source: ageSource,
  }
}

function medicationPart({ figures, drugs, objections, notUnderstood }: ReadRecord, span: Span): RiskPart {
  const { medication, allergies } = figures
  const strange = drugs.flatMap(({ text, answer }) =>
    answer.kind === 'known'
      ? []
      : [
          {
            label: answer.kind === 'unknown' ? 'Not recognised' : 'Can mean several drugs',
            input: text,
            points: null,
          },
        ],
  )
  const count = medication?.entries ?? 0
  return {
    ...span,
    basis: [
      {
        label: 'Drugs on the list',
        input: medication === null ? 'not known' : `${count}`,
        points: medication === null ? null : polypharmacy(count),
      },
      ...objections.map(({ kind, between, low, high }) => ({
        label:
          kind === 'interaction' ? 'Interaction' : kind === 'duplicate' ? 'Duplicate therapy' : 'Allergy',
        input: `${between.join(' + ')}: ${low === high ? (high ?? 'none') : `${low ?? 'none'} to ${high ?? 'none'}`}`,
        points: null,
      })),
      ...strange,
      ...notUnderstood.allergies.map((input) => ({
        label: 'Allergy that is not understood',
        input,
        points: null,
      })),
    ],
    missing: [
      ...(medication === null ? ['medication list'] : []),
      ...(allergies === null && count > 0 ? ['allergies'] : []),
      ...[...new Set(objections.flatMap((objection) => objection.missing))].sort(),
    ],
    source: medicationSource,
  }
}

function historyPart({ figures, comorbidities, notUnderstood }: ReadRecord, span: Span): RiskPart {
  const graver = new Map<string, number>()
  for (const { group } of comorbidities) {
    const family = familyOf(group)
    graver.set(family, Math.max(charlsonGroups[group].weight, graver.get(family) ?? 0))
  }
  const shown = new Set<string>()
  const basis = comorbidities.flatMap(({ group, entry, certain }) => {
    const { label, weight } = charlsonGroups[group]
    if (shown.has(group)) return []
    shown.add(group)
    const counts = graver.get(familyOf(group)) === weight
    const quoted = entry.from.kind === 'note' ? `${entry.text} (note: “${entry.from.quotation}”)` : entry.text
    return [{ label, input: quoted, points: counts ? (certain ? weight : null) : 0 }]
  })
  return {
    ...span,
    basis: [
      ...basis,
      ...notUnderstood.history.map((input) => ({ label: 'Not understood', input, points: null })),
    ],
    missing: figures.history === null ? ['medical history'] : [],
    source: historySource,
  }
}

const urgencies: readonly Recommendation['urgency'][] = ['now', 'soon', 'routine']

/** What the rules say, most urgent first, after what the standing itself asks for. */
function recommend(
  missing: readonly string[],
  facts: Facts,
  standing: Assessment['standing'],
): Recommendation[] {
  const said = adviceRules.flatMap((rule) => applyRule(rule, facts))
  const first = ofStanding(missing, standing)
  return [...first, ...urgencies.flatMap((urgency) => said.filter((each) => each.urgency === urgency))]
}

function applyRule(rule: AdviceRule, facts: Facts): Recommendation[] {
  if (rule.concerns(facts) !== true) return []
  const { id, source } = rule
  const holds = rule.applies(facts)
  if (holds === true)
    return [{ id, text: rule.text, because: rule.because(facts), source, urgency: rule.urgency }]
  if (holds === false) return []
  const missing = [...new Set(rule.lacks(facts))]
  return [
    {
      id: `cannot-tell:${id}`,
      text: `Cannot tell whether this applies: “${rule.text}”`,
      because: `Not known: ${missing.length === 0 ? rule.inputs.join(', ') : missing.join(', ')}.`,
      source,
      urgency: 'routine',
    },
  ]
}

const SEED =
  'Thresholds of the analytics pipeline that this product implements: review above 0.7, high risk above 0.8'

function ofStanding(missing: readonly string[], standing: Assessment['standing']): Recommendation[] {
  switch (standing) {
    case 'high':
      return [
        {
          id: 'high-risk',
          text: 'A physician sees the patient today.',
          because: 'The risk is above 0.8 by what is certain.',
          source: SEED,
          urgency: 'now',
        },
      ]
    case 'review':
      return [
        {
          id: 'physician-review',
          text: 'A physician reviews the record.',
          because: 'The risk is above 0.7 by what is certain.',
          source: SEED,
          urgency: 'soon',
        },
      ]
    case 'possible':
      return [
        {
          id: 'complete-record',
          text: 'A physician reviews the record, and what is missing is added.',
          because: `What is missing could lift the risk above 0.7: ${missing.filter((each) => each !== NO_QUALITY).join(', ')}.`,
          source: SEED,
          urgency: 'soon',
        },
      ]
    case 'lower':
      return []
  }
}
