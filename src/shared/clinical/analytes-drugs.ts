import type { DrugLevelType } from './finding-types.ts'
import type { FindingDefinition } from './quantities.ts'
import { drugMgPerL, molarMass, monovalent } from './unit-families.ts'

/** Drug levels that laboratories telephone. Toxic limits only: a level below the target range is not an emergency. */
export const drugLevels: Readonly<Record<DrugLevelType, FindingDefinition>> = {
  digoxin: {
    label: 'Digoxin',
    symbol: 'Digoxin',
    kind: 'laboratory',
    aliases: ['digoxin_level', 'serum_digoxin'],
    canonicalUnit: 'ug/L',
    displayUnit: 'µg/L',
    otherUnits: [
      { unit: 'ng/mL', factor: 1 },
      { unit: 'nmol/L', factor: molarMass.digoxin / 1000 },
    ],
    decimals: 1,
    plausible: { low: 0, high: 100 },
    limits: {
      criticalHigh: { value: 2.5, source: 'rcpath-2017' },
      warningHigh: { value: 2, source: 'house' },
    },
    worseningStep: 0.5,
  },
  lithium: {
    label: 'Lithium',
    symbol: 'Li⁺',
    kind: 'laboratory',
    aliases: ['lithium_level', 'li', 'serum_lithium'],
    ...monovalent,
    decimals: 2,
    plausible: { low: 0, high: 15 },
    limits: {
      criticalHigh: { value: 1.5, source: 'rcpath-2017' },
      warningHigh: { value: 1, source: 'bnf', beyond: true },
    },
    worseningStep: 0.2,
  },
  phenytoin: {
    label: 'Phenytoin',
    symbol: 'Phenytoin',
    kind: 'laboratory',
    aliases: ['phenytoin_level', 'dilantin'],
    ...drugMgPerL(molarMass.phenytoin),
    decimals: 0,
    plausible: { low: 0, high: 200 },
    limits: {
      criticalHigh: { value: 25, source: 'rcpath-2017' },
      warningHigh: { value: 20, source: 'bnf', beyond: true },
    },
    worseningStep: 5,
  },
  theophylline: {
    label: 'Theophylline',
    symbol: 'Theophylline',
    kind: 'laboratory',
    aliases: ['theophylline_level', 'aminophylline_level'],
    ...drugMgPerL(molarMass.theophylline),
    decimals: 0,
    plausible: { low: 0, high: 300 },
    limits: {
      criticalHigh: { value: 25, source: 'rcpath-2017' },
      warningHigh: { value: 20, source: 'bnf', beyond: true },
    },
    worseningStep: 5,
  },
  paracetamol: {
    label: 'Paracetamol',
    symbol: 'Paracetamol',
    kind: 'laboratory',
    aliases: ['acetaminophen', 'paracetamol_level', 'acetaminophen_level', 'apap'],
    ...drugMgPerL(molarMass.paracetamol),
    decimals: 0,
    plausible: { low: 0, high: 3000 },
    // The treatment line depends on the time since ingestion; 100 mg/L at four hours is its start.
    limits: {
      criticalHigh: { value: 100, source: 'mhra-2012' },
      warningHigh: { value: 10, source: 'house' },
    },
    worseningStep: 25,
  },
  salicylate: {
    label: 'Salicylate',
    symbol: 'Salicylate',
    kind: 'laboratory',
    aliases: ['salicylates', 'aspirin_level', 'salicylate_level'],
    ...drugMgPerL(molarMass.salicylate),
    decimals: 0,
    plausible: { low: 0, high: 3000 },
    limits: {
      criticalHigh: { value: 300, source: 'rcpath-2017' },
      warningHigh: { value: 200, source: 'house' },
    },
    worseningStep: 50,
  },
  vancomycin: {
    label: 'Vancomycin (trough)',
    symbol: 'Vancomycin',
    kind: 'laboratory',
    aliases: ['vancomycin_trough', 'vancomycin_level', 'vanc', 'vanc_trough'],
    ...drugMgPerL(null),
    decimals: 0,
    plausible: { low: 0, high: 200 },
    limits: {
      criticalHigh: { value: 25, source: 'house' },
      // Rybak 2020 no longer recommends troughs of 15-20 mg/L as a target; above 20 the exposure is toxic.
      warningHigh: { value: 20, source: 'rybak-2020', beyond: true },
    },
    worseningStep: 5,
  },
}
