import { z } from 'zod'
import type { Findings } from '@shared/features/diagnostics/findings.ts'
import { history, studies, symptoms } from '@shared/features/diagnostics/findings-clinical.ts'
import { labs, vitals } from '@shared/features/diagnostics/findings-measured.ts'
import type { ModelOpinion, SpecialistId } from '@shared/features/diagnostics/model.ts'
import { conditionOf, conditions } from './conditions.ts'
import type { ModelReply, OpinionModel } from './ports.ts'

/** What a model may answer: conditions of the catalogue by their ids, each with a confidence and one reason. */
const ModelAnswer = z.object({
  hypotheses: z
    .array(
      z.object({ condition: z.string(), confidence: z.number().min(0).max(1), reason: z.string().max(500) }),
    )
    .max(5),
  concern: z.string().max(1_000),
})

/** The schema as the model is bound to it. */
export const answerSchema: object = z.toJSONSchema(ModelAnswer)

const roles: Readonly<Record<SpecialistId, string>> = {
  cardiology: 'a cardiologist',
  neurology: 'a neurologist',
  radiology: 'a radiologist who reads the results of imaging',
  laboratory: 'a physician of laboratory medicine',
  infectious_disease: 'a physician of infectious disease',
  pharmacology: 'a clinical pharmacologist who looks for harm by medicines',
  general_medicine: 'a general physician',
  challenger: 'a physician who argues against the most obvious diagnosis',
  steward: 'a physician who weighs the cost and harm of further tests',
}

/** The question to a model: the findings in words of the catalogue, and the conditions that it may name. */
export function promptFor(specialist: SpecialistId, findings: Findings): string {
  return [
    `You are ${roles[specialist]}. Give your differential diagnosis of an adult patient in a hospital.`,
    'Name only conditions of the list below, by their ids. What is not mentioned is not known; do not take it as normal.',
    `Findings:\n${describe(findings).join('\n')}`,
    `Conditions:\n${conditions.map(({ id, name }) => `${id}: ${name}`).join('\n')}`,
  ].join('\n\n')
}

function describe(findings: Findings): string[] {
  const lines: string[] = []
  if (typeof findings.ageYears === 'number') lines.push(`age: ${findings.ageYears} years`)
  if (typeof findings.sex === 'string') lines.push(`sex: ${findings.sex}`)
  const flags: readonly (readonly [
    Readonly<Record<string, boolean | undefined>>,
    Readonly<Record<string, string>>,
  ])[] = [
    [findings.symptoms, symptoms],
    [findings.history, history],
    [findings.studies, studies],
  ]
  for (const [given, labels] of flags)
    for (const [id, value] of Object.entries(given))
      lines.push(`${labels[id] ?? id}: ${value === true ? 'yes' : 'no'}`)
  const units: Readonly<Record<string, { readonly label: string; readonly unit: string }>> = {
    ...vitals,
    ...labs,
  }
  for (const [id, value] of [...Object.entries(findings.vitals), ...Object.entries(findings.labs)])
    lines.push(`${units[id]?.label ?? id}: ${value} ${units[id]?.unit ?? ''}`.trim())
  return lines
}

/** Asks the model in the place of one specialist; what is no answer of the right shape is a failure, never an opinion. */
export async function modelOpinion(
  model: OpinionModel,
  specialist: SpecialistId,
  findings: Findings,
  stop: AbortSignal,
): Promise<{ opinion: ModelOpinion; moneyMicro: number }> {
  const question = { specialist, prompt: promptFor(specialist, findings), schema: answerSchema }
  const reply = await Promise.race([model.ask(question, stop), givenUp(model, stop)])
  const { name, promptVersion } = model
  const outcome = outcomeOf(reply)
  return { opinion: { specialist, model: name, promptVersion, outcome }, moneyMicro: reply.cost.moneyMicro }
}

/** A model that does not listen to its signal holds nobody up. What it may have cost is counted in full. */
function givenUp({ priceCeilingMicro }: OpinionModel, stop: AbortSignal): Promise<ModelReply> {
  const reply: ModelReply = {
    kind: 'failed',
    reason: 'The model did not answer within the time of this run.',
    cost: { moneyMicro: priceCeilingMicro },
  }
  return new Promise((resolve) => {
    if (stop.aborted) resolve(reply)
    else stop.addEventListener('abort', () => resolve(reply), { once: true })
  })
}

function outcomeOf(reply: ModelReply): ModelOpinion['outcome'] {
  if (reply.kind === 'failed') return { kind: 'failed', reason: reply.reason }
  const parsed = ModelAnswer.safeParse(reply.answer)
  if (!parsed.success)
    return {
      kind: 'failed',
      reason: 'The model answered in a shape that cannot be used; its answer was discarded.',
    }
  const { hypotheses, concern } = parsed.data
  const named = hypotheses.flatMap(({ condition, confidence, reason }) => {
    const known = conditionOf(condition)
    return known === undefined ? [] : [{ condition, name: known.name, confidence, reason }]
  })
  if (named.length < hypotheses.length)
    return {
      kind: 'failed',
      reason: 'The model named a condition that is not in the catalogue; its answer was discarded.',
    }
  return { kind: 'answered', hypotheses: named, concern }
}
