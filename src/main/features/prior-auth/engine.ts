import type {
  CriterionResult,
  Evaluation,
  PriorAuthRequest,
  Recommendation,
} from '@shared/features/prior-auth/model.ts'
import { type FactRecord, judge, recordFacts } from './engine-facts.ts'
import { planKey, type Policy, type PolicyBook } from './policies.ts'

/** What is said of an approval whose criteria are all met by what people recorded. Never 1: records err too. */
const SURE = 0.99
/** Factor for each criterion that is met only by what a model read from notes: 0.99 × 0.9 is below the threshold. */
const ON_NOTES = 0.9
/** Factor for each criterion that is missing or not met; the same for both, so that hiding a fact never helps. */
const NOT_SHOWN = 0.5

interface Checked extends CriterionResult {
  readonly onNotes: boolean
}

/**
 * Checks a request against the policy of its plan, criterion by criterion. Pure: the same request, book and day give the
 * same answer. Notes are not looked at; only facts are.
 * @param today milliseconds since 1970, for the age of measurements.
 */
export function evaluate(request: PriorAuthRequest, book: PolicyBook, today: number): Evaluation {
  const procedure = normalCode(request.procedure)
  const key = planKey(request.payer, request.plan)
  const plan = book.plans.get(key)
  if (plan === undefined)
    return unchecked('unknown-plan', 'No policy of this payer and plan is known here. A person decides.')
  const policy = book.find(key, procedure)
  if (policy === null) {
    return book.procedureName(procedure) === null
      ? unchecked('unknown-procedure', 'No policy names this procedure. Check the code; a person decides.')
      : unchecked(
          'not-covered-by-policy',
          `The policies of ${plan.planName} do not name this procedure. It may need no authorisation; a person decides.`,
        )
  }
  const record = recordFacts(request.facts, book)
  const checked = [
    diagnosisOf(request, policy),
    ...ageOf(request, policy),
    ...quantityOf(request, policy),
    ...policy.needs
      .filter(({ plans }) => plans === null || plans.has(key))
      .map((need): Checked => {
        const judged = judge(need.expression, record, book.facts, today)
        return { id: need.id, label: need.label, ...judged }
      }),
    ...documentsOf(request, policy, book),
  ]
  return concluded(checked, policy, plan.version, procedure, record)
}

/** The code as policies write it. */
export function normalCode(code: string): string {
  return code.trim().toUpperCase()
}

/** The diagnosis without dots and spaces, in capitals. */
export function normalDiagnosis(code: string): string {
  return code.replaceAll(/[.\s]/g, '').toUpperCase()
}

function unchecked(
  reason: Extract<Evaluation, { kind: 'unchecked' }>['reason'],
  sentence: string,
): Evaluation {
  return { kind: 'unchecked', reason, sentence }
}

function concluded(
  checked: readonly Checked[],
  policy: Policy,
  policyVersion: string,
  procedure: string,
  { remarks }: FactRecord,
): Evaluation {
  const criteria = checked.map(({ id, label, state, cited, lacking, wanted }) => ({
    id,
    label,
    state,
    cited,
    lacking,
    wanted,
  }))
  return {
    kind: 'checked',
    policy: policy.id,
    policyVersion,
    policySource: policy.source,
    procedureName: policy.procedures.get(procedure) ?? procedure,
    criteria,
    recommendation: recommendationOf(criteria),
    confidence: confidenceOf(checked),
    justification: justificationOf(criteria, policy.id, policyVersion),
    remarks: [...remarks],
  }
}

/** Approve when everything is met; a person looks at what is not met; otherwise what is missing is asked for. */
function recommendationOf(criteria: readonly CriterionResult[]): Recommendation {
  if (criteria.every(({ state }) => state === 'met')) return 'approve'
  return criteria.some(({ state }) => state === 'not-met') ? 'review' : 'ask_for_information'
}

/**
 * How sure the rules are that the request meets its policy: 0.99, times 0.9 for each criterion met only by what a model
 * read, times 0.5 for each that is missing or not met. Rounded down, so that no rounding reaches a threshold.
 */
function confidenceOf(checked: readonly Checked[]): number {
  const product = checked.reduce(
    (so, { state, onNotes }) => so * (state === 'met' ? (onNotes ? ON_NOTES : 1) : NOT_SHOWN),
    SURE,
  )
  return Math.floor(product * 10_000) / 10_000
}

const stateWords = { met: 'Met', 'not-met': 'Not met', missing: 'Missing' } as const

function justificationOf(criteria: readonly CriterionResult[], policy: string, version: string): string {
  const lines = criteria.map(({ label, state, cited, lacking }) => {
    const basis = [...cited.map(({ text }) => text), ...lacking].join('; ')
    return `${stateWords[state]}: ${label}${basis === '' ? '.' : ` [${basis}]`}`
  })
  const met = criteria.filter(({ state }) => state === 'met').length
  return [`${met} of ${criteria.length} criteria of policy ${policy} (${version}) are met.`, ...lines].join(
    '\n',
  )
}

function criterion(
  id: string,
  label: string,
  state: Checked['state'],
  said: string | null,
  lacking: string | null,
): Checked {
  const cited = said === null ? [] : [{ id, text: said, source: 'form' as const, quotation: null }]
  return {
    id,
    label,
    state,
    cited,
    lacking: lacking === null ? [] : [lacking],
    wanted: lacking === null ? [] : [id],
    onNotes: false,
  }
}

function diagnosisOf({ diagnoses }: PriorAuthRequest, policy: Policy): Checked {
  const label = `A diagnosis of the policy (${policy.diagnosesText})`
  const codes = diagnoses.map(normalDiagnosis).filter((code) => code !== '')
  if (codes.length === 0) return criterion('diagnosis', label, 'missing', null, 'No diagnosis is on record.')
  const fitting = codes.filter((code) => policy.diagnoses.some((start) => code.startsWith(start)))
  const said = `Diagnoses: ${(fitting.length > 0 ? fitting : codes).join(', ')}`
  return criterion('diagnosis', label, fitting.length > 0 ? 'met' : 'not-met', said, null)
}

function ageOf({ ageYears }: PriorAuthRequest, { age }: Policy): Checked[] {
  if (age === null) return []
  const label = `Age from ${age.from} to ${age.to} years`
  if (ageYears === null) return [criterion('age', label, 'missing', null, 'The age is not on record.')]
  const fits = ageYears >= age.from && ageYears < age.to + 1
  return [criterion('age', label, fits ? 'met' : 'not-met', `Age: ${ageYears} years`, null)]
}

function quantityOf({ quantity, usedBefore }: PriorAuthRequest, { quantity: limit }: Policy): Checked[] {
  if (limit === null) return []
  const label = `At most ${limit.most} in ${limit.days} days`
  // Asking for too many is too many whatever was used before.
  const beyond = (quantity ?? 0) + (usedBefore ?? 0) > limit.most
  const said = `Asked for: ${quantity ?? 'not said'}, used before in that time: ${usedBefore ?? 'not said'}`
  if (beyond) return [criterion('quantity', label, 'not-met', said, null)]
  if (quantity === null)
    return [criterion('quantity', label, 'missing', said, 'The quantity is not on record.')]
  return usedBefore === null
    ? [criterion('quantity', label, 'missing', said, 'What was used before is not on record.')]
    : [criterion('quantity', label, 'met', said, null)]
}

function documentsOf({ documents }: PriorAuthRequest, policy: Policy, book: PolicyBook): Checked[] {
  return policy.documents.map((id) => {
    const name = book.documents.get(id) ?? id
    const label = `Attached: ${name}`
    return documents.includes(id)
      ? criterion(`document:${id}`, label, 'met', `${name}: attached`, null)
      : criterion(`document:${id}`, label, 'missing', null, `${name}: not attached.`)
  })
}
