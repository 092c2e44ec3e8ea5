import type { FindingDefinition, UnitConversion } from './quantities.ts'

type Units = Pick<FindingDefinition, 'canonicalUnit' | 'displayUnit' | 'otherUnits'>

/** Molar masses in g/mol, from IUPAC standard atomic weights; the basis of every mass-to-amount conversion below. */
export const molarMass = {
  glucose: 180.156,
  calcium: 40.078,
  magnesium: 24.305,
  phosphorus: 30.974,
  creatinine: 113.12,
  /** Two nitrogen atoms per urea molecule: BUN counts nitrogen, not urea. */
  ureaNitrogen: 28.014,
  bilirubin: 584.66,
  ammonia: 17.031,
  lactate: 89.07,
  digoxin: 780.94,
  phenytoin: 252.27,
  theophylline: 180.16,
  paracetamol: 151.16,
  salicylate: 138.12,
} as const

/** mg/dL to mmol/L: ten decilitres to the litre, divided by the molar mass. */
export function mgPerDlToMmol(gramsPerMol: number): UnitConversion {
  return { unit: 'mg/dL', factor: 10 / gramsPerMol }
}

/** mg/dL to µmol/L. */
export function mgPerDlToMicromol(gramsPerMol: number): UnitConversion {
  return { unit: 'mg/dL', factor: 10_000 / gramsPerMol }
}

/** Rates per minute. */
export const perMinute: Units = { canonicalUnit: '/min', displayUnit: 'bpm', otherUnits: [] }

/** Pressures. 1 kPa = 7.50062 mmHg; 1 cmH2O = 0.735559 mmHg. */
export const pressure: Units = {
  canonicalUnit: 'mm[Hg]',
  displayUnit: 'mmHg',
  otherUnits: [
    { unit: 'kPa', factor: 7.50062 },
    { unit: 'cm[H2O]', factor: 0.735559 },
  ],
}

/** Temperatures: °C = (°F - 32) * 5 / 9. */
export const celsius: Units = {
  canonicalUnit: 'Cel',
  displayUnit: '°C',
  otherUnits: [{ unit: '[degF]', factor: 5 / 9, offset: (-32 * 5) / 9 }],
}

export const glucoseUnits: Units = {
  canonicalUnit: 'mmol/L',
  displayUnit: 'mmol/L',
  otherUnits: [mgPerDlToMmol(molarMass.glucose)],
}

/** Ions of one charge: an equivalent is a mole. */
export const monovalent: Units = {
  canonicalUnit: 'mmol/L',
  displayUnit: 'mmol/L',
  otherUnits: [{ unit: 'meq/L', factor: 1 }],
}

/** Ions of two charges: an equivalent is half a mole. */
export function divalent(gramsPerMol: number): Units {
  return {
    canonicalUnit: 'mmol/L',
    displayUnit: 'mmol/L',
    otherUnits: [mgPerDlToMmol(gramsPerMol), { unit: 'meq/L', factor: 0.5 }],
  }
}

/** Amounts in µmol/L that US laboratories report in mg/dL. */
export function micromolar(gramsPerMol: number): Units {
  return {
    canonicalUnit: 'umol/L',
    displayUnit: 'µmol/L',
    otherUnits: [mgPerDlToMicromol(gramsPerMol), { unit: 'mmol/L', factor: 1000 }],
  }
}

/** Cell counts. 10^3/µL and 10^9/L are the same number; plain cells/µL are a thousandth. */
export const cellCount: Units = {
  canonicalUnit: '10*9/L',
  displayUnit: '×10⁹/L',
  otherUnits: [{ unit: '/uL', factor: 0.001 }],
}

/** Drug levels in mg/L (the same number in µg/mL), with µmol/L by molar mass. */
export function drugMgPerL(gramsPerMol: number | null): Units {
  const byMass: UnitConversion[] = [
    { unit: 'ug/mL', factor: 1 },
    { unit: 'mg/dL', factor: 10 },
  ]
  const byAmount: UnitConversion[] =
    gramsPerMol === null ? [] : [{ unit: 'umol/L', factor: gramsPerMol / 1000 }]
  return { canonicalUnit: 'mg/L', displayUnit: 'mg/L', otherUnits: [...byMass, ...byAmount] }
}
