import type { FactDefinition } from '@shared/features/prior-auth/answers.ts'
import type { CitedFact, ClinicalFact, FactSource } from '@shared/features/prior-auth/model.ts'
import { type Condition, type Expression, holds } from './expression.ts'
import { factText, type PolicyBook } from './policies.ts'

const DAY_MS = 86_400_000

/** What is on record about one fact. `contradictory` and `unknown` meet and fail nothing. */
export type FactStanding =
  | {
      readonly kind: 'known'
      readonly value: boolean | number | string
      readonly entries: readonly ClinicalFact[]
    }
  | { readonly kind: 'contradictory'; readonly entries: readonly ClinicalFact[] }

export interface FactRecord {
  readonly standings: ReadonlyMap<string, FactStanding>
  /** Facts that were not believed, as sentences. */
  readonly remarks: readonly string[]
}

/** Sorts the facts of a request: unknown ids and impossible values are told, not used. */
export function recordFacts(given: readonly ClinicalFact[], book: PolicyBook): FactRecord {
  const remarks: string[] = []
  const byId = new Map<string, ClinicalFact[]>()
  for (const fact of given) {
    const definition = book.facts.get(fact.id)
    const fault = definition === undefined ? 'no policy knows this fact' : impossible(definition, fact.value)
    if (fault === null) byId.set(fact.id, [...(byId.get(fact.id) ?? []), fact])
    else remarks.push(`"${definition?.label ?? fact.id}" was not used: ${fault}.`)
  }
  const standings = new Map([...byId].map(([id, entries]) => [id, standingOf(entries)]))
  for (const [id, standing] of standings) {
    if (standing.kind === 'contradictory')
      remarks.push(
        `"${book.facts.get(id)?.label ?? id}" is on record with different values; none of them was used.`,
      )
  }
  return { standings, remarks }
}

/** A newer value replaces an older one only when every entry says when it was true; otherwise they contradict. */
function standingOf(all: readonly ClinicalFact[]): FactStanding {
  const days = all.map(({ on }) => on).filter((on) => on !== null)
  const newest = days.length === all.length ? days.toSorted().at(-1) : undefined
  const entries = newest === undefined ? all : all.filter(({ on }) => on === newest)
  const value = entries[0]?.value
  if (value === undefined || entries.some((entry) => entry.value !== value))
    return { kind: 'contradictory', entries }
  return { kind: 'known', value, entries }
}

/** Why a value cannot be of this fact; null when it can. */
export function impossible(definition: FactDefinition, value: boolean | number | string): string | null {
  const { kind, least, most, choices } = definition
  if (kind === 'yes-no') return typeof value === 'boolean' ? null : 'it is answered with yes or no'
  if (kind === 'choice')
    return typeof value === 'string' && choices.includes(value) ? null : `it is one of ${choices.join(', ')}`
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'it is a number'
  return value < (least ?? value) || value > (most ?? value)
    ? `it lies between ${least ?? ''} and ${most ?? ''} ${definition.unit}`
    : null
}

type Verdict =
  | { readonly state: 'holds' | 'fails'; readonly cited: readonly CitedFact[] }
  | {
      readonly state: 'unknown'
      readonly cited: readonly CitedFact[]
      readonly lacking: string
      readonly wanted: string
    }

export interface Judged {
  readonly state: 'met' | 'not-met' | 'missing'
  readonly cited: CitedFact[]
  readonly lacking: string[]
  readonly wanted: string[]
  /** True when it holds, and would not hold without what a model read from notes. */
  readonly onNotes: boolean
}

/** Judges one expression. Met as soon as an alternative holds, best on facts that people recorded. */
export function judge(
  expression: Expression,
  record: FactRecord,
  definitions: ReadonlyMap<string, FactDefinition>,
  today: number,
): Judged {
  const alternatives = expression.map((conditions) =>
    conditions.map((condition) => verdictOf(condition, record, definitions, today)),
  )
  const holding = alternatives.filter((verdicts) => verdicts.every(({ state }) => state === 'holds'))
  const cite = (verdicts: readonly Verdict[]): CitedFact[] => unique(verdicts.flatMap(({ cited }) => cited))
  const best = holding.find((verdicts) => !restsOnNotes(verdicts)) ?? holding[0]
  if (best !== undefined)
    return { state: 'met', cited: cite(best), lacking: [], wanted: [], onNotes: restsOnNotes(best) }
  const cited = cite(alternatives.flat())
  if (alternatives.every((verdicts) => verdicts.some(({ state }) => state === 'fails')))
    return { state: 'not-met', cited, lacking: [], wanted: [], onNotes: false }
  // What would still help: alternatives in which nothing has failed.
  const open = alternatives.filter((verdicts) => verdicts.every(({ state }) => state !== 'fails')).flat()
  const unknown = open.flatMap((verdict) => (verdict.state === 'unknown' ? [verdict] : []))
  return {
    state: 'missing',
    cited,
    lacking: [...new Set(unknown.map(({ lacking }) => lacking))],
    wanted: [...new Set(unknown.map(({ wanted }) => wanted))],
    onNotes: false,
  }
}

function restsOnNotes(verdicts: readonly Verdict[]): boolean {
  return verdicts.some(({ cited }) => cited.some(({ source }) => source === 'note'))
}

function verdictOf(
  { fact, test, within }: Condition,
  { standings }: FactRecord,
  definitions: ReadonlyMap<string, FactDefinition>,
  today: number,
): Verdict {
  const definition = definitions.get(fact)
  const label = definition?.label ?? fact
  const standing = standings.get(fact)
  const unknown = (lacking: string, cited: readonly CitedFact[] = []): Verdict => ({
    state: 'unknown',
    cited,
    lacking,
    wanted: fact,
  })
  if (definition === undefined || standing === undefined) return unknown(`${label}: not on record.`)
  const cited = standing.entries.map((entry) => citation(definition, entry))
  if (standing.kind === 'contradictory') return unknown(`${label}: on record with different values.`, cited)
  const entry = bestEntry(standing.entries)
  const shown = entry === undefined ? cited : [citation(definition, entry)]
  if (within !== null) {
    const dated = standing.entries.filter((each) => each.on !== null)
    if (dated.length === 0) return unknown(`${label}: the date is not on record.`, shown)
    const recent = dated.filter((each) => isWithin(each.on, within, today))
    const newest = bestEntry(recent)
    if (newest === undefined) return unknown(`${label}: not on record for the last ${within} days.`, shown)
    return settled(holds(test, standing.value), [citation(definition, newest)], unknown, label)
  }
  return settled(holds(test, standing.value), shown, unknown, label)
}

function settled(
  answer: boolean | null,
  cited: readonly CitedFact[],
  unknown: (lacking: string, cited: readonly CitedFact[]) => Verdict,
  label: string,
): Verdict {
  if (answer === null) return unknown(`${label}: the value is of another kind.`, cited)
  return { state: answer ? 'holds' : 'fails', cited }
}

function isWithin(on: string | null, days: number, today: number): boolean {
  if (on === null) return false
  const age = today - Date.parse(`${on}T00:00:00Z`)
  // A day ahead may be today in another time zone; further ahead is an error of writing.
  return age >= -DAY_MS && age <= (days + 1) * DAY_MS
}

/** What people recorded before what a model read. */
function bestEntry(entries: readonly ClinicalFact[]): ClinicalFact | undefined {
  return entries.find(({ source }) => source !== 'note') ?? entries[0]
}

const sourceWords: Readonly<Record<FactSource, string>> = {
  chart: 'chart',
  form: 'entered with the request',
  fhir: 'from the request bundle',
  note: 'read from the notes by a model',
}

function citation(definition: FactDefinition, { id, value, on, source, quotation }: ClinicalFact): CitedFact {
  const when = on === null ? 'no date' : on
  return { id, text: `${factText(definition, value)} (${sourceWords[source]}, ${when})`, source, quotation }
}

function unique(cited: readonly CitedFact[]): CitedFact[] {
  return [...new Map(cited.map((each) => [each.text, each])).values()]
}
