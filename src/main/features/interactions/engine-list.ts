import type { KnownDrug, PatientContext, Route } from '@shared/features/interactions/model.ts'
import type { DrugFacts, Facts } from './conditions.ts'
import type { KnowledgeBase } from './knowledge-base.ts'
import { readDailyMg } from './recognise-dose.ts'

/** One ingredient at one place of the list. */
export interface ListedIngredient {
  readonly place: number
  readonly id: number
  readonly facts: DrugFacts
}

export interface ListedProduct {
  readonly place: number
  readonly route: Route | null
  readonly ingredients: readonly ListedIngredient[]
  /** False for ingredients that were put together by hand: they are checked among themselves too. */
  readonly isOneProduct: boolean
}

/** A list of drugs, resolved to ingredients, with what is known of the patient. */
export interface CheckedList {
  /** How many places the list has, unknown drugs included. */
  readonly places: number
  readonly products: readonly ListedProduct[]
  readonly context: PatientContext
  readonly ppi: boolean
}

// WHO ATC A02BC: proton pump inhibitors.
const ppiCode = 'A02BC'

/** Resolves the recognised drugs of a list; unknown ones are left out, their places stay. */
export function resolveList(
  base: KnowledgeBase,
  drugs: readonly (KnownDrug | null)[],
  context: PatientContext,
): CheckedList {
  const products = drugs.flatMap((drug, place): readonly ListedProduct[] => {
    if (drug === null) return []
    const items = drug.ingredients.flatMap((name) => {
      const item = base.formulary.byName.get(name)
      return item === undefined ? [] : [item]
    })
    const dailyMg = items.length === 1 ? readDailyMg(drug.text) : null
    const isOneProduct = items.length === 1 || base.formulary.byName.has(drug.name)
    const ingredients = items.map((item) => ({
      place,
      id: item.id,
      facts: { ingredient: item.name, route: drug.route, dailyMg },
    }))
    return [{ place, route: drug.route, ingredients, isOneProduct }]
  })
  const ppi = products.some((product) =>
    product.ingredients.some(({ id }) =>
      base.formulary.items[id]?.atc.some((code) => code.startsWith(ppiCode)),
    ),
  )
  return { places: drugs.length, products, context, ppi }
}

/** The facts by which a rule's context is judged when these drugs fill its terms. */
export function factsFor(list: CheckedList, terms: readonly ListedIngredient[]): Facts {
  return { context: list.context, ppi: list.ppi, terms: terms.map((term) => term.facts) }
}
