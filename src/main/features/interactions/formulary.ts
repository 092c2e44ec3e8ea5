import { foldName } from './formulary-names.ts'
import { filesBelow, readItems, readRows } from './knowledge-lines.ts'
import type { Complain, KnowledgeFiles, LinePlace } from './knowledge-lines.ts'
import type { MatchKind } from '@shared/features/interactions/model.ts'

/**
 * One line of the formulary: an active ingredient, or a combination product of several. Its lists of names are read
 * from the line when they are asked for: at the start of the application nobody asks.
 */
export class FormularyItem {
  constructor(
    /** Its number; ingredients are compared and indexed by it. */
    readonly id: number,
    readonly name: string,
    /** WHO's fifth-level codes, the main one first; empty where WHO has given none. */
    readonly atc: readonly string[],
    /** The numbers of its ingredients: its own for a single ingredient. */
    readonly ingredients: readonly number[],
    readonly place: LinePlace,
    private readonly fields: readonly string[],
  ) {}

  get brands(): readonly string[] {
    return readItems(this.fields[2])
  }

  get salts(): readonly string[] {
    return readItems(this.fields[3])
  }

  get synonyms(): readonly string[] {
    return readItems(this.fields[4])
  }
}

/** A name of any kind and what it belongs to. */
export interface FormularyName {
  readonly text: string
  readonly kind: MatchKind
  readonly item: FormularyItem
}

export interface Formulary {
  readonly items: readonly FormularyItem[]
  /** By the normal name, to the letter. */
  readonly byName: ReadonlyMap<string, FormularyItem>
  /** Every name by its folded form: case, accents, spaces and hyphens apart. */
  readonly byFold: ReadonlyMap<string, FormularyName>
  /** The ATC codes of single ingredients in the order of the alphabet. */
  readonly byCode: readonly { readonly code: string; readonly id: number }[]
}

const atcCode = /^[A-Z]\d{2}[A-Z]{2}\d{2}$/

/** Every name of an item with its kind, the normal name first. */
export function namesOf(item: FormularyItem): readonly FormularyName[] {
  const own: MatchKind = item.ingredients.length > 1 ? 'combination' : 'name'
  return [
    { text: item.name, kind: own, item },
    ...item.brands.map((text): FormularyName => ({ text, kind: 'brand', item })),
    ...item.salts.map((text): FormularyName => ({ text, kind: 'salt', item })),
    ...item.synonyms.map((text): FormularyName => ({ text, kind: 'synonym', item })),
  ]
}

/**
 * Reads `formulary/*.txt`. Complains about malformed lines and codes, and combinations whose ingredients have no
 * line of their own; names that two lines share are found by `indexNames`.
 */
export function readFormulary(files: KnowledgeFiles, complain: Complain): Formulary {
  const rows = filesBelow(files, 'formulary').flatMap(({ file, text }) =>
    readRows(file, text, 5, 2, complain),
  )
  const idOf = new Map<string, number>()
  for (const { place, fields } of rows) {
    const name = fields[0] ?? ''
    if (name === '') complain(place, 'The line names no ingredient.')
    else if (idOf.has(name)) complain(place, `"${name}" has a line already.`)
    else idOf.set(name, idOf.size)
  }
  const items: FormularyItem[] = []
  for (const { place, fields } of rows) {
    const name = fields[0] ?? ''
    if (idOf.get(name) !== items.length) continue
    const atc = fields[1] === '-' ? [] : readItems(fields[1])
    if (fields[1] === '') complain(place, `"${name}" names no ATC code; write "-" where WHO has given none.`)
    for (const code of atc) if (!atcCode.test(code)) complain(place, `"${code}" is no fifth-level ATC code.`)
    const ingredients = ingredientsOf(name, items.length, idOf, place, complain)
    items.push(new FormularyItem(items.length, name, atc, ingredients, place, fields))
  }
  return new ReadFormulary(items)
}

/** Its indexes are built at their first use. */
class ReadFormulary implements Formulary {
  readonly byName: ReadonlyMap<string, FormularyItem>
  private names: ReadonlyMap<string, FormularyName> | null = null
  private codes: Formulary['byCode'] | null = null

  constructor(readonly items: readonly FormularyItem[]) {
    this.byName = new Map(items.map((item) => [item.name, item]))
  }

  get byFold(): ReadonlyMap<string, FormularyName> {
    return (this.names ??= indexNames(this.items, () => {}))
  }

  get byCode(): Formulary['byCode'] {
    return (this.codes ??= this.items
      .flatMap(({ ingredients, atc, id }) =>
        ingredients.length > 1 ? [] : atc.map((code) => ({ code, id })),
      )
      .sort((a, b) => (a.code < b.code ? -1 : 1)))
  }
}

function ingredientsOf(
  name: string,
  own: number,
  idOf: ReadonlyMap<string, number>,
  place: LinePlace,
  complain: Complain,
): readonly number[] {
  if (!name.includes(' + ')) return [own]
  const parts = name.split(' + ').map((part) => part.trim())
  if (new Set(parts).size < parts.length) complain(place, `"${name}" names an ingredient twice.`)
  return parts.flatMap((part) => {
    const id = idOf.get(part)
    if (id !== undefined) return [id]
    complain(place, `The ingredient "${part}" of "${name}" has no line of its own.`)
    return []
  })
}

/**
 * All names by their folded form. Complains about names without letters and names that two lines share; the first line
 * keeps them.
 */
export function indexNames(
  items: readonly FormularyItem[],
  complain: Complain,
): ReadonlyMap<string, FormularyName> {
  const byFold = new Map<string, FormularyName>()
  const add = (text: string, kind: MatchKind, item: FormularyItem): void => {
    const key = foldName(text)
    const earlier = byFold.get(key)
    if (key === '') complain(item.place, `"${text}" has neither letters nor digits.`)
    else if (earlier === undefined) byFold.set(key, { text, kind, item })
    else if (earlier.item !== item)
      complain(
        item.place,
        `"${text}" is a name of "${earlier.item.name}" already (${at(earlier.item.place)}).`,
      )
  }
  for (const item of items) {
    add(item.name, item.ingredients.length > 1 ? 'combination' : 'name', item)
    for (const text of item.brands) add(text, 'brand', item)
    for (const text of item.salts) add(text, 'salt', item)
    for (const text of item.synonyms) add(text, 'synonym', item)
  }
  return byFold
}

const at = ({ file, line }: LinePlace): string => `${file}:${line}`
