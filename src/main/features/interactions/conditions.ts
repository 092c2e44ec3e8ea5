import { InteractionSeverity, Route } from '@shared/features/interactions/model.ts'
import type { PatientContext } from '@shared/features/interactions/model.ts'
import { assertNever } from '@shared/assert-never.ts'

type Comparison = '<' | '<=' | '>' | '>=' | '='
/** The first, second or third term of a rule. */
export type TermIndex = 0 | 1 | 2

type Measured = 'age' | 'egfr' | 'potassium' | 'qtc'

export type Condition =
  | { readonly kind: 'measured'; readonly what: Measured; readonly is: Comparison; readonly limit: number }
  | { readonly kind: 'child-pugh'; readonly atLeast: 'A' | 'B' | 'C' }
  | { readonly kind: 'pregnant' }
  | { readonly kind: 'ppi' }
  | { readonly kind: 'route'; readonly term: TermIndex; readonly route: Route }
  | {
      readonly kind: 'dose'
      readonly term: TermIndex
      readonly is: Comparison
      readonly limit: number
      readonly unit: 'mg'
    }

/** One item of a rule's context: all conditions together change the severity or add a note. */
export interface ContextItem {
  readonly conditions: readonly Condition[]
  /** `none`: then nothing speaks against it. Null: only the note applies. */
  readonly severity: InteractionSeverity | 'none' | null
  readonly note: string | null
}

/** What is known about one drug of a list. */
export interface DrugFacts {
  readonly ingredient: string
  readonly route: Route | null
  /** Milligrams a day; null when the text does not say. */
  readonly dailyMg: number | null
}

/** What conditions are judged by. */
export interface Facts {
  readonly context: PatientContext
  /** A proton pump inhibitor is on the list. */
  readonly ppi: boolean
  /** The drugs that fill the rule's terms. */
  readonly terms: readonly DrugFacts[]
}

export interface Judgement {
  readonly holds: boolean
  /** Facts that nobody gave and on which it depends, in words; empty when it is certain. */
  readonly missing: readonly string[]
}

const measuredPattern = /^(age|egfr|potassium|qtc)(<=|>=|<|>|=)(\d+(?:\.\d+)?)$/
const childPughPattern = /^child-pugh>=([ABC])$/
const routePattern = /^route\(([abc])\)=([a-z]+)$/
const dosePattern = /^dose\(([abc])\)(<=|>=|<|>|=)(\d+(?:\.\d+)?)(mg|g)\/d$/

/** Reads one condition; answers null when it is none. `terms` is the number of terms of its rule. */
function readCondition(text: string, terms: number): Condition | null {
  if (text === 'pregnant' || text === 'ppi') return { kind: text }
  const measured = measuredPattern.exec(text)
  if (measured !== null)
    return {
      kind: 'measured',
      what: toMeasured(measured[1]),
      is: toComparison(measured[2]),
      limit: Number(measured[3]),
    }
  const child = childPughPattern.exec(text)
  if (child !== null)
    return { kind: 'child-pugh', atLeast: child[1] === 'A' ? 'A' : child[1] === 'B' ? 'B' : 'C' }
  const route = routePattern.exec(text)
  const named = Route.safeParse(route?.[2])
  if (route !== null && named.success) {
    const term = toTerm(route[1], terms)
    return term === null ? null : { kind: 'route', term, route: named.data }
  }
  const dose = dosePattern.exec(text)
  if (dose === null) return null
  const term = toTerm(dose[1], terms)
  const factor = dose[4] === 'g' ? 1000 : 1
  return term === null
    ? null
    : { kind: 'dose', term, is: toComparison(dose[2]), limit: Number(dose[3]) * factor, unit: 'mg' }
}

const toMeasured = (text: string | undefined): Measured =>
  text === 'age' || text === 'egfr' || text === 'potassium' ? text : 'qtc'
const toComparison = (text: string | undefined): Comparison =>
  text === '<' || text === '<=' || text === '>' || text === '>=' ? text : '='
function toTerm(letter: string | undefined, terms: number): TermIndex | null {
  if (letter === 'a') return 0
  if (letter === 'b') return 1
  return letter === 'c' && terms > 2 ? 2 : null
}

/**
 * Reads a context field (`age>=65 -> major; ppi -> note: ...`). Every item that cannot be read is complained about.
 */
export function readContext(
  items: readonly string[],
  terms: number,
  complain: (message: string) => void,
): readonly ContextItem[] {
  return items.flatMap((text): readonly ContextItem[] => {
    const [left, right, ...rest] = text.split('->').map((part) => part.trim())
    if (left === undefined || right === undefined || rest.length > 0) {
      complain(`"${text}" is no "condition -> severity".`)
      return []
    }
    const conditions = left.split(' and ').map((part) => readCondition(part.replaceAll(' ', ''), terms))
    const known = conditions.filter((condition) => condition !== null)
    if (known.length < conditions.length) {
      complain(`"${left}" is no condition.`)
      return []
    }
    if (right.startsWith('note:'))
      return [{ conditions: known, severity: null, note: right.slice('note:'.length).trim() }]
    const severity = right === 'none' ? 'none' : InteractionSeverity.safeParse(right).data
    if (severity === undefined) {
      complain(`"${right}" is neither a severity, nor "none", nor a note.`)
      return []
    }
    return [{ conditions: known, severity, note: null }]
  })
}

function compare(value: number, is: Comparison, limit: number): boolean {
  switch (is) {
    case '<':
      return value < limit
    case '<=':
      return value <= limit
    case '>':
      return value > limit
    case '>=':
      return value >= limit
    case '=':
      return value === limit
    default:
      return assertNever(is)
  }
}

const measuredWords: Readonly<Record<Measured, { name: string; fact: string; unit: string }>> = {
  age: { name: 'age', fact: 'age', unit: '' },
  egfr: { name: 'eGFR', fact: 'kidney function (eGFR)', unit: ' ml/min/1.73 m²' },
  potassium: { name: 'potassium', fact: 'serum potassium', unit: ' mmol/L' },
  qtc: { name: 'QTc', fact: 'QTc interval', unit: ' ms' },
}
const comparisonWords: Readonly<Record<Comparison, string>> = {
  '<': 'below',
  '<=': 'at most',
  '>': 'above',
  '>=': 'at least',
  '=': 'of',
}

function valueOf(what: Measured, context: PatientContext): number | null {
  switch (what) {
    case 'age':
      return context.ageYears
    case 'egfr':
      return context.egfr
    case 'potassium':
      return context.potassium
    case 'qtc':
      return context.qtc
    default:
      return assertNever(what)
  }
}

const sure = (holds: boolean): Judgement => ({ holds, missing: [] })
const notKnown = (fact: string): Judgement => ({ holds: false, missing: [fact] })

function judgeOne(condition: Condition, facts: Facts): Judgement {
  switch (condition.kind) {
    case 'measured': {
      const value = valueOf(condition.what, facts.context)
      return value === null
        ? notKnown(measuredWords[condition.what].fact)
        : sure(compare(value, condition.is, condition.limit))
    }
    case 'child-pugh':
      return facts.context.childPugh === null
        ? notKnown('liver function (Child-Pugh class)')
        : sure(facts.context.childPugh >= condition.atLeast)
    case 'pregnant':
      return facts.context.pregnant === null ? notKnown('pregnancy') : sure(facts.context.pregnant)
    case 'ppi':
      return sure(facts.ppi)
    case 'route': {
      const drug = facts.terms[condition.term]
      if (drug === undefined) return sure(false)
      return drug.route === null
        ? notKnown(`route of ${drug.ingredient}`)
        : sure(drug.route === condition.route)
    }
    case 'dose': {
      const drug = facts.terms[condition.term]
      if (drug === undefined) return sure(false)
      return drug.dailyMg === null
        ? notKnown(`daily dose of ${drug.ingredient}`)
        : sure(compare(drug.dailyMg, condition.is, condition.limit))
    }
    default:
      return assertNever(condition)
  }
}

/** Judges conditions that are joined by "and". What is certainly not so needs no missing fact. */
export function judge(conditions: readonly Condition[], facts: Facts): Judgement {
  const missing: string[] = []
  for (const condition of conditions) {
    const one = judgeOne(condition, facts)
    if (!one.holds && one.missing.length === 0) return one
    missing.push(...one.missing)
  }
  return { holds: missing.length === 0, missing }
}

function wordsOfOne(condition: Condition, facts: Facts): string {
  switch (condition.kind) {
    case 'measured': {
      const { name, unit } = measuredWords[condition.what]
      return `${name} ${comparisonWords[condition.is]} ${condition.limit}${unit}`
    }
    case 'child-pugh':
      return `Child-Pugh class ${condition.atLeast} or worse`
    case 'pregnant':
      return 'pregnancy'
    case 'ppi':
      return 'a proton pump inhibitor on the list'
    case 'route':
      return `${facts.terms[condition.term]?.ingredient ?? 'the drug'} given as ${condition.route}`
    case 'dose':
      return `${facts.terms[condition.term]?.ingredient ?? 'the drug'} ${comparisonWords[condition.is]} ${condition.limit} mg a day`
    default:
      return assertNever(condition)
  }
}

/** Conditions in words: "age at least 65 and eGFR below 30 ml/min/1.73 m²". */
export function wordsOf(conditions: readonly Condition[], facts: Facts): string {
  return conditions.map((condition) => wordsOfOne(condition, facts)).join(' and ')
}
