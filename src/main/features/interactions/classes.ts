import type { Formulary } from './formulary.ts'
import { filesBelow, readItems, readRows } from './knowledge-lines.ts'
import type { Complain, KnowledgeFiles, LinePlace } from './knowledge-lines.ts'

/** A group of ingredients that rules speak of. */
export interface DrugClass {
  readonly id: string
  /** As a pharmacist says it, in the plural. */
  readonly label: string
  readonly members: ReadonlySet<number>
  readonly sources: readonly string[]
  readonly place: LinePlace
}

interface ClassLine {
  readonly id: string
  readonly label: string
  readonly items: readonly string[]
  readonly sources: readonly string[]
  readonly place: LinePlace
}

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** Reads `classes/*.txt` and expands every class to its ingredients. Complains about names that nothing stands for. */
export function readClasses(
  files: KnowledgeFiles,
  formulary: Formulary,
  complain: Complain,
): ReadonlyMap<string, DrugClass> {
  const lines = new Map<string, ClassLine>()
  for (const { file, text } of filesBelow(files, 'classes'))
    for (const { place, fields } of readRows(file, text, 4, 0, complain)) {
      const [id = '', label = ''] = fields
      if (!kebab.test(id)) complain(place, `"${id}" is no kebab-case class id.`)
      if (label === '') complain(place, `The class "${id}" has no label.`)
      const earlier = lines.get(id)
      if (earlier !== undefined)
        complain(place, `The class "${id}" is defined already (${earlier.place.file}:${earlier.place.line}).`)
      else lines.set(id, { id, label, items: readItems(fields[2]), sources: readItems(fields[3]), place })
    }
  return expandClasses(lines, formulary, complain)
}

function expandClasses(
  lines: ReadonlyMap<string, ClassLine>,
  formulary: Formulary,
  complain: Complain,
): ReadonlyMap<string, DrugClass> {
  const done = new Map<string, DrugClass>()
  const inWork = new Set<string>()
  const expand = (line: ClassLine): DrugClass => {
    const ready = done.get(line.id)
    if (ready !== undefined) return ready
    inWork.add(line.id)
    const members = new Set<number>()
    for (const item of line.items) {
      const out = item.startsWith('-')
      for (const id of resolve(out ? item.slice(1).trim() : item, line.place)) {
        if (out) members.delete(id)
        else members.add(id)
      }
    }
    inWork.delete(line.id)
    const drugClass = { ...line, members }
    done.set(line.id, drugClass)
    return drugClass
  }
  const resolve = (item: string, place: LinePlace): Iterable<number> => {
    if (!item.startsWith('@')) return membersOf(item, formulary, place, complain)
    const other = lines.get(item.slice(1))
    if (other === undefined) complain(place, `There is no class "${item.slice(1)}".`)
    else if (inWork.has(other.id)) complain(place, `The class "${other.id}" contains itself.`)
    else return expand(other).members
    return []
  }
  for (const line of lines.values()) {
    if (expand(line).members.size === 0) complain(line.place, `The class "${line.id}" has no members.`)
  }
  return done
}

/** The ingredients that a name or `atc:` prefix stands for; a combination product is no ingredient. */
function membersOf(
  item: string,
  formulary: Formulary,
  place: LinePlace,
  complain: Complain,
): readonly number[] {
  if (item.startsWith('atc:')) {
    const found = withCode(item.slice('atc:'.length), formulary)
    if (found.length === 0)
      complain(place, `No ingredient has an ATC code that begins with "${item.slice(4)}".`)
    return found
  }
  const id = ingredientNamed(item, formulary, place, complain)
  return id === null ? [] : [id]
}

/** The single ingredients one of whose ATC codes begins with the prefix. */
export function withCode(prefix: string, formulary: Formulary): readonly number[] {
  const { byCode } = formulary
  let low = 0
  let high = byCode.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((byCode[middle]?.code ?? '') < prefix) low = middle + 1
    else high = middle
  }
  const found: number[] = []
  for (let one = byCode[low]; one !== undefined && one.code.startsWith(prefix); one = byCode[low]) {
    found.push(one.id)
    low += 1
  }
  return found
}

/** The number of an ingredient by its normal name; complains and answers null when it is no such name. */
export function ingredientNamed(
  name: string,
  formulary: Formulary,
  place: LinePlace,
  complain: Complain,
): number | null {
  const item = formulary.byName.get(name)
  if (item === undefined) {
    complain(place, `"${name}" is no normal name of the formulary.`)
    return null
  }
  if (item.ingredients.length > 1) {
    complain(place, `"${name}" is a combination product; name its ingredients.`)
    return null
  }
  return item.id
}
