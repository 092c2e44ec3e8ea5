import type { PlanView, ProcedureView } from '@shared/features/prior-auth/answers.ts'
import type {
  ClinicalFact,
  FactSource,
  PriorAuthRecord,
  PriorAuthRequest,
} from '@shared/features/prior-auth/model.ts'
import type { FactDefinition } from '@shared/features/prior-auth/answers.ts'

/** One fact as it is typed. The same fact may stand there twice: a contradiction is shown, never smoothed over. */
export interface DraftFact {
  readonly id: string
  /** `yes`, `no`, digits or a choice; empty for not known. */
  readonly value: string
  /** `2026-11-22`, or empty. */
  readonly on: string
  readonly source: FactSource
  readonly quotation: string | null
}

/** The intake form as it is typed: text, until it is sent. */
export interface Draft {
  readonly patientId: string
  readonly payer: string
  readonly plan: string
  readonly procedure: string
  readonly diagnoses: string
  readonly urgent: boolean
  readonly cost: string
  readonly quantity: string
  readonly usedBefore: string
  readonly age: string
  readonly documents: readonly string[]
  readonly facts: readonly DraftFact[]
  readonly notes: string
  readonly appealOf: string
  readonly claim: PriorAuthRequest['claim']
}

/** Where the form is kept for the person who has begun it. */
export const REQUEST_PLACE = 'prior-auth request'

export const emptyDraft: Draft = {
  patientId: '',
  payer: '',
  plan: '',
  procedure: '',
  diagnoses: '',
  urgent: false,
  cost: '',
  quantity: '',
  usedBefore: '',
  age: '',
  documents: [],
  facts: [],
  notes: '',
  appealOf: '',
  claim: null,
}

export type Typed =
  { readonly kind: 'none' } | { readonly kind: 'bad' } | { readonly kind: 'number'; readonly value: number }

/**
 * A number as people type it: `4200`, `4,200`, `4 200.50`, `$4,200`. A comma counts as a thousands mark only where one
 * stands; `4,2` could be either and is refused rather than read as 42.
 */
export function readNumber(text: string): Typed {
  const plain = text.trim().replace(/^\$\s*/, '')
  if (plain === '') return { kind: 'none' }
  if (!/^-?(\d+|\d{1,3}([, \u2009]\d{3})+)(\.\d+)?$/.test(plain)) return { kind: 'bad' }
  return { kind: 'number', value: Number(plain.replaceAll(/[, \u2009]/g, '')) }
}

/** True for a day that exists, as `2026-11-22`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/** Diagnoses separated by commas, semicolons or spaces; each once, in capitals as ICD-10-CM writes them. */
export function readDiagnoses(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).flatMap((code) => (code === '' ? [] : [code.toUpperCase()])))]
}

export type NumberField = 'cost' | 'quantity' | 'usedBefore' | 'age'
export const numberFields: readonly NumberField[] = ['cost', 'quantity', 'usedBefore', 'age']

/** Fields whose text is no number or no day; nothing is sent while there is one. Facts are named `fact 3`, by place. */
export function badFields(
  draft: Draft,
  definitions: ReadonlyMap<string, FactDefinition>,
): ReadonlySet<string> {
  const bad = new Set<string>()
  if (!isAppealNumber(draft.appealOf)) bad.add('appealOf')
  for (const field of numberFields) if (readNumber(draft[field]).kind === 'bad') bad.add(field)
  for (const [index, { id, value, on }] of draft.facts.entries()) {
    const isNumber = definitions.get(id)?.kind === 'number'
    if (isNumber && readNumber(value).kind === 'bad') bad.add(`fact ${index}`)
    if (on.trim() !== '' && !isDay(on.trim())) bad.add(`day ${index}`)
  }
  return bad
}

/** The number of a request as people type it: with or without what stands before the eight digits. */
function appealNumber(text: string): string | null {
  const typed = text.trim().toLowerCase()
  if (/^[0-9a-f]{8}$/.test(typed)) return `auth_approval:${typed}`
  return /^auth_approval:[0-9a-f]{8}$/.test(typed) ? typed : null
}

/** True for a number of a request, and for none at all. */
export function isAppealNumber(text: string): boolean {
  return text.trim() === '' || appealNumber(text) !== null
}

const numberOrNull = (text: string): number | null => {
  const typed = readNumber(text)
  return typed.kind === 'number' ? typed.value : null
}

function factOf(fact: DraftFact, definition: FactDefinition | undefined): ClinicalFact[] {
  const text = fact.value.trim()
  if (text === '') return []
  const value = definition?.kind === 'number' ? numberOrNull(text) : yesNoOrText(text, definition)
  if (value === null) return []
  const on = isDay(fact.on.trim()) ? fact.on.trim() : null
  return [{ id: fact.id, value, on, source: fact.source, quotation: fact.quotation }]
}

function yesNoOrText(text: string, definition: FactDefinition | undefined): boolean | string {
  if (definition?.kind === 'choice') return text
  return text === 'yes' ? true : text === 'no' ? false : text
}

/** The request that the form stands for. What is empty or unreadable is unknown, never zero. */
export function requestOf(draft: Draft, definitions: ReadonlyMap<string, FactDefinition>): PriorAuthRequest {
  return {
    patientId: draft.patientId.trim(),
    procedure: draft.procedure.trim(),
    diagnoses: readDiagnoses(draft.diagnoses),
    payer: draft.payer,
    plan: draft.plan,
    urgent: draft.urgent,
    estimatedCost: numberOrNull(draft.cost),
    quantity: numberOrNull(draft.quantity),
    usedBefore: numberOrNull(draft.usedBefore),
    ageYears: numberOrNull(draft.age),
    documents: [...draft.documents],
    facts: draft.facts.flatMap((fact) => factOf(fact, definitions.get(fact.id))),
    notes: draft.notes,
    appealOf: appealNumber(draft.appealOf),
    claim: draft.claim,
  }
}

const textOf = (value: number | null): string => (value === null ? '' : String(value))

/** The form of a request that came from a file. */
export function draftOf(request: PriorAuthRequest): Draft {
  return {
    patientId: request.patientId,
    payer: request.payer,
    plan: request.plan,
    procedure: request.procedure,
    diagnoses: request.diagnoses.join(', '),
    urgent: request.urgent,
    cost: textOf(request.estimatedCost),
    quantity: textOf(request.quantity),
    usedBefore: textOf(request.usedBefore),
    age: textOf(request.ageYears),
    documents: request.documents,
    facts: request.facts.map(({ id, value, on, source, quotation }) => ({
      id,
      value: typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value),
      on: on ?? '',
      source,
      quotation,
    })),
    notes: request.notes,
    appealOf: request.appealOf ?? '',
    claim: request.claim,
  }
}

/** The form of an appeal against a denied request: the same request, to be completed. */
export function appealDraft({ id, request }: Pick<PriorAuthRecord, 'id' | 'request'>): Draft {
  return { ...draftOf(request), appealOf: id, claim: null }
}

/** Sets what is typed at one place of the facts; a fact that a person has changed comes from the form. */
export function withFact(draft: Draft, place: number, part: Partial<Pick<DraftFact, 'value' | 'on'>>): Draft {
  const facts = draft.facts.map((fact, index) =>
    index === place ? { ...fact, ...part, source: 'form' as const, quotation: null } : fact,
  )
  return { ...draft, facts }
}

/** Where each asked fact stands in the draft, with lines added for those that do not stand there yet. */
export function withAskedFacts(draft: Draft, asked: readonly string[]): Draft {
  const known = new Set(draft.facts.map(({ id }) => id))
  const added = asked
    .filter((id) => !known.has(id))
    .map((id) => ({ id, value: '', on: '', source: 'form' as const, quotation: null }))
  return added.length === 0 ? draft : { ...draft, facts: [...draft.facts, ...added] }
}

/** Procedures of which every typed word is in the code or the name, exact codes and beginnings of codes first. */
export function searchProcedures(all: readonly ProcedureView[], query: string): readonly ProcedureView[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const rank = ({ code }: ProcedureView): number => (code.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1)
  const seen = new Set<string>()
  return all
    .filter(({ code, name }) => {
      const text = `${code} ${name}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
    .toSorted((a, b) => rank(a) - rank(b) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
    .filter(({ code }) => !seen.has(code) && seen.add(code))
}

/** What the policy of this plan asks for a procedure; without a plan, what any policy does. Null for an unknown code. */
export function policyFor(
  all: readonly ProcedureView[],
  { procedure, payer, plan }: Pick<Draft, 'procedure' | 'payer' | 'plan'>,
): ProcedureView | null {
  const code = procedure.trim().toUpperCase()
  const own = all.filter((each) => each.code.toUpperCase() === code)
  return own.find(({ plans }) => plans.includes(`${payer}/${plan}`)) ?? own[0] ?? null
}

/** The plans of one payer, in the order they came. */
export function plansOf(plans: readonly PlanView[], payer: string): readonly PlanView[] {
  return plans.filter((plan) => plan.payer === payer)
}
