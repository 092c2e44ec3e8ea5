import type { StationInteractions } from './interaction-wiring.ts'

/** Puts on record what a model read in a patient's notes, for the person who sits here. Rejects when nobody does. */
export async function recordAdvice(
  { inquirer, advice }: Pick<StationInteractions, 'inquirer' | 'advice'>,
  patientId: string,
  about: readonly string[],
): Promise<void> {
  const person = inquirer()
  if (person === null) throw new Error('nobody has signed in')
  const { user, role, session } = person
  await advice({ action: 'clinical-risk.advice', user, role, session, patientId, about })
}
