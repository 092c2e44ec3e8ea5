import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { checkAtc, readAtc } from './knowledge-atc.ts'
import { checkKnowledge, checkSize, overlaps } from './knowledge-check.ts'
import type { KnowledgeFiles, KnowledgeProblem } from './knowledge-lines.ts'

/** Reads all `.txt` files below a folder, by their path in it. */
export function readKnowledgeFolder(folder: string): KnowledgeFiles {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.txt'))
    .map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    files.map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  )
}

export interface KnowledgeCommand {
  readonly args: readonly string[]
  /** `resources/interactions`. */
  readonly folder: string
  readonly say: (line: string) => void
}

/**
 * `npm run knowledge [-- --atc <table>] [--overlaps]`: checks the knowledge and says what is wrong by file and line.
 * Answers the exit code: 0 when all is well, 1 otherwise.
 */
export function runKnowledgeCommand({ args, folder, say }: KnowledgeCommand): number {
  const { base, problems } = checkKnowledge(readKnowledgeFolder(folder))
  const atc = args.indexOf('--atc')
  const table = atc < 0 ? null : args[atc + 1]
  if (table === undefined) {
    say('Name the table after --atc: a CSV file whose first two columns are the ATC code and its name.')
    return 1
  }
  const codes = table === null ? null : checkAtc(base, readAtc(readFileSync(table, 'utf8')))
  const all = [...problems, ...(codes?.unknown ?? [])]
  const line = ({ file, line: at, message }: KnowledgeProblem) => `${file}:${at}: ${message}`
  for (const problem of all) say(line(problem))
  for (const note of codes?.otherNames ?? []) say(`${line(note)} Look whether both are the same.`)
  if (args.includes('--overlaps')) for (const one of overlaps(base)) say(line(one))
  const small = checkSize(base)
  for (const sentence of small) say(`The knowledge is too small: ${sentence}`)
  const { ingredients, rules, version } = base.version
  say(
    `${ingredients} active ingredients, ${base.formulary.items.length - ingredients} combinations, ` +
      `${base.formulary.byFold.size} names, ${base.classes.size} classes, ${rules} rules, version ${version}: ` +
      `${all.length} problems.`,
  )
  return all.length + small.length === 0 ? 0 : 1
}
