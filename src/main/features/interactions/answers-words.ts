import type { InteractionSeverity } from '@shared/features/interactions/model.ts'

/** Words that other programs use, and what they mean here; on a doubt the worse. */
const words: ReadonlyMap<string, InteractionSeverity | null> = new Map([
  ['contraindicated', 'contraindicated'],
  ['contraindication', 'contraindicated'],
  ['avoid', 'contraindicated'],
  ['critical', 'contraindicated'],
  ['fatal', 'contraindicated'],
  ['life-threatening', 'contraindicated'],
  ['life threatening', 'contraindicated'],
  ['major', 'major'],
  ['severe', 'major'],
  ['serious', 'major'],
  ['high', 'major'],
  ['moderate', 'moderate'],
  ['medium', 'moderate'],
  ['significant', 'moderate'],
  ['minor', 'minor'],
  ['mild', 'minor'],
  ['low', 'minor'],
  ['none', null],
  ['no interaction', null],
  ['no known interaction', null],
])

/** The severity that another program's word means; a word that is not known is moderate, and the note says so. */
export function foreignSeverity(word: string | null): {
  readonly severity: InteractionSeverity | null
  readonly note: string | null
} {
  const severity = word === null ? undefined : words.get(word.trim().toLowerCase())
  if (severity !== undefined) return { severity, note: null }
  const note =
    word === null
      ? '(No severity was stored; shown as moderate.)'
      : `(The severity “${word.trim().slice(0, 40)}” is not one that is known here; shown as moderate.)`
  return { severity: 'moderate', note }
}
