import type { KnowledgeVersion } from '@shared/features/interactions/check.ts'
import { readAllergies } from './allergies.ts'
import type { Allergens } from './allergies.ts'
import { readClasses } from './classes.ts'
import type { DrugClass } from './classes.ts'
import { readDuplicates } from './duplicates.ts'
import type { DuplicateRule } from './duplicates.ts'
import { readFormulary } from './formulary.ts'
import type { Formulary } from './formulary.ts'
import { readRows } from './knowledge-lines.ts'
import type { Complain, KnowledgeFiles, KnowledgeProblem } from './knowledge-lines.ts'
import { readRules } from './rules.ts'
import type { Rule } from './rules.ts'

/** Everything that the files say, read and resolved. */
export interface KnowledgeBase {
  readonly version: KnowledgeVersion
  readonly formulary: Formulary
  readonly classes: ReadonlyMap<string, DrugClass>
  readonly rules: readonly Rule[]
  readonly duplicates: readonly DuplicateRule[]
  readonly allergens: Allergens
  /** Citations by source id. */
  readonly sources: ReadonlyMap<string, string>
}

/** Reads all files. Lines that cannot be read are left out and named among the problems. */
export function readKnowledge(files: KnowledgeFiles): {
  readonly base: KnowledgeBase
  readonly problems: readonly KnowledgeProblem[]
} {
  const problems: KnowledgeProblem[] = []
  const complain: Complain = (place, message) => problems.push({ ...place, message })
  const formulary = readFormulary(files, complain)
  const classes = readClasses(files, formulary, complain)
  const rules = readRules(files, formulary, classes, complain)
  const base: KnowledgeBase = {
    version: {
      ...readVersion(files, complain),
      ingredients: formulary.items.filter((item) => item.ingredients.length === 1).length,
      rules: rules.length,
    },
    formulary,
    classes,
    rules,
    duplicates: readDuplicates(files, formulary, classes, complain),
    allergens: readAllergies(files, formulary, classes, complain),
    sources: readSources(files, complain),
  }
  return { base, problems }
}

/** The files of the top folder whose names begin with `sources`. */
function readSources(files: KnowledgeFiles, complain: Complain): ReadonlyMap<string, string> {
  const sources = new Map<string, string>()
  for (const [file, text] of files) {
    if (!/^sources[^/]*\.txt$/.test(file)) continue
    for (const { place, fields } of readRows(file, text, 2, 0, complain)) {
      const [id = '', citation = ''] = fields
      if (sources.has(id)) complain(place, `The source "${id}" has a line already.`)
      else if (citation === '') complain(place, `The source "${id}" has no citation.`)
      else sources.set(id, citation)
    }
  }
  return sources
}

function readVersion(
  files: KnowledgeFiles,
  complain: Complain,
): Pick<KnowledgeVersion, 'version' | 'reviewed'> {
  const file = 'version.txt'
  const [row, review] = readRows(file, files.get(file) ?? '', 1, 0, complain)
  const version = row?.fields[0] ?? ''
  if (!/^\d{4}-\d{2}-\d{2}$/.test(version))
    complain(row?.place ?? { file, line: 1 }, 'The date of the knowledge is missing; write it as 2026-01-31.')
  return { version, reviewed: review?.fields[0] ?? null }
}
