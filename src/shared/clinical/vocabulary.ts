import { bloodGases } from './analytes-blood-gas.ts'
import { drugLevels } from './analytes-drugs.ts'
import { electrolytes } from './analytes-electrolytes.ts'
import { haematology } from './analytes-haematology.ts'
import { metabolites } from './analytes-metabolites.ts'
import type { FindingType } from './finding-types.ts'
import type { FindingDefinition } from './quantities.ts'
import { scores } from './scores.ts'
import { vitals } from './vitals.ts'

/** The whole vocabulary: one definition per finding type. */
export const vocabulary: Readonly<Record<FindingType, FindingDefinition>> = {
  ...vitals,
  ...electrolytes,
  ...metabolites,
  ...haematology,
  ...bloodGases,
  ...drugLevels,
  ...scores,
}

/** The definition of a finding type: names, units, plausible range, limits with their sources. */
export function definitionOf(type: FindingType): FindingDefinition {
  return vocabulary[type]
}
