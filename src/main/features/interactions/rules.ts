import { Evidence, InteractionSeverity, Onset, RuleTier } from '@shared/features/interactions/model.ts'
import { ingredientNamed } from './classes.ts'
import type { DrugClass } from './classes.ts'
import { readContext } from './conditions.ts'
import type { ContextItem } from './conditions.ts'
import type { Formulary } from './formulary.ts'
import { filesBelow, readItems, readRows } from './knowledge-lines.ts'
import type { Complain, KnowledgeFiles, KnowledgeRow, LinePlace } from './knowledge-lines.ts'
import { topicsOf } from './rules-topics.ts'

/** One side of a rule: an ingredient, or any member of a class. */
export interface RuleTerm {
  /** As the line writes it. */
  readonly text: string
  /** As a person reads it: the ingredient, or the class's label. */
  readonly label: string
  readonly isClass: boolean
  readonly members: ReadonlySet<number>
}

export interface Rule {
  /** Names the rule in overrides and figures; stays the same when its severity or words change. */
  readonly key: string
  /** "warfarin + NSAIDs". */
  readonly label: string
  readonly terms: readonly RuleTerm[]
  readonly severity: InteractionSeverity
  readonly tier: RuleTier
  readonly effect: string
  readonly mechanism: string
  readonly action: string
  readonly onset: Onset
  readonly evidence: Evidence
  readonly sources: readonly string[]
  readonly context: readonly ContextItem[]
  /** See `topicsOf`; asked for only where several rules meet. */
  readonly topics: () => number
  readonly place: LinePlace
}

/** Reads `rules/*.txt`. A line that cannot be read is complained about and left out. */
export function readRules(
  files: KnowledgeFiles,
  formulary: Formulary,
  classes: ReadonlyMap<string, DrugClass>,
  complain: Complain,
): readonly Rule[] {
  return filesBelow(files, 'rules').flatMap(({ file, text }) =>
    readRows(file, text, 10, 1, complain).flatMap((row) => {
      const rule = readRule(row, formulary, classes, complain)
      return rule === null ? [] : [rule]
    }),
  )
}

function readRule(
  { place, fields }: KnowledgeRow,
  formulary: Formulary,
  classes: ReadonlyMap<string, DrugClass>,
  complain: Complain,
): Rule | null {
  const [termsText = '', severityText, tierText, effect = '', mechanism = '', action = ''] = fields
  const texts = termsText.split(' + ').map((text) => text.trim())
  if (texts.length < 2 || texts.length > 3) {
    complain(place, `"${termsText}" is neither two nor three terms.`)
    return null
  }
  const terms = texts.map((text) => readTerm(text, place, formulary, classes, complain))
  const severity = oneOf(severities, severityText, 'severity', place, complain)
  const tier = oneOf(tiers, tierText, 'tier', place, complain)
  const onset = oneOf(onsets, fields[6], 'onset', place, complain)
  const evidence = oneOf(evidences, fields[7], 'evidence', place, complain)
  for (const [name, value] of Object.entries({ effect, mechanism, 'what to do': action }))
    if (value === '') complain(place, `The rule says nothing under "${name}".`)
  const context = readContext(readItems(fields[9]), texts.length, (message) => complain(place, message))
  const whole = terms.filter((term) => term !== null)
  if (whole.length < texts.length) return null
  if (severity === null || tier === null || onset === null || evidence === null) return null
  return {
    key: `rule:${tier === 'ward' ? '' : `${tier}:`}${texts.join(' + ')}`,
    label: whole.map((term) => term.label).join(' + '),
    terms: whole,
    severity,
    tier,
    effect,
    mechanism,
    action,
    onset,
    evidence,
    sources: readItems(fields[8]),
    context,
    topics: lazily(() => topicsOf(`${effect} ${mechanism}`)),
    place,
  }
}

function readTerm(
  text: string,
  place: LinePlace,
  formulary: Formulary,
  classes: ReadonlyMap<string, DrugClass>,
  complain: Complain,
): RuleTerm | null {
  if (text.startsWith('@')) {
    const drugClass = classes.get(text.slice(1))
    if (drugClass === undefined) {
      complain(place, `There is no class "${text.slice(1)}".`)
      return null
    }
    return { text, label: drugClass.label, isClass: true, members: drugClass.members }
  }
  const id = ingredientNamed(text, formulary, place, complain)
  return id === null ? null : { text, label: text, isClass: false, members: new Set([id]) }
}

// Plain maps: a parse per field of some thousand lines would be paid at every start.
const byText = <Value extends string>(values: readonly Value[]): ReadonlyMap<string, Value> =>
  new Map(values.map((value) => [value, value]))
const severities = byText(InteractionSeverity.options)
const tiers = byText(RuleTier.options)
const onsets = byText(Onset.options)
const evidences = byText(Evidence.options)

function oneOf<Value extends string>(
  values: ReadonlyMap<string, Value>,
  text: string | undefined,
  what: string,
  place: LinePlace,
  complain: Complain,
): Value | null {
  const value = values.get(text ?? '')
  if (value !== undefined) return value
  complain(place, `"${text ?? ''}" is no ${what}.`)
  return null
}

function lazily(compute: () => number): () => number {
  let value: number | null = null
  return () => (value ??= compute())
}
