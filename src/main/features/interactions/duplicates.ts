import { InteractionSeverity } from '@shared/features/interactions/model.ts'
import { withCode } from './classes.ts'
import type { DrugClass } from './classes.ts'
import type { Formulary } from './formulary.ts'
import { readItems, readRows } from './knowledge-lines.ts'
import type { Complain, KnowledgeFiles, LinePlace } from './knowledge-lines.ts'

/** How many drugs of a group are usual together. */
export interface DuplicateRule {
  readonly key: string
  readonly label: string
  readonly members: ReadonlySet<number>
  /** One more than this is duplicate therapy. */
  readonly usual: number
  readonly severity: InteractionSeverity
  /** What the group is and what to do, as one text. */
  readonly words: string
  readonly sources: readonly string[]
  readonly place: LinePlace
}

/** Reads `duplicates.txt`. */
export function readDuplicates(
  files: KnowledgeFiles,
  formulary: Formulary,
  classes: ReadonlyMap<string, DrugClass>,
  complain: Complain,
): readonly DuplicateRule[] {
  const file = 'duplicates.txt'
  const seen = new Set<string>()
  return readRows(file, files.get(file) ?? '', 5, 0, complain).flatMap(({ place, fields }) => {
    const [group = '', usualText = '', severityText, words = ''] = fields
    const members = group.startsWith('atc:')
      ? new Set(withCode(group.slice('atc:'.length), formulary))
      : classes.get(group)?.members
    const usual = Number(usualText)
    const severity = InteractionSeverity.safeParse(severityText).data
    if (members === undefined) complain(place, `There is no class "${group}".`)
    else if (members.size === 0) complain(place, `No ingredient has an ATC code that begins with "${group}".`)
    if (seen.has(group)) complain(place, `"${group}" has a line already.`)
    seen.add(group)
    if (!Number.isInteger(usual) || usual < 1) complain(place, `"${usualText}" is no number of drugs.`)
    if (severity === undefined) complain(place, `"${severityText ?? ''}" is no severity.`)
    if (words === '') complain(place, 'The line says nothing about what to do.')
    if (members === undefined || severity === undefined) return []
    const label = classes.get(group)?.label ?? words.split(/[:;.]/)[0] ?? group
    const key = `duplicate:${group}`
    return [{ key, label, members, usual, severity, words, sources: readItems(fields[4]), place }]
  })
}
