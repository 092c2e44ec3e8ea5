import { z } from 'zod'

/** The groups that the pooled cohort equations exist for. */
export const EquationRace = z.enum(['white', 'african-american'])
export type EquationRace = z.infer<typeof EquationRace>

/** Words and codes (OMB categories as US Core 6 uses them, CDC Race and Ethnicity code set) for the two groups. */
const words: ReadonlyMap<string, EquationRace> = new Map([
  ['white', 'white'],
  ['2106-3', 'white'],
  ['african-american', 'african-american'],
  ['african american', 'african-american'],
  ['black', 'african-american'],
  ['black or african american', 'african-american'],
  ['2054-5', 'african-american'],
])

/** Race as the equations use it; null for every other group, for several, and for what is not known. */
export function equationRaceOf(text: string): EquationRace | null {
  return words.get(text.trim().toLowerCase()) ?? null
}
