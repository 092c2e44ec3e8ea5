import type { Recommendation } from '@shared/features/clinical-risk/model.ts'
import type { Facts, Known } from './engine-facts.ts'

/** One rule. It recommends only what is certain; what it lacks it names. */
export interface AdviceRule {
  readonly id: string
  /** Citation. */
  readonly source: string
  readonly urgency: Recommendation['urgency']
  /** What is to be done, as a sentence. */
  readonly text: string
  /** Inputs in words, for people. */
  readonly inputs: readonly string[]
  /**
   * What makes the rule worth asking: the disease or the drug. Only where it is certain does the rule say that it
   * cannot tell; otherwise every patient without a history would carry a line for every rule.
   */
  concerns(facts: Facts): Known
  /** What decides beside it. */
  applies(facts: Facts): Known
  /** Why it applies to this patient; numbers with their units. */
  because(facts: Facts): string
  /** Inputs that lack, in words, when it cannot tell. */
  lacks(facts: Facts): readonly string[]
}

export const joined = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1] ?? ''}`

/** The names of those inputs that are not known. */
export function lacking(inputs: Readonly<Record<string, Known>>): readonly string[] {
  return Object.entries(inputs).flatMap(([name, known]) => (known === null ? [name] : []))
}

/**
 * For how many days a value speaks of the patient now (house policy): an old potassium must not call anybody today.
 * Older ones count as not known.
 */
export const CURRENT = {
  potassium: 90,
  egfr: 365,
  hba1c: 365,
  cholesterol: 5 * 365,
  chartedPressure: 365,
  acutePressure: 7,
} as const

/** Codes of the WHO's ATC classification (2025) by which drugs are found. */
export const drugGroups = {
  nsaids: ['M01AA', 'M01AB', 'M01AC', 'M01AE', 'M01AG', 'M01AH'],
  raas: ['C09'],
  diuretics: ['C03', 'C09BA', 'C09DA', 'C07B'],
  statins: ['C10AA', 'C10BA', 'C10BX'],
  anticoagulants: ['B01AA', 'B01AB', 'B01AE', 'B01AF', 'B01AX05'],
  doacs: ['B01AE07', 'B01AF'],
  ppis: ['A02BC'],
  benzodiazepines: ['N05BA', 'N05CD', 'N05CF'],
  cnsActive: ['N05A', 'N05B', 'N05C', 'N06A', 'N03A', 'N02A', 'N02BF'],
  sedatingAntihistamines: ['R06AA02', 'R06AB', 'R06AD', 'N05BB01', 'R06AX02'],
  glitazones: ['A10BG'],
  metformin: ['A10BA02', 'A10BD'],
  potassiumSparing: ['C03D', 'C09'],
  digoxin: ['C01AA'],
  nonselectiveBetaBlockers: ['C07AA'],
  boneDrugs: ['M05B', 'H05AA', 'G03XC01'],
} as const
