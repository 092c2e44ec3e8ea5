import type { FactDefinition } from '@shared/features/prior-auth/answers.ts'

/** One condition of a criterion. */
export interface Condition {
  readonly fact: string
  readonly test:
    | { readonly kind: 'yes' | 'no' }
    | { readonly kind: 'compare'; readonly by: Comparison; readonly with: number }
    | { readonly kind: 'in'; readonly choices: readonly string[] }
  /** Days that the fact may be old; null when its age does not matter. */
  readonly within: number | null
}
type Comparison = '>=' | '<=' | '>' | '<' | '='

/** Alternatives, each of which is conditions that must all hold. */
export type Expression = readonly (readonly Condition[])[]

const comparison = /^(?<fact>[a-z0-9-]+) (?<by>>=|<=|>|<|=) (?<with>-?\d+(?:\.\d+)?)$/
const membership = /^(?<fact>[a-z0-9-]+) in (?<choices>.+)$/
const plain = /^(?<no>not )?(?<fact>[a-z0-9-]+)$/
const age = /^(?<rest>.*) within (?<days>\d+) days$/

/** Reads the expression of a criterion (resources/prior-auth/FORMAT.md). Throws an Error that says what is wrong. */
export function readExpression(text: string, facts: ReadonlyMap<string, FactDefinition>): Expression {
  return text
    .split(' or ')
    .map((alternative) => alternative.split(' and ').map((each) => readCondition(each.trim(), facts)))
}

function readCondition(text: string, facts: ReadonlyMap<string, FactDefinition>): Condition {
  const aged = age.exec(text)?.groups
  const rest = aged?.['rest'] ?? text
  const within = aged === undefined ? null : Number(aged['days'])
  const match = comparison.exec(rest)?.groups ?? membership.exec(rest)?.groups ?? plain.exec(rest)?.groups
  const fact = match?.['fact']
  if (match === undefined || fact === undefined) throw new Error(`cannot read the condition "${text}"`)
  const definition = facts.get(fact)
  if (definition === undefined) throw new Error(`facts.txt has no "${fact}"`)
  return { fact, within, test: readTest(match, definition) }
}

function readTest(
  match: Readonly<Record<string, string | undefined>>,
  { id, kind, choices, least, most }: FactDefinition,
): Condition['test'] {
  if (match['with'] !== undefined) {
    const limit = Number(match['with'])
    if (kind !== 'number') throw new Error(`"${id}" is no number`)
    if (limit < (least ?? limit) || limit > (most ?? limit)) throw new Error(`${limit} is outside "${id}"`)
    return { kind: 'compare', by: toComparison(match['by']), with: limit }
  }
  if (match['choices'] !== undefined) {
    const wanted = match['choices'].split(',').map((choice) => choice.trim())
    const strange = wanted.find((choice) => !choices.includes(choice))
    if (strange !== undefined) throw new Error(`"${strange}" is no choice of "${id}"`)
    return { kind: 'in', choices: wanted }
  }
  if (kind !== 'yes-no') throw new Error(`"${id}" cannot be answered with yes or no`)
  return { kind: match['no'] === undefined ? 'yes' : 'no' }
}

function toComparison(text: string | undefined): Comparison {
  if (text === '>=' || text === '<=' || text === '>' || text === '<' || text === '=') return text
  throw new Error('cannot read the comparison')
}

/** Whether a value answers the condition; null when the value is of another kind than the condition asks. */
export function holds(test: Condition['test'], value: boolean | number | string): boolean | null {
  switch (test.kind) {
    case 'yes':
    case 'no':
      return typeof value === 'boolean' ? value === (test.kind === 'yes') : null
    case 'in':
      return typeof value === 'string' ? test.choices.includes(value) : null
    case 'compare':
      return typeof value === 'number' ? compare(value, test.by, test.with) : null
  }
}

function compare(value: number, by: Comparison, limit: number): boolean {
  switch (by) {
    case '>=':
      return value >= limit
    case '<=':
      return value <= limit
    case '>':
      return value > limit
    case '<':
      return value < limit
    case '=':
      return value === limit
  }
}
