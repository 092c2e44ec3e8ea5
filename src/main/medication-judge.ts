import { saysNoAllergies } from './features/interactions/allergies-read.ts'
import type { InteractionKnowledge } from './features/interactions/ports.ts'
import { readDailyMg } from './features/interactions/recognise-dose.ts'
import { severities } from './features/clinical-risk/ports.ts'
import type {
  AllergyAnswer,
  DrugAnswer,
  MedicationJudge,
  PairAnswer,
  Severity,
} from './features/clinical-risk/ports.ts'
import type { Finding } from '@shared/features/interactions/check.ts'
import { nothingKnown, Route } from '@shared/features/interactions/model.ts'
import type { KnownDrug, PatientContext } from '@shared/features/interactions/model.ts'

/** Raised when this file reads the knowledge in another way. */
const READING = 1
/** Answers kept in memory; beyond it they are worked out anew. */
const MOST_KEPT = 200_000

/**
 * Values on either side of every limit that the rules' contexts use (ages 1 and 65, eGFR 30 to 80, potassium 3.5 and
 * 5.0, QTc 500): a pair is judged with each while the fact is not known. Doses: next to nothing and more than any.
 */
const contexts: Readonly<Record<string, readonly Partial<PatientContext>[]>> = {
  age: [0, 40, 90].map((ageYears) => ({ ageYears })),
  'kidney function (eGFR)': [5, 35, 42, 47, 55, 70, 110].map((egfr) => ({ egfr })),
  'serum potassium': [2.5, 4.2, 6.5].map((potassium) => ({ potassium })),
  'QTc interval': [400, 600].map((qtc) => ({ qtc })),
  'liver function (Child-Pugh class)': [{ childPugh: 'A' }, { childPugh: 'B' }, { childPugh: 'C' }],
  pregnancy: [{ pregnant: false }, { pregnant: true }],
}
const doses = [' 0.001 mg daily', ' 1000000 mg daily']

const noDemotions = new Map<string, number>()

/**
 * The clinical-risk feature's judge over the local interaction knowledge: no hub, no model, no demotion by pharmacists
 * (which is about interrupting people, not about risk). A route that the text does not say is taken as systemic, as the
 * rules themselves do.
 */
export function createMedicationJudge(knowledge: InteractionKnowledge): MedicationJudge {
  const products = new Map<string, KnownDrug>()
  const atc = lazily(
    () => new Map(knowledge.browse('', 0, 1_000_000).entries.map((entry) => [entry.name, entry.atc])),
  )
  const pairs = new Map<string, PairAnswer>()
  const hits = new Map<string, AllergyAnswer>()
  const allergies = new Map<string, 'known' | 'nothing' | 'unknown'>()

  const drug = (text: string): DrugAnswer => {
    const found = knowledge.recognise({ text: withoutRxNormParts(text), chosen: null, route: null })
    if (found.kind !== 'known') return { kind: found.kind }
    const product = productOf(found)
    products.set(product, found)
    const codes = [found.name, ...found.ingredients].flatMap((name) => atc().get(name) ?? [])
    return {
      kind: 'known',
      product,
      name: found.name,
      ingredients: found.ingredients,
      atc: [...new Set(codes)],
    }
  }

  /** A product that this judge has not seen itself (another station's table) is read back from its key. */
  const knownDrug = (product: string): KnownDrug | null => {
    const kept = products.get(product)
    if (kept !== undefined) return kept
    const [name = '', route = '', daily = ''] = product.split('|')
    const text = daily === '' ? name : `${name} ${daily} mg daily`
    const named = Route.safeParse(route)
    const found = knowledge.recognise({ text, chosen: name, route: named.success ? named.data : null })
    if (found.kind !== 'known') return null
    products.set(product, found)
    return found
  }

  const judgePair = (first: string, second: string): PairAnswer => {
    const drugs = [knownDrug(first), knownDrug(second)].flatMap((each) => each ?? [])
    const plain = findingsOf(knowledge, drugs, nothingKnown)
    const [worst] = plain
    const missing = [...new Set(plain.flatMap((finding) => finding.missing))].filter(
      (fact) => !fact.startsWith('route of'),
    )
    const readings = [worstOf(plain), ...probes(drugs, missing).map((probe) => worstOf(probe(knowledge)))]
    const ranks = readings.map(rankOf)
    const low = readings[ranks.indexOf(Math.min(...ranks))] ?? null
    const high = readings[ranks.indexOf(Math.max(...ranks))] ?? null
    if (worst === undefined || high === null)
      return { low: null, high: null, kind: null, effect: null, missing: [], sources: [] }
    return {
      low,
      high,
      kind: worst.kind === 'duplicate' ? 'duplicate' : 'interaction',
      effect: worst.effect,
      missing: low === high ? [] : missing,
      sources: worst.sources.map((id) => knowledge.citation(id)),
    }
  }

  const allergy = (text: string): 'known' | 'nothing' | 'unknown' =>
    remembered(allergies, text, () => {
      if (saysNoAllergies(text)) return 'nothing'
      const context = { ...nothingKnown, allergies: [text] }
      const { allergiesNotUnderstood } = knowledge.check([], context, noDemotions, 0)
      return allergiesNotUnderstood.length > 0 ? 'unknown' : 'known'
    })

  const { version, rules, ingredients } = knowledge.version
  return {
    version: `interactions ${version}, ${ingredients} ingredients, ${rules} rules, reading ${READING}`,
    drug,
    pair: (first, second) => {
      const [a, b] = first < second ? [first, second] : [second, first]
      return remembered(pairs, `${a}\n${b}`, () => judgePair(a, b))
    },
    allergy,
    against: (entry, product) =>
      remembered(hits, `${entry}\n${product}`, () => {
        const found = allergy(entry) === 'known' ? knownDrug(product) : null
        if (found === null) return null
        const context = { ...nothingKnown, allergies: [entry] }
        const [worst] = knowledge
          .check([found], context, noDemotions, 0)
          .findings.filter(({ kind }) => kind === 'allergy')
        return worst === undefined ? null : { severity: worst.severity, effect: worst.effect }
      }),
  }
}

/**
 * RxNorm's names say approval numbers, doses in a device and an animal of origin, which are parts of no drug's name:
 * "NDA020503 200 ACTUAT Albuterol 0.09 MG/ACTUAT Metered Dose Inhaler".
 */
function withoutRxNormParts(text: string): string {
  return text.replace(/\bNDA\d{6}\b|\b\d+ ACTUAT\b|\/ACTUAT\b|, (?:porcine|bovine)\b/gi, '').trim()
}

/** Name, route and daily dose: what the rules of a pair can read of a text. */
function productOf({ name, route, text, ingredients }: KnownDrug): string {
  const daily = ingredients.length === 1 ? readDailyMg(text) : null
  return `${name}|${route ?? ''}|${daily ?? ''}`
}

/** Interactions and duplicates between the two, worst first. */
function findingsOf(
  knowledge: InteractionKnowledge,
  drugs: readonly KnownDrug[],
  context: PatientContext,
): readonly Finding[] {
  return knowledge
    .check(drugs, context, noDemotions, 0)
    .findings.filter(({ kind, drugs: places }) => kind !== 'allergy' && new Set(places).size > 1)
}

function worstOf(findings: readonly Finding[]): Severity | null {
  return findings[0]?.severity ?? null
}

/** Higher is worse; nothing is 0. */
function rankOf(severity: Severity | null): number {
  return severity === null ? 0 : severities.length - severities.indexOf(severity)
}

/** Every way in which the missing facts could turn out. */
function probes(
  drugs: readonly KnownDrug[],
  missing: readonly string[],
): readonly ((knowledge: InteractionKnowledge) => readonly Finding[])[] {
  let all: { drugs: readonly KnownDrug[]; context: PatientContext }[] = [{ drugs, context: nothingKnown }]
  for (const fact of missing) {
    const values = contexts[fact] ?? []
    if (values.length > 0)
      all = all.flatMap((each) => [
        each,
        ...values.map((value) => ({ ...each, context: { ...each.context, ...value } })),
      ])
    else if (fact.startsWith('daily dose of '))
      all = all.flatMap((each) => [
        each,
        ...withDoses(each.drugs, fact.slice('daily dose of '.length), each.context),
      ])
  }
  return all.slice(1).map(
    ({ drugs: list, context }) =>
      (knowledge) =>
        findingsOf(knowledge, list, context),
  )
}

function withDoses(drugs: readonly KnownDrug[], ingredient: string, context: PatientContext) {
  return doses.map((dose) => ({
    context,
    drugs: drugs.map((each) =>
      each.ingredients.includes(ingredient) ? { ...each, text: `${ingredient}${dose}` } : each,
    ),
  }))
}

function remembered<Value>(kept: Map<string, Value>, key: string, work: () => Value): Value {
  const known = kept.get(key)
  if (known !== undefined) return known
  if (kept.size >= MOST_KEPT) kept.clear()
  const value = work()
  kept.set(key, value)
  return value
}

function lazily<Value extends object>(build: () => Value): () => Value {
  let built: Value | null = null
  return () => (built ??= build())
}
