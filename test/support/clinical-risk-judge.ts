import type { DrugAnswer, MedicationJudge, PairAnswer, Severity } from '@main/features/clinical-risk/ports.ts'

interface Known {
  readonly name: string
  readonly atc: readonly string[]
}

/** A small formulary with the WHO's codes. */
const drugs: readonly Known[] = [
  { name: 'warfarin', atc: ['B01AA03'] },
  { name: 'apixaban', atc: ['B01AF02'] },
  { name: 'ibuprofen', atc: ['M01AE01'] },
  { name: 'naproxen', atc: ['M01AE02'] },
  { name: 'metformin', atc: ['A10BA02'] },
  { name: 'lisinopril', atc: ['C09AA03'] },
  { name: 'furosemide', atc: ['C03CA01'] },
  { name: 'simvastatin', atc: ['C10AA01'] },
  { name: 'amlodipine', atc: ['C08CA01'] },
  { name: 'digoxin', atc: ['C01AA05'] },
  { name: 'diazepam', atc: ['N05BA01'] },
  { name: 'sertraline', atc: ['N06AB06'] },
  { name: 'oxycodone', atc: ['N02AA05'] },
  { name: 'omeprazole', atc: ['A02BC01'] },
  { name: 'propranolol', atc: ['C07AA05'] },
  { name: 'diphenhydramine', atc: ['R06AA02'] },
  { name: 'pioglitazone', atc: ['A10BG03'] },
  { name: 'amoxicillin', atc: ['J01CA04'] },
]

/** What speaks against pairs in this small knowledge; `low` and `high` as the judge's port says. */
const pairs: Readonly<Record<string, readonly [Severity, Severity]>> = {
  'ibuprofen warfarin': ['major', 'major'],
  'amlodipine simvastatin': ['minor', 'moderate'],
  'apixaban warfarin': ['contraindicated', 'contraindicated'],
  'ibuprofen lisinopril': ['moderate', 'moderate'],
  'ibuprofen naproxen': ['major', 'major'],
  'diazepam oxycodone': ['moderate', 'major'],
}

export const drugNames: readonly string[] = drugs.map(({ name }) => name)

/** A judge of that knowledge: small enough to be read, and independent of the interaction feature. */
export const smallJudge: MedicationJudge = {
  version: 'small knowledge of tests',
  drug: (text): DrugAnswer => {
    const found = drugs.filter(({ name }) => text.toLowerCase().includes(name))
    const [only] = found
    if (only === undefined) return { kind: 'unknown' }
    if (found.length > 1) return { kind: 'ambiguous' }
    return { kind: 'known', product: only.name, name: only.name, ingredients: [only.name], atc: only.atc }
  },
  pair: (first, second): PairAnswer => {
    const none = { low: null, high: null, kind: null, effect: null, missing: [], sources: [] } as const
    if (first === second)
      return { ...none, low: 'moderate', high: 'moderate', kind: 'duplicate', effect: 'The doses add up.' }
    const known = pairs[[first, second].sort().join(' ')]
    if (known === undefined) return none
    const [low, high] = known
    const missing = low === high ? [] : ['kidney function (eGFR)']
    return { low, high, kind: 'interaction', effect: 'They act on each other.', missing, sources: ['a book'] }
  },
  allergy: (text) =>
    /none|nkda/i.test(text) ? 'nothing' : /penicillin|ibuprofen/i.test(text) ? 'known' : 'unknown',
  against: (allergy, product) =>
    (/penicillin/i.test(allergy) && product === 'amoxicillin') || allergy.toLowerCase() === product
      ? { severity: 'contraindicated', effect: 'It may cause the same reaction.' }
      : null,
}
