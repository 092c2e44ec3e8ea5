import { InteractionSeverity } from '@shared/features/interactions/model.ts'
import { ingredientNamed, withCode } from './classes.ts'
import type { DrugClass } from './classes.ts'
import type { Formulary } from './formulary.ts'
import { foldName } from './formulary-names.ts'
import { readItems, readRows } from './knowledge-lines.ts'
import type { Complain, KnowledgeFiles, LinePlace } from './knowledge-lines.ts'

/** What the literature says about another group for a patient who is allergic to this one. */
export interface CrossReaction {
  readonly to: string
  /** `none`: no cross-reactivity worth a warning. */
  readonly severity: InteractionSeverity | 'none'
  /** The rate or the reason: "0.9 % of proven penicillin allergy". */
  readonly words: string
}

/** A group to which one may be allergic as a whole. */
export interface Allergen {
  readonly id: string
  /** As a chart calls it. */
  readonly names: readonly string[]
  readonly members: ReadonlySet<number>
  readonly cross: readonly CrossReaction[]
  readonly sources: readonly string[]
  readonly place: LinePlace
}

export interface Allergens {
  readonly byId: ReadonlyMap<string, Allergen>
  /** By the folded name that a chart uses; a name may stand for several. */
  readonly byFold: ReadonlyMap<string, readonly Allergen[]>
}

/** Reads `allergies.txt`. */
export function readAllergies(
  files: KnowledgeFiles,
  formulary: Formulary,
  classes: ReadonlyMap<string, DrugClass>,
  complain: Complain,
): Allergens {
  const file = 'allergies.txt'
  const byId = new Map<string, Allergen>()
  for (const { place, fields } of readRows(file, files.get(file) ?? '', 5, 0, complain)) {
    const [id = ''] = fields
    const names = readItems(fields[1])
    if (id === '') complain(place, 'The line has no allergen id.')
    if (byId.has(id)) complain(place, `The allergen "${id}" has a line already.`)
    if (names.length === 0) complain(place, `The allergen "${id}" has no name that a chart uses.`)
    const members = new Set(
      readItems(fields[2]).flatMap((item) => groupMembers(item, formulary, classes, place, complain)),
    )
    const cross = readItems(fields[3]).flatMap((item) => readCross(item, place, complain))
    byId.set(id, { id, names, members, cross, sources: readItems(fields[4]), place })
  }
  for (const allergen of byId.values())
    for (const { to } of allergen.cross)
      if (!byId.has(to)) complain(allergen.place, `There is no allergen "${to}" to cross-react with.`)
  return { byId, byFold: indexNames([...byId.values()]) }
}

function groupMembers(
  item: string,
  formulary: Formulary,
  classes: ReadonlyMap<string, DrugClass>,
  place: LinePlace,
  complain: Complain,
): readonly number[] {
  if (item.startsWith('@')) {
    const drugClass = classes.get(item.slice(1))
    if (drugClass === undefined) complain(place, `There is no class "${item.slice(1)}".`)
    return [...(drugClass?.members ?? [])]
  }
  if (item.startsWith('atc:')) return withCode(item.slice('atc:'.length), formulary)
  const id = ingredientNamed(item, formulary, place, complain)
  return id === null ? [] : [id]
}

function readCross(item: string, place: LinePlace, complain: Complain): readonly CrossReaction[] {
  const match = /^([a-z0-9-]+)\s*=\s*([a-z]+)(?:,\s*(.*))?$/.exec(item)
  const severity = match?.[2] === 'none' ? 'none' : InteractionSeverity.safeParse(match?.[2]).data
  if (match?.[1] !== undefined && severity !== undefined)
    return [{ to: match[1], severity, words: match[3] ?? '' }]
  complain(place, `"${item}" is no "allergen = severity, rate".`)
  return []
}

function indexNames(allergens: readonly Allergen[]): ReadonlyMap<string, readonly Allergen[]> {
  const byFold = new Map<string, Allergen[]>()
  for (const allergen of allergens)
    for (const name of allergen.names) {
      const key = foldName(name)
      const known = byFold.get(key)
      if (known === undefined) byFold.set(key, [allergen])
      else if (!known.includes(allergen)) known.push(allergen)
    }
  return byFold
}
