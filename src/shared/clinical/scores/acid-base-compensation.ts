import { assertNever } from '@shared/assert-never.ts'
import type { AcidBaseBand } from './acid-base.ts'
import { expectedPco2 } from './winters.ts'

/**
 * The sentences of an acid-base reading (Berend 2014). Compensation of respiratory disorders is expected between its
 * acute and its chronic extent, of metabolic ones at one PCO₂; two units either way count as expected.
 */
export function readCompensation(band: AcidBaseBand, pco2: number, bicarbonate: number): string {
  switch (band) {
    case 'normal':
      return 'pH, PCO₂ and bicarbonate are in their usual ranges. Two opposing disorders can hide here: look at the anion gap.'
    case 'borderline':
      return 'The values lie at the edge of their ranges and fit no single disorder clearly. Repeat with the clinical picture in mind.'
    case 'opposing-disorders':
      return 'A usual pH with both PCO₂ and bicarbonate off the same way: two opposing disorders, or one that is fully compensated.'
    case 'mixed-acidosis':
      return 'Metabolic and respiratory acidosis together.'
    case 'mixed-alkalosis':
      return 'Metabolic and respiratory alkalosis together.'
    case 'metabolic-acidosis':
      return `Metabolic acidosis; ${breathing(pco2, expectedPco2(bicarbonate))}. Look at the anion gap.`
    case 'metabolic-alkalosis':
      return `Metabolic alkalosis; ${breathing(pco2, 0.7 * (bicarbonate - 24) + 40)}.`
    case 'respiratory-acidosis':
      return `Respiratory acidosis; ${kidneys(bicarbonate, 24 + (pco2 - 40) * 0.1, 24 + (pco2 - 40) * 0.5)}.`
    case 'respiratory-alkalosis':
      return `Respiratory alkalosis; ${kidneys(bicarbonate, 24 - (40 - pco2) * 0.2, 24 - (40 - pco2) * 0.5)}.`
    default:
      return assertNever(band)
  }
}

function breathing(pco2: number, expected: number): string {
  const aim = `expected PCO₂ ${Math.round(expected)} mmHg give or take 2`
  if (pco2 > expected + 2) return `${aim}, the measured is higher: a respiratory acidosis as well`
  if (pco2 < expected - 2) return `${aim}, the measured is lower: a respiratory alkalosis as well`
  return `${aim}, the measured agrees: compensation as expected`
}

function kidneys(bicarbonate: number, acute: number, chronic: number): string {
  const aim = `expected bicarbonate ${Math.round(acute)} mmol/L if acute and ${Math.round(chronic)} if chronic`
  if (bicarbonate < Math.min(acute, chronic) - 2)
    return `${aim}, the measured is lower: a metabolic acidosis as well`
  if (bicarbonate > Math.max(acute, chronic) + 2)
    return `${aim}, the measured is higher: a metabolic alkalosis as well`
  return `${aim}, the measured lies between: compensation as expected`
}
