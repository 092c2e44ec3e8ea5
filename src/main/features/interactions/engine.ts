import type { Finding, PairPlaces } from '@shared/features/interactions/check.ts'
import type { AllergyReading } from './allergies-read.ts'
import { findAllergies } from './engine-allergies.ts'
import { findDuplicates } from './engine-duplicates.ts'
import type { RuleChecker } from './engine-interactions.ts'
import type { CheckedList, ListedProduct } from './engine-list.ts'
import { byWeight } from './engine-severity.ts'
import type { Allergens } from './allergies.ts'
import type { DuplicateIndex } from './engine-duplicates.ts'
import type { Demotions, OpenQuestion } from './ports.ts'

/** What the rules, the duplications and the allergies say about a list. */
export interface CheckAnswer {
  /** Worst first. */
  readonly findings: readonly Finding[]
  readonly open: readonly OpenQuestion[]
  readonly settled: readonly PairPlaces[]
}

/** What a check looks things up in. */
export interface Engine {
  readonly checker: RuleChecker
  readonly duplicates: DuplicateIndex
  readonly allergens: Allergens
}

/**
 * Checks a resolved list: every pair of its products, every rule of three, duplicate therapy, allergies. Pure, and the
 * same for every order of the list apart from the places.
 */
export function checkList(
  { checker, duplicates, allergens }: Engine,
  list: CheckedList,
  allergies: readonly AllergyReading[],
  demotions: Demotions,
  now: number,
): CheckAnswer {
  const findings: Finding[] = []
  const open: OpenQuestion[] = []
  const settled: PairPlaces[] = []
  for (const [at, first] of list.products.entries())
    for (let other = first.isOneProduct ? at + 1 : at; other < list.products.length; other += 1) {
      const second = list.products[other]
      if (second === undefined) continue
      const answered = checkProducts(checker, list, first, second, demotions, now, findings, open)
      if (answered) settled.push([first.place, second.place])
    }
  findings.push(...checker.triples(list, demotions, now))
  findings.push(...findDuplicates(duplicates, list, demotions, now))
  findings.push(...findAllergies(allergens, allergies, list, demotions, now))
  findings.sort(byWeight)
  return { findings, open, settled }
}

/** Checks the ingredients of one product against another's; true when the knowledge spoke about any of them. */
function checkProducts(
  checker: RuleChecker,
  list: CheckedList,
  first: ListedProduct,
  second: ListedProduct,
  demotions: Demotions,
  now: number,
  findings: Finding[],
  open: OpenQuestion[],
): boolean {
  let answered = false
  const isSame = first === second
  for (const [at, a] of first.ingredients.entries())
    for (const b of isSame ? second.ingredients.slice(at + 1) : second.ingredients) {
      // The same drug twice is duplicate therapy and no interaction.
      if (a.id === b.id) {
        answered = true
        continue
      }
      const answer = checker.pair(list, a, b, demotions, now)
      if (answer.spoken) {
        answered = true
        findings.push(...answer.findings)
      } else {
        const [x, y] = [a.facts.ingredient, b.facts.ingredient]
        open.push({ places: [first.place, second.place], pair: x < y ? [x, y] : [y, x] })
      }
    }
  return answered
}
