import type { AllergyAnswer, DrugAnswer, MedicationJudge, PairAnswer } from './ports.ts'

/** Answers of one kind that are kept; beyond it they are asked anew. */
const MOST_KEPT = 100_000

/** The same judge, asked once for each text and each pair: rows that are read one by one ask for the same again and again. */
export function rememberingJudge(judge: MedicationJudge): MedicationJudge {
  const drugs = new Map<string, DrugAnswer>()
  const pairs = new Map<string, PairAnswer>()
  const allergies = new Map<string, ReturnType<MedicationJudge['allergy']>>()
  const against = new Map<string, { readonly answer: AllergyAnswer }>()
  return {
    version: judge.version,
    drug: (text) => kept(drugs, text, () => judge.drug(text)),
    pair: (first, second) => kept(pairs, `${first}\n${second}`, () => judge.pair(first, second)),
    allergy: (text) => kept(allergies, text, () => judge.allergy(text)),
    against: (allergy, product) =>
      kept(against, `${allergy}\n${product}`, () => ({ answer: judge.against(allergy, product) })).answer,
  }
}

function kept<T>(answers: Map<string, T>, key: string, ask: () => T): T {
  const known = answers.get(key)
  if (known !== undefined) return known
  if (answers.size >= MOST_KEPT) answers.clear()
  const answer = ask()
  answers.set(key, answer)
  return answer
}
