import type { FormularyEntry } from '@shared/features/interactions/governance.ts'
import { namesOf } from './formulary.ts'
import type { FormularyItem } from './formulary.ts'
import { foldName } from './formulary-names.ts'
import type { KnowledgeBase } from './knowledge-base.ts'
import type { InteractionKnowledge } from './ports.ts'

interface Searchable {
  readonly item: FormularyItem
  readonly keys: readonly string[]
}

/**
 * Searches the formulary for browsing: entries one of whose names, or whose ATC code, begins with the query, then
 * those that hold it anywhere; both in the order of the alphabet. An empty query is the whole formulary.
 */
export function createBrowser(
  base: KnowledgeBase,
  rulesOf: (ingredient: number) => number,
): InteractionKnowledge['browse'] {
  let all: readonly Searchable[] | null = null
  const searchable = () =>
    (all ??= base.formulary.items
      .map((item) => ({
        item,
        keys: [...namesOf(item).map(({ text }) => foldName(text)), ...item.atc.map(foldName)],
      }))
      .sort((a, b) => (a.item.name < b.item.name ? -1 : 1)))
  return (query, offset, limit) => {
    const key = foldName(query)
    const begins = (one: Searchable) => one.keys.some((name) => name.startsWith(key))
    const holds = (one: Searchable) => one.keys.some((name) => name.includes(key))
    // A query of signs alone has an empty key and would find everything.
    const isNothing = key === '' && query.trim() !== ''
    const first = isNothing ? [] : searchable().filter(begins)
    const found = key === '' ? first : [...first, ...searchable().filter((one) => !begins(one) && holds(one))]
    return {
      entries: found.slice(offset, offset + limit).map(({ item }) => entryOf(base, item, rulesOf)),
      total: found.length,
    }
  }
}

function entryOf(
  base: KnowledgeBase,
  item: FormularyItem,
  rulesOf: (ingredient: number) => number,
): FormularyEntry {
  const classes = [...base.classes.values()].filter(({ members }) =>
    item.ingredients.some((id) => members.has(id)),
  )
  return {
    name: item.name,
    atc: [...item.atc],
    brands: [...item.brands],
    salts: [...item.salts],
    synonyms: [...item.synonyms],
    classes: classes.map(({ label }) => label),
    ingredients: item.ingredients.flatMap((id) => base.formulary.items[id]?.name ?? []),
    rules: item.ingredients.reduce((sum, id) => sum + rulesOf(id), 0),
  }
}
