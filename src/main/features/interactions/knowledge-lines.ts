/** The files of the interaction knowledge by their path below `resources/interactions` (`rules/bleeding.txt`). */
export type KnowledgeFiles = ReadonlyMap<string, string>

/** Where a fact stands, so that a pharmacist finds it again. */
export interface LinePlace {
  readonly file: string
  /** From 1. */
  readonly line: number
}

/** What is wrong with the knowledge, in words. */
export interface KnowledgeProblem extends LinePlace {
  readonly message: string
}

export interface KnowledgeRow {
  readonly place: LinePlace
  readonly fields: readonly string[]
}

/** Collects what is wrong while reading goes on, so that one run names every bad line. */
export type Complain = (place: LinePlace, message: string) => void

/**
 * Splits a file into its rows: one fact per line, fields between bars, comments and empty lines left out. A line with
 * the wrong number of fields is complained about and left out; the last `optional` fields may be missing.
 */
export function readRows(
  file: string,
  text: string,
  fields: number,
  optional: number,
  complain: Complain,
): readonly KnowledgeRow[] {
  const rows: KnowledgeRow[] = []
  let line = 0
  for (const raw of text.split('\n')) {
    line += 1
    const content = raw.trim()
    if (content === '' || content.startsWith('#')) continue
    const place = { file, line }
    const cells = content.split('|').map((cell) => cell.trim())
    if (cells.length > fields || cells.length < fields - optional) {
      complain(place, `The line has ${cells.length} fields and needs ${fields}.`)
      continue
    }
    while (cells.length < fields) cells.push('')
    rows.push({ place, fields: cells })
  }
  return rows
}

/** The items of a field; an empty field has none. */
export function readItems(field: string | undefined): readonly string[] {
  if (field === undefined || field === '') return []
  if (!field.includes(';')) return [field]
  return field
    .split(';')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** The files of one folder, in the order of their names. */
export function filesBelow(
  files: KnowledgeFiles,
  folder: string,
): readonly { readonly file: string; readonly text: string }[] {
  return [...files]
    .filter(([file]) => file.startsWith(`${folder}/`))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, text]) => ({ file, text }))
}
