import type { BloodGasType } from './finding-types.ts'
import type { FindingDefinition } from './quantities.ts'
import { monovalent, pressure } from './unit-families.ts'

/** Blood gas analysis. Gas tensions are canonical in mmHg; kPa is converted. */
export const bloodGases: Readonly<Record<BloodGasType, FindingDefinition>> = {
  ph: {
    label: 'Blood pH',
    symbol: 'pH',
    kind: 'laboratory',
    aliases: ['blood_ph', 'arterial_ph', 'ph_arterial', 'venous_ph'],
    canonicalUnit: '[pH]',
    displayUnit: '',
    otherUnits: [{ unit: '1', factor: 1 }],
    decimals: 2,
    plausible: { low: 6.3, high: 8.2 },
    limits: {
      criticalHigh: { value: 7.59, source: 'kost-1990' },
      warningHigh: { value: 7.5, source: 'house' },
      warningLow: { value: 7.3, source: 'house' },
      criticalLow: { value: 7.21, source: 'kost-1990' },
    },
    worseningStep: 0.05,
  },
  pco2: {
    label: 'Carbon dioxide tension',
    symbol: 'pCO₂',
    kind: 'laboratory',
    aliases: ['paco2', 'pa_co2', 'arterial_pco2', 'carbon_dioxide_tension'],
    ...pressure,
    decimals: 0,
    plausible: { low: 3, high: 250 },
    limits: {
      criticalHigh: { value: 67, source: 'kost-1990' },
      // 6.5 kPa, above which BTS/ICS start non-invasive ventilation in acidosis.
      warningHigh: { value: 48.75, source: 'bts-niv-2016', beyond: true },
      warningLow: { value: 30, source: 'house' },
      criticalLow: { value: 19, source: 'kost-1990' },
    },
    worseningStep: 7.5,
  },
  po2: {
    label: 'Oxygen tension',
    symbol: 'pO₂',
    kind: 'laboratory',
    aliases: ['pao2', 'pa_o2', 'arterial_po2', 'oxygen_tension'],
    ...pressure,
    decimals: 0,
    plausible: { low: 5, high: 760 },
    limits: {
      // 8 kPa, the usual definition of respiratory failure.
      warningLow: { value: 60, source: 'bts-oxygen-2017', beyond: true },
      criticalLow: { value: 43, source: 'kost-1990' },
    },
    worseningStep: 5,
  },
  base_excess: {
    label: 'Base excess',
    symbol: 'BE',
    kind: 'laboratory',
    aliases: ['be', 'sbe', 'standard_base_excess', 'abe'],
    ...monovalent,
    decimals: 1,
    plausible: { low: -50, high: 50 },
    // Base deficit classes of hypovolaemic shock: III above 6, IV above 10 mmol/L.
    limits: {
      criticalHigh: { value: 15, source: 'house' },
      warningHigh: { value: 10, source: 'house' },
      warningLow: { value: -6, source: 'mutschler-2013', beyond: true },
      criticalLow: { value: -10, source: 'mutschler-2013', beyond: true },
    },
    worseningStep: 3,
  },
}
