import type { Dissent, Hypothesis, LocalOpinion, ModelOpinion } from '@shared/features/diagnostics/model.ts'
import { conditionOf } from './conditions.ts'
import { compareText } from './engine-weigh.ts'

/** So many points for or against count as a position: likelihoods of about five; house policy. */
const POSITION = 2
/** A model's hypothesis counts from this confidence on; for what must not be missed from the second. */
const MODEL_HOLDS = 0.5
const MODEL_WARNS = 0.3
/** The challenger is upheld by a danger that could be at least as likely as not. */
const UPHELD = 0.5

/** Every contradiction to the leading hypothesis. Nothing is weighed against it: who disagrees stays on record. */
export function dissentFrom(
  leading: Hypothesis | null,
  local: readonly LocalOpinion[],
  model: readonly ModelOpinion[],
): readonly Dissent[] {
  if (leading === null) return modelAlone(model)
  const found = [
    ...local.flatMap((opinion) =>
      opinion.specialist === 'challenger' ? challenged(leading, opinion) : contradicted(leading, opinion),
    ),
    ...model.flatMap((opinion) => modelDissent(leading, opinion)),
  ]
  return found.toSorted(
    (a, b) =>
      compareText(a.specialist, b.specialist) ||
      compareText(a.origin, b.origin) ||
      compareText(a.instead ?? '', b.instead ?? ''),
  )
}

const pointsOf = (hypothesis: Hypothesis | undefined): number =>
  hypothesis === undefined
    ? 0
    : [...hypothesis.for, ...hypothesis.against].reduce((sum, { points }) => sum + points, 0)

function contradicted(leading: Hypothesis, { specialist, hypotheses }: LocalOpinion): Dissent[] {
  const onLeading = hypotheses.find(({ condition }) => condition === leading.condition)
  const points = pointsOf(onLeading)
  const other = hypotheses.find(
    (each) => each.condition !== leading.condition && pointsOf(each) >= POSITION && pointsOf(each) > points,
  )
  const isAgainst = points <= -POSITION
  // Who reads nothing of the leading hypothesis, or finds something for it as well, has not contradicted it.
  if (!isAgainst && (other === undefined || onLeading === undefined || points > 0)) return []
  const reasons = (isAgainst ? onLeading?.against : other?.for)?.map(({ text }) => text) ?? []
  const instead = other?.name ?? null
  return [
    {
      specialist,
      origin: 'local-rules',
      against: leading.condition,
      instead: other?.condition ?? null,
      why: isAgainst
        ? `What this specialist reads speaks against ${leading.name}: ${reasons.join('; ')}.`
        : `What this specialist reads points to ${instead ?? 'something else'}: ${reasons.join('; ')}.`,
    },
  ]
}

function challenged(leading: Hypothesis, { hypotheses }: LocalOpinion): Dissent[] {
  const [first] = hypotheses
  if (leading.mustNotMiss || first === undefined || first.atMost < UPHELD) return []
  return [
    {
      specialist: 'challenger',
      origin: 'local-rules',
      against: leading.condition,
      instead: first.condition,
      why: `${leading.name} leads while ${first.name} is not excluded.`,
    },
  ]
}

function modelDissent(leading: Hypothesis, { specialist, outcome }: ModelOpinion): Dissent[] {
  if (outcome.kind !== 'answered') return []
  return outcome.hypotheses
    .filter(({ condition, confidence }) => condition !== leading.condition && confidence >= barOf(condition))
    .map(({ condition, name, reason }) => ({
      specialist,
      origin: 'model' as const,
      against: leading.condition,
      instead: condition,
      why: `The model holds ${name}: ${reason}`,
    }))
}

function modelAlone(model: readonly ModelOpinion[]): readonly Dissent[] {
  return model
    .flatMap(({ specialist, outcome }) =>
      outcome.kind === 'answered'
        ? outcome.hypotheses
            .filter(({ condition, confidence }) => confidence >= barOf(condition))
            .map(({ condition, name, reason }) => ({
              specialist,
              origin: 'model' as const,
              against: '',
              instead: condition,
              why: `The local rules hold nothing; the model holds ${name}: ${reason}`,
            }))
        : [],
    )
    .toSorted((a, b) => compareText(a.specialist, b.specialist) || compareText(a.instead, b.instead))
}

function barOf(condition: string): number {
  return conditionOf(condition)?.mustNotMiss === true ? MODEL_WARNS : MODEL_HOLDS
}
